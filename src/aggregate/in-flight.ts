// One decided command on its way through the store: what the store is asked for, and whom the outcome is for.
import type { AggregateKey, Expectation, Head } from '../log/event-log.js';
import type { AggregateState } from './aggregate-state.js';
import type { Item, Outcome } from './group-commit.js';
import type { Pending } from './pending.js';

/** Hears of a decision when its outcome is known. */
export interface Decided {
  readonly key: AggregateKey;
  decisionSettled(item: InFlight, outcome: Outcome): void;
}

/** What deciding a command came to. */
export interface DecisionDraft {
  /** The state that it was decided on. */
  readonly on: AggregateState;
  /** The state that it leads to; for an answer without a commit, the state that it was given on. */
  readonly after: AggregateState;
  /** The encoded commit; `null` = an answer without one. */
  readonly payload: Uint8Array | null;
  /** What to tell the sender instead of a receipt; `null` = a receipt. */
  readonly error: unknown;
}

/** A decided command whose answer waits for the store. */
export class InFlight implements Item {
  readonly pending: Pending;
  readonly after: AggregateState;
  readonly error: unknown;
  readonly isCommit: boolean;
  readonly expects: Expectation;
  readonly next: Head;
  readonly payload: Uint8Array;
  outcome: Outcome | null = null;
  /** The one decided after it. */
  behind: InFlight | null = null;
  readonly #actor: Decided;

  constructor(actor: Decided, pending: Pending, { on, after, payload, error }: DecisionDraft) {
    this.pending = pending;
    this.after = after;
    this.error = error;
    this.isCommit = payload !== null;
    this.expects = { aggregate: actor.key, head: on, deadline: pending.request.deadline };
    this.next = after;
    this.payload = payload ?? NOTHING;
    this.#actor = actor;
  }

  settle(outcome: Outcome): void {
    this.#actor.decisionSettled(this, outcome);
  }
}

const NOTHING = new Uint8Array(0);
