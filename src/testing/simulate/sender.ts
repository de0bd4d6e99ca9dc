// One who sends the commands of a simulation, each after the answer to the one before, and looks at what became of them.
import type { AppDefinition } from '../../engine/app-definition.js';
import { methodName } from '../../engine/bus-methods.js';
import type { Engine } from '../../engine/engine.js';
import { isStatefoldError } from '../../kernel/error.js';
import type { Receipt } from '../../kernel/place.js';
import { copyValue } from '../../schema/copy.js';
import { askOf, handleOf } from '../engine-looks.js';
import { commandIdOf, type Sent } from '../history.js';
import type { OperationLine } from '../history-checker/operation-lines.js';
import { recorder } from '../history-checker/recorder.js';
import { aggregateRowQueries } from '../history-checker/row-queries.js';
import type { Chance } from './chance.js';
import { type Slot, TIMEOUT, type World } from './world.js';

/** A command that is due. */
export interface Task {
  readonly sent: Sent;
  readonly index: number;
  /** When it is given, as its machine sees it. */
  readonly time: Date;
  /** Milliseconds that it may take. A retry joins its twin, so both have the same. */
  readonly timeout: number;
}

/** What senders work with. */
export interface SenderContext {
  readonly app: AppDefinition;
  readonly world: World;
  readonly write: (line: OperationLine) => void;
  /** What must not be, in words. */
  readonly onWrong: (what: string) => void;
}

/** What came of asking: a value, an error, or nothing, since the engine ended. */
type Answer<T> = { readonly value: T } | { readonly error: unknown } | null;

const THINKING_MS = [0, 15] as const;
const WAITING_MS = 10;
/** How often a command is sent again of which nobody can say what became of it. */
const MOST_RETRIES = 3;
/** Milliseconds after its deadline in which everything must be answered. */
const GRACE_MS = 1000;

/** A sender. All its operations are one session. */
export class Sender {
  readonly #name: string;
  readonly #context: SenderContext;
  readonly #chance: Chance;
  readonly #record: (engine: Engine) => Engine;
  readonly #recorded = new WeakMap<Engine, Engine>();
  readonly #last = new Map<string, Receipt>();

  constructor(name: string, context: SenderContext, chance: Chance) {
    this.#name = name;
    this.#context = context;
    this.#chance = chance;
    const { app, world, write } = context;
    this.#record = recorder(app, { session: name, write, now: world.tick });
  }

  /** Sends a command, now and then again, and now and then looks what is there. */
  async perform(task: Task): Promise<void> {
    const { world } = this.#context;
    const chance = this.#chance;
    await world.sleep(chance.oneIn(3) ? 0 : chance.between(...THINKING_MS));
    let commandId = task.sent.again !== undefined || chance.oneIn(3) ? commandIdOf(task.index) : undefined;
    const receipt = await this.#send(task, commandId);
    for (let retry = 1; retry <= MOST_RETRIES; retry++) {
      if (receipt.kind !== 'unknown' || chance.oneIn(3)) break;
      commandId ??= receipt.commandId ?? undefined;
      if (commandId === undefined) break;
      await world.sleep(chance.between(...THINKING_MS));
      if ((await this.#send(task, commandId)).kind !== 'unknown') break;
    }
    if (task.sent.again === 'after') await this.#send(task, commandIdOf(task.index));
    if (chance.oneIn(3)) await this.#look(task.sent);
  }

  /** Sends a command once, to an engine that is there. */
  async send(task: Task): Promise<void> {
    await this.#send(task, commandIdOf(task.index));
  }

  async #send(
    { sent, time, index, timeout }: Task,
    commandId: string | undefined,
  ): Promise<{ readonly kind: 'known' | 'unknown'; readonly commandId: string | null }> {
    const slot = await this.#slot();
    const known = this.#last.get(sent.id);
    const input = {
      type: sent.command,
      aggregateId: sent.id,
      data: copyValue(sent.data),
      time,
      timeout,
      // Tells whose a commit is, whoever made its id.
      metadata: { correlationId: commandIdOf(index) },
      ...(commandId === undefined ? {} : { commandId }),
      ...(known !== undefined && this.#chance.oneIn(10) ? { expectedVersion: known.version } : {}),
    };
    const { trace } = this.#context.world;
    trace.note(
      this.#name,
      () => `sends ${sent.command} to ${sent.id} (${commandId ?? `command ${index + 1}`}) by ${slot.host.name}`,
    );
    const answer = await this.#ask(slot, timeout, sent.command, (engine) => engine.dispatch(input as never));
    trace.note(this.#name, () => `${sent.command} to ${sent.id}: ${answerWords(answer)}`);
    if (answer === null) return { kind: 'unknown', commandId: commandId ?? null };
    if ('value' in answer) {
      this.#last.set(sent.id, answer.value);
      return { kind: 'known', commandId: null };
    }
    const { error } = answer;
    if (isStatefoldError(error, 'OUTCOME_UNKNOWN')) return { kind: 'unknown', commandId: error.details.commandId };
    return { kind: 'known', commandId: null };
  }

  /** Looks at an aggregate, or at its row. */
  async #look({ aggregate, id }: Sent): Promise<void> {
    const slot = await this.#slot();
    const { trace } = this.#context.world;
    const which = this.#chance.below(4);
    const seen = await this.#ask(slot, TIMEOUT, 'a look', async (engine): Promise<unknown> => {
      if (which === 0) return (await handleOf(engine, aggregate, id).state()).version;
      if (which === 1) return (await handleOf(engine, aggregate, id).history()).length;
      return this.#row(engine, aggregate, id);
    });
    trace.note(this.#name, () => `looks at ${id} by ${slot.host.name}: ${answerWords(seen)}`);
  }

  /** The row of an aggregate, by one of the domain's own queries; mostly with what was acknowledged here last. */
  async #row(engine: Engine, aggregate: string, id: string): Promise<unknown> {
    const query = aggregateRowQueries(this.#context.app).find(({ projection }) => projection.aggregate === aggregate);
    if (query === undefined) return undefined;
    const parameters = { [query.parameter]: id };
    const after = this.#chance.oneIn(3) ? undefined : this.#last.get(id);
    return askOf(engine, methodName(query.name), parameters, after === undefined ? undefined : { after });
  }

  /** Asks an engine; nothing comes of it if that ends. */
  async #ask<T>(
    { host, engine }: Slot,
    timeout: number,
    what: string,
    ask: (engine: Engine) => Promise<T>,
  ): Promise<Answer<T>> {
    if (engine === null) return null;
    const { world, onWrong } = this.#context;
    const recorded = this.#recorded.get(engine) ?? this.#record(engine);
    this.#recorded.set(engine, recorded);
    const asked = world.scheduler.elapsed;
    const answered = ask(recorded).then(
      (value): Answer<T> => ({ value }),
      (error: unknown): Answer<T> => ({ error }),
    );
    const died = host.died().then(() => null);
    const answer = await Promise.race([answered, died]);
    // Who stands still answers when he goes on.
    const late = world.scheduler.elapsed - Math.max(asked + timeout, host.awakeAt);
    if (answer !== null && late > GRACE_MS)
      onWrong(`${what} of ${this.#name} was answered ${late.toFixed(0)} ms after its deadline.`);
    if (answer !== null && 'error' in answer && !isExpected(answer.error))
      onWrong(`${what} of ${this.#name} failed with ${errorWords(answer.error)}.`);
    return answer;
  }

  /** An engine that commands are sent to. */
  async #slot(): Promise<Slot> {
    const { world } = this.#context;
    for (;;) {
      const there = world.slots.filter(({ isServing, engine }) => isServing && engine !== null);
      if (there.length > 0) return this.#chance.pick(there);
      await world.sleep(WAITING_MS);
    }
  }
}

/** Nothing in a simulation damages what is stored, nor is it of another release. */
function isExpected(error: unknown): boolean {
  return isStatefoldError(error) && error.code !== 'CORRUPT' && error.code !== 'INCOMPATIBLE';
}

function errorWords(error: unknown): string {
  return isStatefoldError(error) ? `${error.code}: ${error.message}` : String(error);
}

function answerWords(answer: Answer<unknown>): string {
  if (answer === null) return 'no answer: the engine ended';
  if ('error' in answer) return errorWords(answer.error);
  return JSON.stringify(answer.value) ?? 'undefined';
}
