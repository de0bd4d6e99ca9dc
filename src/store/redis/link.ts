// A way to a server that outlives its connections: makes a new one whenever the last has ended. Sends again only what it is told to.
import type { RedisOptions } from 'ioredis';
import { isStatefoldError } from '../../kernel/error.js';
import { notDone, type ServerName, storeErrorOf } from './store-error.js';
import { type Patience, Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** What a link is made with. */
export interface LinkOptions {
  readonly server: ServerName;
  readonly redis: RedisOptions;
  readonly patience: Patience;
  /** Called with each new connection before anybody uses it. What it throws ends the connection. */
  readonly prepare: (wire: Wire) => Promise<void>;
}

/** How some work is done over a link. */
export interface Work {
  /** When it has to be over, by `performance.now()`. Default: as long as a server may be silent. */
  readonly until?: number;
  /** Whether doing it twice is the same as doing it once: then it is sent again when no reply came. */
  readonly resend: boolean;
}

interface Waiter {
  readonly resolve: (wire: Wire) => void;
  readonly reject: (error: unknown) => void;
}

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;
/** Between two questions to a server that says no. */
const PAUSE_AFTER_NO_MS = 4000;

/** A way to a server. */
export class Link {
  readonly #options: LinkOptions;
  readonly #waiters = new Set<Waiter>();
  #wire: Wire | null = null;
  readonly #closing = new AbortController();
  #reason: unknown = new WireError('unsent', 'no connection has been made yet');
  #interrupt: () => void = () => {};
  readonly #running: Promise<void>;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#running = this.#connectAgainAndAgain();
  }

  /** The connection of now; `null` between two. */
  get wire(): Wire | null {
    return this.#wire === null || this.#wire.hasEnded ? null : this.#wire;
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** How long an answer may take where nothing else is said, in ms. */
  get silenceMs(): number {
    return this.#options.patience.silenceMs;
  }

  /**
   * Does work on the connection of now, or the next one. `work` is called before this returns where there is a connection.
   * Fails with a `StatefoldError` by `until` for all that was definitely not done, and with a `WireError` of kind `lost` or
   * `unclear` where nobody can say and it must not be sent again.
   */
  async run<T>(work: (wire: Wire, until: number) => Promise<T>, how: Work): Promise<T> {
    const until = how.until ?? performance.now() + this.silenceMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const wire = this.wire ?? (await this.#next(until));
      try {
        return await work(wire, until);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        if (error.kind === 'elsewhere') wire.drop(error.message);
        if (error.kind === 'unclear' || (error.kind === 'lost' && !how.resend)) throw error;
        if (error.kind === 'refused' || performance.now() + pause >= until) {
          throw storeErrorOf(this.#options.server, error, how.resend);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Ends the way. Whoever waits for a connection is told so; what waits for a reply has a moment to get it. */
  async close(): Promise<void> {
    this.#closing.abort();
    const wire = this.wire;
    const until = performance.now() + CLOSE_MS;
    while (wire !== null && wire.owed > 0 && !wire.hasEnded && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    wire?.drop('the store connection was closed');
    this.#interrupt();
    this.#tellAll((waiter) =>
      waiter.reject(notDone(this.#options.server, new Error('the store connection was closed'))),
    );
    await this.#running;
  }

  #next(until: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve: (wire) => {
          clearTimeout(timer);
          resolve(wire);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(
        () => {
          this.#waiters.delete(waiter);
          reject(notDone(this.#options.server, this.#reason));
        },
        Math.max(1, until - performance.now()),
      );
      this.#waiters.add(waiter);
    });
  }

  async #connectAgainAndAgain(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#isClosed) {
      try {
        await this.#liveOnce();
        this.#reason = new WireError('unsent', 'the connection was lost');
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        this.#reason = error;
        // Waiting would not help those who wait: the server answers, and says no.
        const isNo = isStatefoldError(error) || (error instanceof WireError && error.kind === 'refused');
        if (isNo) this.#tellAll((waiter) => waiter.reject(storeErrorOf(this.#options.server, error)));
        pause = isNo ? PAUSE_AFTER_NO_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
      if (!this.#isClosed) await this.#pause(pause);
    }
  }

  /** One connection, until it ends. */
  async #liveOnce(): Promise<void> {
    const wire = await Wire.open(this.#options.redis, this.#options.patience, this.#closing.signal);
    try {
      await this.#options.prepare(wire);
    } catch (error) {
      wire.drop('it could not be used');
      throw error;
    }
    if (this.#isClosed) return wire.drop('the store connection was closed');
    this.#wire = wire;
    this.#tellAll((waiter) => waiter.resolve(wire));
    await wire.ended;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tellAll(tell: (waiter: Waiter) => void): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) tell(waiter);
  }
}

/** How long a closing link waits for replies that are on their way, in ms. */
const CLOSE_MS = 500;
