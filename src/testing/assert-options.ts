// What every function of tests refuses of its options: Vitest checks no types, and a misspelt option would be passed over in silence.
import { isObject, type OptionKinds, wrongOptions } from '../kernel/option-kinds.js';
import { unknownOptions } from '../kernel/unknown-options.js';

/** Throws a `TypeError` with all that is wrong unless options are an object of known ones, each of its kind; `required` ones are there. */
export function assertOptions<Options>(
  maker: string,
  given: unknown,
  {
    kinds,
    required = [],
  }: { readonly kinds: OptionKinds<Options>; readonly required?: readonly (keyof Options & string)[] },
): void {
  const complaints = optionComplaints(given, kinds, required);
  if (complaints.length === 0) return;
  throw new TypeError(`${maker}: ${complaints.join('; ')}. Correct the options and call it again.`);
}

/** What is wrong with options, a phrase each. */
export function optionComplaints<Options>(
  given: unknown,
  kinds: OptionKinds<Options>,
  required: readonly (keyof Options & string)[] = [],
): readonly string[] {
  if (!isObject(given)) return [`options must be an object of ${Object.keys(kinds).join(', ')}`];
  return [
    ...unknownOptions(given, kinds).map(({ name, advice }) => `${name} is no option (${advice})`),
    ...wrongOptions(given as Partial<Record<keyof Options & string, unknown>>, kinds, required).map(
      ({ name, message }) => `${name} ${message}`,
    ),
  ];
}
