// The commands that wait for one aggregate's actor, in order. Knows nothing of what becomes of them.
import { sameContent } from '../codec/content-digest.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError } from '../kernel/error.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Command } from './command.js';
import { duplicate } from './replies.js';
import type { Request } from './request.js';

/** First in, first out, bounded. A command that is sent again while it waits or is in flight joins its twin. */
export class Mailbox {
  // A list through the requests themselves: an array of its own would cost each resident aggregate more than all its other parts.
  #first: Command | null = null;
  #last: Command | null = null;
  #unsettled = 0;
  /** Made when it is first needed: most aggregates never get a command with an id of its sender's. */
  #retryable: Map<string, Command> | null = null;

  /** Commands whose sender still waits: in the mailbox or in flight. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** The one of the same id that is still under way. Throws `DUPLICATE` where it has other content. */
  twinOf(owner: AggregateKey, { retryable, commandId, digest }: Request): Command | null {
    const twin = retryable ? this.#retryable?.get(commandId) : undefined;
    if (twin !== undefined && !sameContent(twin.request.digest, digest)) throw duplicate(owner, commandId);
    return twin ?? null;
  }

  /** Throws `OVERLOADED` where `limit` senders wait already. */
  assertRoom(owner: AggregateKey, limit: number): void {
    if (this.#unsettled < limit) return;
    const name = labelOf(owner.type, owner.id);
    const message = `${name}: ${limit} commands are waiting already. Send fewer at once, or raise maxMailbox.`;
    throw new StatefoldError('OVERLOADED', message, { what: name, limit });
  }

  /** Takes a request in, behind all others. */
  put(command: Command): void {
    this.#append(command);
    this.#unsettled++;
    if (!command.request.retryable) return;
    this.#retryable ??= new Map();
    this.#retryable.set(command.request.commandId, command);
  }

  /** The next request whose sender still waits; it stays in the mailbox. */
  peek(): Command | null {
    while (this.#first?.settled) this.take();
    return this.#first;
  }

  /** Takes the request that `peek` gave out of the mailbox. */
  take(): void {
    const taken = this.#first;
    if (taken === null) return;
    this.#first = taken.behind;
    if (taken.behind === null) this.#last = null;
    taken.behind = null;
  }

  /** Puts requests back in front, in their order. */
  putBack(again: readonly Command[]): void {
    const waiting = this.waiting();
    this.#first = this.#last = null;
    for (const command of [...again, ...waiting]) this.#append(command);
  }

  /** Every request that still waits in the mailbox. */
  waiting(): readonly Command[] {
    const found: Command[] = [];
    for (let command = this.#first; command !== null; command = command.behind) {
      if (!command.settled) found.push(command);
    }
    return found;
  }

  /** To be called once for each request that was put in, when its sender has been told. */
  settled({ retryable, commandId }: Request): void {
    this.#unsettled--;
    if (retryable) this.#retryable?.delete(commandId);
  }

  #append(command: Command): void {
    command.behind = null;
    if (this.#last === null) this.#first = command;
    else this.#last.behind = command;
    this.#last = command;
  }
}
