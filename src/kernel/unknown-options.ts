// Options that nobody knows: a misspelt one would be passed over in silence. Judges names, never what stands under them.
import { nearest } from './nearest.js';

/** The names that options may have: a field for each, so that none is left out. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/** A name that no option has, and which one may be meant, to stand in brackets. */
export interface UnknownOption {
  readonly name: string;
  readonly advice: string;
}

/** The names among given options that are not known. */
export function unknownOptions<Options>(given: object, known: OptionNames<Options>): readonly UnknownOption[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => {
      const names = Object.keys(known);
      const meant = nearest(name, names);
      return { name, advice: meant === null ? `there are ${names.join(', ')}` : `did you mean ${meant}?` };
    });
}
