// A command under way with the promise that its sender holds. Knows nothing of how it is decided.
import type { Receipt } from '../kernel/place.js';
import type { Request } from './request.js';

/** Hears of a command when its sender has been told. */
export interface Owner {
  settled(pending: Pending): void;
}

/** A request and its sender's promise, which settles once. */
export class Pending {
  readonly request: Request;
  readonly promise: Promise<Receipt>;
  /** How many senders hold the promise: one, and one more for each retry that joined. */
  senders = 1;
  /** The one behind it, while it waits in a mailbox. */
  behind: Pending | null = null;
  readonly #owner: Owner;
  readonly #resolve: (receipt: Receipt) => void;
  readonly #reject: (error: unknown) => void;
  #settled = false;

  constructor(request: Request, owner: Owner) {
    this.request = request;
    this.#owner = owner;
    this.promise = new Promise(take);
    this.#resolve = resolveTaken;
    this.#reject = rejectTaken;
  }

  get settled(): boolean {
    return this.#settled;
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
