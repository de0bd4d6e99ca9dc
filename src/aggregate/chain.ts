// The decisions of one actor that wait for the store, each standing on the one before. Knows nothing of deciding.
import type { AggregateState } from './aggregate-state.js';
import type { Outcome } from './group-commit.js';
import type { Pending } from './mailbox.js';

/** A decided command whose answer waits for the store. */
export interface InFlight {
  readonly pending: Pending;
  /** The state that it leads to; for an answer without a commit, the state that it was given on. */
  readonly after: AggregateState;
  /** What to tell the sender instead of a receipt; `null` = a receipt. */
  readonly error: unknown;
  readonly isCommit: boolean;
  outcome: Outcome | null;
}

/** Decisions that may stand on one another before the store has acknowledged the first. */
const MAX_LENGTH = 128;

/** First decided, first answered. It is broken by the first refusal, and has come back once every decision has an outcome. */
export class Chain {
  #items: InFlight[] = [];
  #barriers = 0;
  #failures = 0;

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** All that have not been answered, in the order in which they were decided. */
  get items(): readonly InFlight[] {
    return this.#items;
  }

  /** Whether another decision may be made on top. */
  get mayGrow(): boolean {
    return this.#failures === 0 && this.#barriers === 0 && this.#items.length < MAX_LENGTH;
  }

  /** Whether it is broken, and everything that was sent has come back. */
  get isBrokenAndBack(): boolean {
    return this.#failures > 0 && this.#items.every((item) => item.outcome !== null);
  }

  add(item: InFlight): void {
    this.#items.push(item);
    if (isBarrier(item)) this.#barriers++;
  }

  /** Takes an outcome in. Gives those that may be answered now: all before the first that has no outcome, or a bad one. */
  settle(item: InFlight, outcome: Outcome): readonly InFlight[] {
    item.outcome = outcome;
    if (isFailure(outcome)) this.#failures++;
    let ready = 0;
    for (const { outcome: known } of this.#items) {
      if (known === null || isFailure(known)) break;
      ready++;
    }
    const answered = this.#items.splice(0, ready);
    for (const one of answered) if (isBarrier(one)) this.#barriers--;
    return answered;
  }

  /** Forgets everything. */
  clear(): void {
    this.#items = [];
    this.#barriers = 0;
    this.#failures = 0;
  }
}

/** Another engine may be storing the same id with another outcome: nothing stands on such a commit before it is acknowledged. */
function isBarrier({ isCommit, pending }: InFlight): boolean {
  return isCommit && pending.request.retryable;
}

function isFailure(outcome: Outcome): boolean {
  return outcome.kind !== 'stored' && outcome.kind !== 'confirmed';
}
