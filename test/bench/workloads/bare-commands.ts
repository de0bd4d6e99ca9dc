// The parts that no command can do without, one after another and with nothing around them: no engine, but what one cannot cost less than.
import { encodeCommit } from '../../../src/codec/commit.js';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { partitionOf, tagOfFresh } from '../../../src/kernel/hash.js';
import type { Message } from '../../../src/kernel/message.js';
import { allPartitions, type Partition, type Position, type Receipt } from '../../../src/kernel/place.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { version } from '../../../src/kernel/version.js';
import type { AggregateKey, CommitDraft, EventLog, Head } from '../../../src/log/event-log.js';
import { frozenCopy } from '../../../src/schema/copy.js';
import { freeze } from '../../../src/schema/freeze.js';
import { createValidators } from '../../../src/schema/validator.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState } from '../../../src/statechart/stepper.js';
import { NOWHERE } from '../../../src/store/head.js';
import { accountApp } from './account.js';

const COMMITS_PER_BLOCK = 128;
const TIMEOUT_MS = 60_000;
const NO_METADATA = Object.freeze({});

/** An account, warm. */
interface Account {
  readonly key: AggregateKey;
  readonly block: Block;
  machine: MachineState;
  head: Head;
}

/** A command that has been decided, and its sender. */
interface Sent extends CommitDraft {
  readonly commandId: string;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends a command. */
export type Send = (type: string, id: string, data: unknown) => Promise<Receipt>;

/**
 * Validates, copies, freezes and digests commands to accounts, decides and applies them, encodes their commits, appends these to a log,
 * and answers receipts: by the engine's own functions, called in a row. Nobody else may append; no command is refused or sent twice, waits
 * for another, is late, or has options.
 */
export function bareCommands(log: EventLog): Send {
  const [account] = accountApp.aggregates;
  if (account === undefined) throw new TypeError('The domain has no aggregate.');
  const { type: aggregateType, machine, commands, events: eventNames } = account;
  const stepper = compileMachine(machine, { commands, events: eventNames });
  const validators = createValidators(accountApp.schemas);
  const validates = new Map(commands.map((command) => [command, validators.of(command)] as const));
  const codecs = new EventCodecs(accountApp.codecs);
  const accounts = new Map<string, Account>();
  const blocks = allPartitions(log.partitions).map((partition) => new Block(log, partition));

  const accountOf = (id: string): Account => {
    const known = accounts.get(id);
    if (known !== undefined) return known;
    const key = { type: aggregateType, id };
    const block = blocks[partitionOf(aggregateType, id, log.partitions)] as Block;
    const made: Account = { key, block, machine: stepper.initial(), head: NOWHERE };
    accounts.set(id, made);
    return made;
  };

  return (type, id, given) => {
    if (validates.get(type)?.(given).length !== 0) throw new TypeError(`${type} is invalid.`);
    const data = frozenCopy(given);
    const commandId = systemRuntime.freshId();
    const time = new Date(systemRuntime.now());
    const account = accountOf(id);
    const { head, key, block } = account;
    const about = { time, aggregateId: id, version: Number(head.version) };
    const command = messageOf(type, data, commandId, about);
    const decided = stepper.step(account.machine, command);
    if (decided.kind === 'unhandled') throw new TypeError(`${type} is refused.`);
    const events: Message[] = [];
    for (const emitted of decided.emitted) {
      about.version += 1;
      const event = messageOf(emitted.type, freeze(emitted.data), `${commandId}#${events.length + 1}`, about);
      const applied = stepper.step(account.machine, event);
      if (applied.kind === 'unhandled') throw new TypeError(`${event.type} is not applied.`);
      freeze(applied.next.context);
      account.machine = applied.next;
      events.push(event);
    }
    const digest = digestOfContent(type, data);
    const payload = encodeCommit({ commandId, digest, time: time.getTime(), metadata: NO_METADATA, events }, codecs);
    const next = { version: version(head.version + events.length), tag: tagOfFresh(commandId) };
    account.head = next;
    const expects = { aggregate: key, head, deadline: time.getTime() + TIMEOUT_MS };
    return new Promise((resolve, reject) => block.add({ expects, next, payload, commandId, resolve, reject }));
  };
}

// Field by field: V8 takes microseconds over an object that is spread into another.
function messageOf(
  type: string,
  data: unknown,
  id: string,
  { time, aggregateId, version }: Pick<Message, 'time' | 'aggregateId' | 'version'>,
): Message {
  return { type, data, id, time, aggregateId, version, metadata: NO_METADATA };
}

/** What waits to be appended: goes as soon as there is enough of it, or nothing more is ready. */
class Block {
  readonly #log: EventLog;
  readonly #partition: Partition;
  #waiting: Sent[] = [];
  #isScheduled = false;

  constructor(log: EventLog, partition: Partition) {
    this.#log = log;
    this.#partition = partition;
  }

  add(sent: Sent): void {
    this.#waiting.push(sent);
    if (this.#waiting.length === COMMITS_PER_BLOCK) this.#append();
    else if (!this.#isScheduled) this.#schedule();
  }

  #schedule(): void {
    this.#isScheduled = true;
    systemRuntime.soon(() => {
      this.#isScheduled = false;
      if (this.#waiting.length > 0) this.#append();
    });
  }

  #append(): void {
    const commits = this.#waiting;
    this.#waiting = [];
    const partition = this.#partition;
    this.#log
      .append(partition, { commits, checks: [] })
      .then((appended) => {
        if (appended.kind === 'refused') throw new Error('A block was refused, though nobody else appends.');
        const { epoch, first, mark } = appended;
        for (const [index, { expects, next, commandId, resolve }] of commits.entries()) {
          const { type: aggregate, id: aggregateId } = expects.aggregate;
          const place = { partition, epoch, position: (first + index) as Position, mark };
          resolve({ aggregate, aggregateId, commandId, version: next.version, place });
        }
      })
      .catch((error: unknown) => {
        for (const { reject } of commits) reject(error);
      });
  }
}
