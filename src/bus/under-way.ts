// Counts the commands under way, from the first check to the receipt. Bounded; tells when there is none left.
import { StatefoldError } from '../kernel/error.js';

/** The commands of one engine that are under way. */
export class UnderWay {
  readonly #limit: number;
  #count = 0;
  #whenNone: (() => void)[] = [];

  /** `limit`: how many may be under way at once. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  /** Runs a piece of work. Throws `OVERLOADED` at once where too much is under way already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#count >= this.#limit) {
      const message = `The engine has ${this.#limit} commands under way already. Send fewer at once, or raise maxPending.`;
      throw new StatefoldError('OVERLOADED', message, { what: 'engine', limit: this.#limit });
    }
    this.#count++;
    try {
      return await work();
    } finally {
      this.#count--;
      if (this.#count === 0) for (const resolve of this.#whenNone.splice(0)) resolve();
    }
  }

  /** Resolves once nothing is under way. */
  none(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenNone.push(resolve));
  }
}
