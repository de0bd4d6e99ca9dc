// Draws a value by a function of fast-check's own randomness. Shrinks nothing: the seed stands for the value.
import fc from 'fast-check';

/** What `make` makes of the randomness of a seed. */
export function drawn<T>(seed: number, make: (random: fc.Random) => T): T {
  const [value] = fc.sample(new Drawn(make), { numRuns: 1, seed });
  return value as T;
}

class Drawn<T> extends fc.Arbitrary<T> {
  readonly #make: (random: fc.Random) => T;

  constructor(make: (random: fc.Random) => T) {
    super();
    this.#make = make;
  }

  override generate(random: fc.Random): fc.Value<T> {
    return new fc.Value(this.#make(random), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is T {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<T>> {
    return fc.Stream.nil();
  }
}
