// A map in the order of its keys' code points, cut into chunks: a change moves at most one chunk, never the whole list.
import { compareCodePoints } from '../code-point-order.js';

// Large enough that few chunks are walked when counting, small enough that moving half of one costs nothing to speak of.
const CHUNK = 512;

interface Chunk<Value> {
  readonly keys: string[];
  readonly values: Value[];
}

/** Where a key is, or would be. */
interface Spot<Value> {
  readonly index: number;
  readonly chunk: Chunk<Value>;
  readonly at: number;
  readonly found: boolean;
}

/** A stretch of the order. Without `to` it has no end; `offset` and `limit` count in its direction. */
export interface Stretch {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to?: string;
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

/** Values by key, read by key or in order. Chunks that shrink are not joined: there are never more than at its largest. */
export class SortedEntries<Value> {
  readonly #chunks: Chunk<Value>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    const spot = this.#spot(key);
    return spot?.found ? spot.chunk.values[spot.at] : undefined;
  }

  /** Adds a key, or gives it another value. */
  put(key: string, value: Value): void {
    const spot = this.#spot(key);
    if (spot === undefined) {
      this.#chunks.push({ keys: [key], values: [value] });
      this.#size = 1;
    } else if (spot.found) {
      spot.chunk.values[spot.at] = value;
    } else {
      spot.chunk.keys.splice(spot.at, 0, key);
      spot.chunk.values.splice(spot.at, 0, value);
      this.#size++;
      if (spot.chunk.keys.length > CHUNK) this.#split(spot);
    }
  }

  /** Removes a key; nothing happens where there is none. */
  remove(key: string): void {
    const spot = this.#spot(key);
    if (!spot?.found) return;
    spot.chunk.keys.splice(spot.at, 1);
    spot.chunk.values.splice(spot.at, 1);
    this.#size--;
    if (spot.chunk.keys.length === 0) this.#chunks.splice(spot.index, 1);
  }

  /** How many keys lie in `from` (inclusive) to `to` (exclusive). */
  count(from: string, to: string): number {
    return Math.max(0, this.#rank(to) - this.#rank(from));
  }

  /** The entries of a stretch, in its direction. */
  slice({ from, to, direction, offset, limit }: Stretch): readonly (readonly [key: string, value: Value])[] {
    const low = this.#rank(from);
    const high = to === undefined ? this.#size : this.#rank(to);
    const first = direction === 'asc' ? low + offset : Math.max(low, high - offset - limit);
    const end = direction === 'asc' ? Math.min(high, first + limit) : high - offset;
    const entries = this.#between(first, end);
    return direction === 'asc' ? entries : entries.reverse();
  }

  #between(first: number, end: number): [string, Value][] {
    const entries: [string, Value][] = [];
    let start = 0;
    for (const { keys, values } of this.#chunks) {
      if (start >= end) break;
      const stop = Math.min(keys.length, end - start);
      for (let at = Math.max(0, first - start); at < stop; at++)
        entries.push([keys[at] as string, values[at] as Value]);
      start += keys.length;
    }
    return entries;
  }

  /** How many keys lie below a key. */
  #rank(key: string): number {
    const spot = this.#spot(key);
    if (spot === undefined) return 0;
    let below = spot.at;
    for (let index = 0; index < spot.index; index++) below += (this.#chunks[index] as Chunk<Value>).keys.length;
    return below;
  }

  /** The last chunk that begins at or below the key, else the first; `undefined` if there is none at all. */
  #spot(key: string): Spot<Value> | undefined {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (compareCodePoints((this.#chunks[middle] as Chunk<Value>).keys[0] as string, key) <= 0) low = middle;
      else high = middle - 1;
    }
    const chunk = this.#chunks[low];
    if (chunk === undefined) return undefined;
    const at = lowerBound(chunk.keys, key);
    return { index: low, chunk, at, found: chunk.keys[at] === key };
  }

  #split({ index, chunk }: Spot<Value>): void {
    const half = chunk.keys.length >>> 1;
    this.#chunks.splice(index + 1, 0, { keys: chunk.keys.splice(half), values: chunk.values.splice(half) });
  }
}

/** Index of the first key that is not below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(keys[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
