// Random choices that a seed repeats. Good enough for a play, not for secrets.

/** A source of choices: the same seeds give the same choices on every machine. */
export class Random {
  #state: number;

  /** `seeds` are mixed: (7, 1) and (1, 7) give different choices. */
  constructor(...seeds: readonly number[]) {
    this.#state = 0;
    for (const seed of seeds) this.#state = scramble(this.#state ^ scramble(seed + GOLDEN));
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    this.#state = (this.#state + GOLDEN) | 0;
    return least + Math.floor(((scramble(this.#state) >>> 0) / 2 ** 32) * (most - least + 1));
  }

  /** One of some things. */
  pick<T>(things: readonly [T, ...T[]]): T {
    return things[this.whole(0, things.length - 1)] ?? things[0];
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.whole(1, 100) <= percent;
  }
}

const GOLDEN = 0x9e3779b9;

// The finaliser of MurmurHash3: every bit of the input moves about half the bits of the output.
function scramble(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
