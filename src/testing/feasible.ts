// Keeps of an arbitrary's values those that a check accepts, and refuses at once where hardly any are: a filter would never end.
import fc from 'fast-check';

const SAMPLE = 100;
const ENOUGH = 2;

/**
 * The values of `arbitrary` that `accepts` accepts. Throws a `TypeError` naming `where` if fewer than 2 of 100 are: constraints
 * that exclude each other, or together leave too little.
 */
export function feasible<T>(
  where: string,
  arbitrary: fc.Arbitrary<T>,
  accepts: (value: T) => boolean,
): fc.Arbitrary<T> {
  // A fixed seed: whether a domain can be tested must not change from run to run.
  const accepted = fc.sample(arbitrary, { numRuns: SAMPLE, seed: 1 }).filter(accepts).length;
  if (accepted < ENOUGH) {
    throw new TypeError(
      `${where}: its constraints leave no values that can be found by chance. Loosen one of them, or drop it.`,
    );
  }
  return arbitrary.filter(accepts);
}
