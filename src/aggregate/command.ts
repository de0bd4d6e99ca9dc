// One command under way: what was asked, what deciding it came to, and the promise that its sender holds. Knows nothing of the way there.
import type { Receipt } from '../kernel/place.js';
import type { CommitDraft, Expectation } from '../log/event-log.js';
import type { Attempt } from './attempt.js';
import type { Item, Outcome } from './group-commit.js';
import type { Request } from './request.js';

/** Hears of what becomes of a command. */
export interface Owner {
  /** The store has answered what was decided last. */
  answered(command: Command, outcome: Outcome): void;
  /** The sender has been told. */
  settled(command: Command): void;
}

/** A request and its sender's promise, which settles once. It is in one list at a time: first it waits to be decided, then for the store. */
export class Command implements Item {
  readonly request: Request;
  readonly promise: Promise<Receipt>;
  /** How many senders hold the promise: one, and one more for each retry that joined. */
  senders = 1;
  /** The one behind it in its list. */
  behind: Command | null = null;
  /** What the store answered what was decided last; `null` while it has not. */
  outcome: Outcome | null = null;
  readonly #owner: Owner;
  readonly #resolve: (receipt: Receipt) => void;
  readonly #reject: (error: unknown) => void;
  #decided: Attempt | null = null;
  #settled = false;

  constructor(request: Request, owner: Owner) {
    this.request = request;
    this.#owner = owner;
    this.promise = new Promise(take);
    this.#resolve = resolveTaken;
    this.#reject = rejectTaken;
  }

  /** What deciding it came to, last. */
  get decided(): Attempt {
    if (this.#decided === null) throw new TypeError(`${this.request.type} has not been decided.`);
    return this.#decided;
  }

  get expects(): Expectation {
    return this.decided.expects;
  }

  get draft(): CommitDraft | null {
    const { decided } = this;
    return decided.payload === null ? null : decided;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Takes in what deciding it came to: from now on it waits for the store. */
  decide(attempt: Attempt): void {
    this.#decided = attempt;
    this.outcome = null;
  }

  /** Called once for each decision, with what the store answers. */
  settle(outcome: Outcome): void {
    this.#owner.answered(this, outcome);
  }

  resolve(receipt: Receipt): void {
    if (this.#settle()) this.#resolve(receipt);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(error);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#owner.settled(this);
    return true;
  }
}

// One function for all promises: a closure for each would be a good part of what a command allocates. It runs before `new` returns.
let resolveTaken: (receipt: Receipt) => void;
let rejectTaken: (error: unknown) => void;

function take(resolve: (receipt: Receipt) => void, reject: (error: unknown) => void): void {
  resolveTaken = resolve;
  rejectTaken = reject;
}
