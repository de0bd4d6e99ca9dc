// Chance from a seed: the same numbers each time. Each part of a simulation has a stream of its own, so that one does not shift another.
import { fnv1a } from '../../kernel/hash.js';

/** A stream of chance (mulberry32). */
export class Chance {
  #state: number;

  /** `stream` names what it is for. */
  constructor(seed: number, stream: string) {
    this.#state = fnv1a(stream, Math.imul(seed ^ 0x9e3779b9, 0x01000193));
  }

  /** At least 0 and below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below the bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Some number of milliseconds, fractions too. */
  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** 32 hex digits: an id as the engine makes them. */
  id(): string {
    return Array.from({ length: 4 }, () =>
      this.below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  }
}
