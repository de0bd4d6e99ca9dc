// A clock that stands still until a test moves it. For engines that a test starts itself; laws and simulations have clocks of their own.
import { type Runtime, systemRuntime } from '../../kernel/runtime.js';
import { BEGINNING } from '../history.js';
import { turns } from '../wire.js';

/** Turns of the event loop after which everything that waits for no timer has happened, on a store in memory. */
const SETTLING_TURNS = 40;

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/**
 * A `Runtime` whose time is the test's. Ids are real ones: two engines on one store must never have the same. Where the store is in
 * memory, give it the clock too: `memoryStore({ now: () => clock.now() })`.
 */
export class FakeClock implements Runtime {
  #now: number;
  #timers: readonly Timer[] = [];

  /** Begins at 2024-01-01 where nothing else is said. */
  constructor(start = new Date(BEGINNING)) {
    this.#now = start.getTime();
    if (Number.isNaN(this.#now)) throw new RangeError('A clock begins at a valid date.');
  }

  now(): number {
    return this.#now;
  }

  freshId(): string {
    return systemRuntime.freshId();
  }

  soon(task: () => void): void {
    systemRuntime.soon(task);
  }

  after(ms: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), task };
    this.#timers = [...this.#timers, timer].sort((one, other) => one.at - other.at);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  inBackground(ms: number, task: () => void): () => void {
    return this.after(ms, task);
  }

  /**
   * Moves the clock on by so many milliseconds, and lets happen what is due by then, each timer once: as if the process had slept that
   * long. Throws a `RangeError` for less than 0.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`A clock goes on by 0 ms or more, not by ${ms}.`);
    await turns(SETTLING_TURNS);
    this.#now += ms;
    // Noted before any of them runs: what they set anew waits for the next time. What they call off is not run.
    for (const timer of this.#timers.filter(({ at }) => at <= this.#now)) {
      if (!this.#timers.includes(timer)) continue;
      this.#timers = this.#timers.filter((other) => other !== timer);
      timer.task();
    }
    await turns(SETTLING_TURNS);
  }

  /** Moves the clock on to a date. Throws a `RangeError` for one that has passed. */
  async set(date: Date): Promise<void> {
    await this.advance(date.getTime() - this.#now);
  }
}
