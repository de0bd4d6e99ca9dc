// Remembers the rows that were read or written last, up to a bound. Knows nothing of where they come from.

/** A map that forgets what was used longest ago. `null` is remembered too: that there is no row. */
export class RowCache<V extends object> {
  readonly #limit: number;
  readonly #rows = new Map<string, V | null>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is remembered; `undefined` = nothing. */
  get(key: string): V | null | undefined {
    const row = this.#rows.get(key);
    if (row === undefined) return undefined;
    this.#rows.delete(key);
    this.#rows.set(key, row);
    return row;
  }

  set(key: string, row: V | null): void {
    this.#rows.delete(key);
    this.#rows.set(key, row);
    if (this.#rows.size <= this.#limit) return;
    const oldest = this.#rows.keys().next();
    if (!oldest.done) this.#rows.delete(oldest.value);
  }

  clear(): void {
    this.#rows.clear();
  }
}
