// The commands that wait for one aggregate's actor, in order. Knows nothing of what becomes of them.
import { sameContent } from '../codec/content-digest.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError } from '../kernel/error.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Command } from './command.js';
import { CommandList } from './command-list.js';
import { duplicate } from './replies.js';
import type { Request } from './request.js';

/** First in, first out, bounded. A command that is sent again while it waits or is in flight joins its twin. */
export class Mailbox {
  readonly #list = new CommandList();
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
    this.#list.append(command);
    this.#unsettled++;
    if (!command.request.retryable) return;
    this.#retryable ??= new Map();
    this.#retryable.set(command.request.commandId, command);
  }

  /** The next request whose sender still waits; it stays in the mailbox. */
  peek(): Command | null {
    while (this.#list.first?.settled) this.take();
    return this.#list.first;
  }

  /** Takes the request that `peek` gave out of the mailbox. */
  take(): void {
    this.#list.removeFirst();
  }

  /** Puts requests back in front, in their order. */
  putBack(again: readonly Command[]): void {
    const waiting = this.waiting();
    this.#list.clear();
    for (const command of [...again, ...waiting]) this.#list.append(command);
  }

  /** Every request that still waits in the mailbox. */
  waiting(): readonly Command[] {
    return this.#list.all.filter(({ settled }) => !settled);
  }

  /** To be called once for each request that was put in, when its sender has been told. */
  settled({ retryable, commandId }: Request): void {
    this.#unsettled--;
    if (retryable) this.#retryable?.delete(commandId);
  }
}
