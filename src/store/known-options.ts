// What every store refuses of its options, whichever they are.
import { type OptionNames, unknownOptions } from '../kernel/unknown-options.js';

/** Throws a `RangeError` unless a store's options are an object that has none but known ones. Repeats names only: a value may be a password. */
export function mustBeOptions<Options>(maker: string, given: unknown, known: OptionNames<Options>): void {
  if (typeof given !== 'object' || given === null) {
    throw new RangeError(`${maker} takes an object of options: ${Object.keys(known).join(', ')}.`);
  }
  const [unknown] = unknownOptions(given, known);
  if (unknown === undefined) return;
  throw new RangeError(`${maker} has no option '${unknown.name}' (${unknown.advice}). Correct it, or leave it out.`);
}
