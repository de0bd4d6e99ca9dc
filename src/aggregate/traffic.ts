// What is under way at one aggregate: commands that wait to be decided, and decisions that wait for the store.
import type { AggregateKey } from '../log/event-log.js';
import { Chain } from './chain.js';
import type { Command } from './command.js';
import { Mailbox } from './mailbox.js';
import { outcomeUnknown, timeout } from './replies.js';

/** How long after a deadline a sender is told that the outcome is unknown, in ms. Promises settle within deadline plus one second. */
const UNKNOWN_AFTER_MS = 500;

/** There while something is under way: most of the aggregates that are kept warm are at rest, and pay nothing for it. */
export class Traffic {
  readonly mailbox = new Mailbox();
  readonly chain = new Chain();

  get isOver(): boolean {
    return this.chain.isEmpty && this.mailbox.unsettled === 0;
  }

  /** Settles what has waited too long: what was not sent is definitely not done, of what was sent nobody can say. */
  expire(owner: AggregateKey, now: number): void {
    for (const command of this.mailbox.waiting()) {
      if (now > command.request.deadline) command.reject(timeout(owner, command.request));
    }
    for (const command of this.chain.commands) {
      const { request, draft } = command;
      if (now <= request.deadline + UNKNOWN_AFTER_MS) continue;
      command.reject(draft === null ? timeout(owner, request) : outcomeUnknown(owner, request));
    }
  }

  /** Gives the chain up, once everything that was sent has come back: what may have been stored is unknown, all else waits again. */
  giveUpChain(owner: AggregateKey, error: unknown): void {
    const again: Command[] = [];
    for (const command of this.chain.commands) {
      if (command.outcome?.kind === 'failed') command.reject(outcomeUnknown(owner, command.request, error));
      else if (!command.settled) again.push(command);
    }
    this.chain.clear();
    this.mailbox.putBack(again);
  }
}
