// Lets a task sleep until something has happened, without losing what happens before it sleeps.
import type { Runtime } from '../kernel/runtime.js';

/** Counts what happened, and wakes who waits for more. */
export class WakeUp {
  #count = 0;
  #sleepers: (() => void)[] = [];

  /** How often `wake` was called. Take it before looking; give it to `after` when there was nothing to see. */
  get count(): number {
    return this.#count;
  }

  readonly wake = (): void => {
    this.#count += 1;
    const sleepers = this.#sleepers;
    this.#sleepers = [];
    for (const resume of sleepers) resume();
  };

  /** Resolves at the first `wake` after the one counted as `seen`: at once if that has happened already. */
  after(seen: number): Promise<void> {
    if (this.#count !== seen) return Promise.resolve();
    return new Promise((resume) => {
      this.#sleepers.push(resume);
    });
  }

  /** The same, and at the latest after so many ms, which do not keep the process alive: then it wakes itself. */
  async afterOrIn(seen: number, ms: number, runtime: Pick<Runtime, 'inBackground'>): Promise<void> {
    const cancel = runtime.inBackground(ms, this.wake);
    await this.after(seen);
    cancel();
  }
}
