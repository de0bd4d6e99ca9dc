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
  #resolve: ((receipt: Receipt) => void) | null = null;
  #reject: ((error: unknown) => void) | null = null;
  #settled = false;

  constructor(request: Request, owner: Owner) {
    this.request = request;
    this.#owner = owner;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get settled(): boolean {
    return this.#settled;
  }

  resolve(receipt: Receipt): void {
    if (this.#settle()) this.#resolve?.(receipt);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject?.(error);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#owner.settled(this);
    return true;
  }
}
