// What happened in a simulation, line by line, with the time of each. Costs nothing where nobody wants to read it.
import type { Scheduler } from './scheduler.js';

/** The lines of one simulation. */
export class Trace {
  readonly #scheduler: Scheduler;
  readonly isWanted: boolean;
  readonly #lines: string[] = [];

  constructor(scheduler: Scheduler, isWanted: boolean) {
    this.#scheduler = scheduler;
    this.isWanted = isWanted;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Writes a line; `words` is only asked where somebody reads it. */
  note(who: string, words: () => string): void {
    if (!this.isWanted) return;
    const time = this.#scheduler.elapsed.toFixed(3).padStart(10);
    this.#lines.push(`${time} ${who.padEnd(10)} ${words()}`);
  }
}
