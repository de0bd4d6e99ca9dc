// Counts the commands under way, until their senders have been told. Tells when there is none left.

/** The commands of one engine that are under way. */
export class UnderWay {
  #count = 0;
  #whenNone: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  enter(): void {
    this.#count++;
  }

  /** To be called once for each `enter`, or once for several of them. */
  leave(commands = 1): void {
    this.#count -= commands;
    if (this.#count === 0 && this.#whenNone.length > 0) for (const resolve of this.#whenNone.splice(0)) resolve();
  }

  /** Resolves once nothing is under way. */
  none(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenNone.push(resolve));
  }
}
