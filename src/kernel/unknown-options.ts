// Options that nobody knows: a misspelt one would be passed over in silence. Judges names, never what stands under them.
import { nearest } from './nearest.js';

/** The names that options may have: a field for each, so that none is left out. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/** A name that no option has, and which one may be meant, to stand in brackets. */
export interface UnknownOption {
  readonly name: string;
  readonly advice: string;
}

/** The names among given options that are not known; `known` has a field for each that is. */
export function unknownOptions(given: object, known: Readonly<Record<string, unknown>>): readonly UnknownOption[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({ name, advice: adviceOn(name, Object.keys(known)) }));
}

/** Which of some names a misspelt one may mean; all of them where none is near. */
export function adviceOn(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return meant === null ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
}
