// Which segment of a partition's log holds a position. Segments are only added, so what is known stays true.
import type { Position } from '../../kernel/place.js';
import type { PartitionKeys } from './keys.js';
import type { Wire } from './wire.js';

/** The segments of one partition, as far as they are known here. They count from 1. */
export class Segments {
  readonly #keys: PartitionKeys;
  #starts: number[] = [1];
  #forgotten = 0;

  constructor(keys: PartitionKeys) {
    this.#keys = keys;
  }

  /** The last one that is known. */
  get last(): number {
    return this.#starts.length;
  }

  /** The segment that holds a position, or the last known one: the position may lie in one that is not known yet. */
  holderOf(position: Position): number {
    let low = 1;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle - 1] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether there is a segment after this one; asks, where none is known. */
  async goesOnAfter(segment: number, wire: Wire, until: number): Promise<boolean> {
    if (this.#starts.length > segment) return true;
    const [known, forgotten] = [this.#starts.length, this.#forgotten];
    const starts = (await wire.send('lrange', [this.#keys.segments, known, -1], until, 'utf8')) as readonly string[];
    // It speaks of what is known no longer.
    if (forgotten !== this.#forgotten) return this.goesOnAfter(segment, wire, until);
    // Another call may have learned the same, or more.
    for (const [index, start] of starts.entries()) this.#starts[known + index] = Number(start);
    return this.#starts.length > segment;
  }

  /** Looks for a position in the segment that holds it. `look` gives `null` where it is not there; so does this. */
  async find<T>(
    position: Position,
    look: (segment: string) => Promise<T | null>,
    { wire, until }: { readonly wire: Wire; readonly until: number },
  ): Promise<T | null> {
    for (;;) {
      const segment = this.holderOf(position);
      const isKnown = segment < this.last;
      const found = await look(this.#keys.segment(segment));
      if (found !== null || isKnown || !(await this.goesOnAfter(segment, wire, until))) return found;
    }
  }

  /** Forgets all: the log was created anew. */
  forget(): void {
    this.#starts = [1];
    this.#forgotten += 1;
  }
}
