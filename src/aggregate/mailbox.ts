// The commands that wait for one aggregate's actor, in order, with the promise that each one's sender holds.
import { StatefoldError } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { AggregateKey } from '../log/event-log.js';
import { duplicate } from './replies.js';
import type { Request } from './request.js';

/** A request and its sender's promise, which settles once. */
export interface Pending {
  readonly request: Request;
  readonly promise: Promise<Receipt>;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
  settled: boolean;
}

/** First in, first out, bounded. A command that is sent again while it waits or is in flight joins its twin. */
export class Mailbox {
  readonly #aggregate: AggregateKey;
  readonly #limit: number;
  #waiting: Pending[] = [];
  #unsettled = 0;
  /** Made when it is first needed: most aggregates never get a command with an id of its sender's. */
  #retryable: Map<string, Pending> | null = null;

  /** `aggregate` names the owner in messages. */
  constructor(aggregate: AggregateKey, limit: number) {
    this.#aggregate = aggregate;
    this.#limit = limit;
  }

  /** Commands whose sender still waits: in the mailbox or in flight. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Takes a request in, or joins the one of the same id that is still under way. Throws `OVERLOADED` and `DUPLICATE`. */
  put(request: Request): { readonly pending: Pending; readonly joined: boolean } {
    const twin = request.retryable ? this.#retryable?.get(request.commandId) : undefined;
    if (twin !== undefined) {
      if (twin.request.digest !== request.digest) throw duplicate(this.#aggregate, request.commandId);
      return { pending: twin, joined: true };
    }
    if (this.#unsettled >= this.#limit) {
      const name = `${this.#aggregate.type}-${this.#aggregate.id}`;
      const message = `${name}: ${this.#limit} commands are waiting already. Send fewer at once, or raise maxMailbox.`;
      throw new StatefoldError('OVERLOADED', message, { what: name, limit: this.#limit });
    }
    const pending = this.#pendingOf(request);
    this.#waiting.push(pending);
    return { pending, joined: false };
  }

  /** The next request whose sender still waits; it stays in the mailbox. */
  peek(): Pending | undefined {
    while (this.#waiting[0]?.settled) this.#waiting.shift();
    return this.#waiting[0];
  }

  /** Takes the request that `peek` gave out of the mailbox. */
  take(): void {
    this.#waiting.shift();
  }

  /** Puts requests back in front, in their order. */
  putBack(pendings: readonly Pending[]): void {
    this.#waiting = [...pendings, ...this.#waiting];
  }

  /** Every request that still waits in the mailbox. */
  waiting(): readonly Pending[] {
    return this.#waiting.filter((pending) => !pending.settled);
  }

  #pendingOf(request: Request): Pending {
    const { promise, resolve, reject } = withResolvers<Receipt>();
    const settle = (): boolean => {
      if (pending.settled) return false;
      pending.settled = true;
      this.#unsettled--;
      if (request.retryable) this.#retryable?.delete(request.commandId);
      return true;
    };
    const pending: Pending = {
      request,
      promise,
      resolve: (receipt) => {
        if (settle()) resolve(receipt);
      },
      reject: (error) => {
        if (settle()) reject(error);
      },
      settled: false,
    };
    this.#unsettled++;
    if (request.retryable) {
      this.#retryable ??= new Map();
      this.#retryable.set(request.commandId, pending);
    }
    return pending;
  }
}

// `Promise.withResolvers` needs Node 22.
function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}
