// The order of everything that happens in a simulation: one thing at a time, by a clock of its own. Knows nothing of what it runs.

import { Broken } from '../broken.js';

/** Something that is to happen. */
interface Due {
  readonly at: number;
  /** What was planned first comes first, where two are due at once. */
  readonly number: number;
  run: (() => void) | null;
}

/** How a simulation went on. */
export type Ran =
  /** What it was run for is there. */
  | 'done'
  /** Nothing is to happen any more, and it is not there. */
  | 'idle'
  /** It takes longer than anything can. */
  | 'endless';

/** Time that a simulation may take (ms), and things that may happen in it: several times what any sound one takes. */
const LONGEST_MS = 600_000;
const MOST_STEPS = 400_000;

/** A clock with a list of what is due. Time passes only from one thing to the next. */
export class Scheduler {
  /** Milliseconds since the beginning: small numbers keep their fractions. */
  #time = 0;
  #number = 0;
  #steps = 0;
  readonly #begin: number;
  #isDriven = false;
  #isRunning = false;
  /** A heap: what is due next is first. */
  readonly #heap: Due[] = [];

  /** `begin`: ms since 1970. */
  constructor(begin: number) {
    this.#begin = begin;
  }

  /** Milliseconds since 1970, whole. */
  now(): number {
    return this.#begin + Math.floor(this.#time);
  }

  /** Milliseconds since the simulation began, fractions too. */
  get elapsed(): number {
    return this.#time;
  }

  /** How many things have happened. */
  get steps(): number {
    return this.#steps;
  }

  /** Has something happen after some milliseconds; the returned function calls it off. */
  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.#time + Math.max(0, ms), number: this.#number++, run };
    this.#push(due);
    if (this.#isDriven && !this.#isRunning) this.#runAll();
    return () => {
      due.run = null;
    };
  }

  /** Lets things happen until `isDone`. Whatever follows from one, by promises, is over before the next. */
  async run(isDone: () => boolean): Promise<Ran> {
    await settled();
    while (!isDone()) {
      const next = this.#pop();
      if (next === undefined) return 'idle';
      if (next.run === null) continue;
      if (next.at > LONGEST_MS || this.#steps > MOST_STEPS) return 'endless';
      this.#steps++;
      this.#time = next.at;
      next.run();
      await settled();
    }
    return 'done';
  }

  /** Lets everything happen until a promise settles. Throws `Broken` where it never does. */
  async through<T>(promise: Promise<T>, what: string): Promise<T> {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    promise.then(settled, settled);
    const ran = await this.run(() => isSettled);
    if (ran === 'idle') throw new Broken(`${what}: it waits for what never comes.`);
    if (ran === 'endless') throw new Broken(`${what}: it does not end.`);
    return promise;
  }

  /** Resolves after some milliseconds. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** From now on everything happens by itself, as soon as it is planned: for what is used from outside of a simulation. */
  drive(): void {
    this.#isDriven = true;
  }

  #runAll(): void {
    this.#isRunning = true;
    void this.run(() => false).finally(() => {
      this.#isRunning = false;
    });
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = heap[parent] as Due;
      if (!isBefore(due, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right] as Due, heap[child] as Due)) child = right;
      const below = heap[child] as Due;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

/** Lets everything happen that follows by promises from what has happened. */
function settled(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number);
}
