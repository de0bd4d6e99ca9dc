// A clock that jumps: time passes only while nothing else happens. So what waits a second takes none, and every run is the same.
import type { Runtime } from '../kernel/runtime.js';
import { BEGINNING } from './history.js';

/** Turns of the event loop in which nothing is due before time jumps: longer than any chain of steps that waits for no timer. */
const QUIET_TURNS = 40;

/** Time that a run may take (ms), and turns of the event loop: ten times what sound runs take. More means that it will not end. */
const LONGEST_MS = 60_000;
const MOST_TURNS = 30_000;
/** Turns without anything to wait for: somebody waits for what will never come. */
const IDLE_TURNS = 2_000;

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A `Runtime` without real time or chance. */
export class TestClock implements Runtime {
  #now = BEGINNING;
  #ids = 0;
  /** In the order in which they are due. */
  #timers: Timer[] = [];
  #quiet = 0;
  #turns = 0;
  #onHang: (() => void) | null = null;
  #pump: NodeJS.Immediate | null = null;

  now(): number {
    return this.#now;
  }

  freshId(): string {
    this.#ids += 1;
    return `fresh-${this.#ids}`;
  }

  soon(task: () => void): void {
    setImmediate(task);
  }

  after(ms: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), task };
    const place = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer);
    this.#quiet = 0;
    this.#pump ??= setImmediate(this.#turn);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  inBackground(ms: number, task: () => void): () => void {
    return this.after(ms, task);
  }

  /** Calls `onHang` if the run does not end: it waits for nothing, or for more time or turns than anything can take. */
  watch(onHang: () => void): void {
    this.#onHang = onHang;
    this.#pump ??= setImmediate(this.#turn);
  }

  /** Something is going on: time stands still for the next turns. */
  readonly touch = (): void => {
    this.#quiet = 0;
  };

  /** Ends it: no timer fires any more. */
  stop(): void {
    this.#timers = [];
    this.#onHang = null;
  }

  readonly #turn = (): void => {
    this.#pump = null;
    this.#quiet += 1;
    this.#turns += 1;
    if (this.#timers.length > 0 && this.#quiet > QUIET_TURNS) {
      this.#quiet = 0;
      const [next] = this.#timers.splice(0, 1);
      this.#now = Math.max(this.#now, next?.at ?? this.#now);
      next?.task();
    }
    if (this.#quiet > IDLE_TURNS || this.#turns > MOST_TURNS || this.#now > BEGINNING + LONGEST_MS) {
      this.#onHang?.();
      this.#onHang = null;
    }
    if (this.#timers.length > 0 || this.#onHang !== null) this.#pump ??= setImmediate(this.#turn);
  };
}
