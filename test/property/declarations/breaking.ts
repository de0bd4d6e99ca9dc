// What a mutation is: a value that is wrong in one place, and where that must be said. Knows no way to make one.
import { admits, type Meaning } from './meaning.js';

/** The kinds of mutations. */
export const BREAKINGS = [
  'undefined',
  'another kind',
  'no data',
  'not a number',
  'minus zero',
  'lone surrogate',
  'not whole',
  'beyond 64 bits',
  'invalid date',
  'year 10000',
  'subclass of Date',
  'Buffer',
  'out of bound by one',
  'off step',
  'pattern',
  'format',
  'length by one',
  'another literal',
  'too few items',
  'too many items',
  'item twice',
  'hole',
  'property on an array',
  'subclass of Array',
  'tuple too short',
  'tuple too long',
  'too few keys',
  'too many keys',
  'forbidden key',
  'field missing',
  'unknown field',
  'undefined field',
  'field inherited',
  'instance of a class',
  'getter',
  'symbol key',
  'hidden field',
  'another discriminator',
  'field of another member',
  'circle',
] as const;

/** Those that TypeScript sees, too. */
export const SEEN_BY_TYPESCRIPT: readonly BreakingKind[] = [
  'undefined',
  'another kind',
  'another literal',
  'tuple too short',
  'tuple too long',
  'field missing',
  'unknown field',
  'undefined field',
  'another discriminator',
];

export type BreakingKind = (typeof BREAKINGS)[number];

/** A value that is wrong in one place. */
export interface Breaking {
  readonly what: BreakingKind;
  /** JSON pointer of the place. */
  readonly pointer: string;
  value(): unknown;
  /** The value as an expression that TypeScript refuses; `null` where it sees nothing wrong. */
  readonly expression: (() => string) | null;
  /** Whether the value has a JSON form that is as wrong as it. */
  readonly inJson: boolean;
}

/** Where a value stands in the whole: how the whole looks with another value in its place. */
export interface Place {
  readonly pointer: string;
  /** All that the place may hold. */
  readonly meaning: Meaning;
  /** Whether the whole stays right with a value in this place. */
  admits(value: unknown): boolean;
  whole(value: unknown): unknown;
  print(expression: string): string;
}

/** Breaks a value of a meaning in all the ways that it can be, within itself. */
export type Break = (place: Place, meaning: Meaning, value: unknown) => readonly Breaking[];

/** A mutation of the value at a place: none, if the place may hold that, too. */
export function here(
  place: Place,
  what: BreakingKind,
  value: unknown,
  more: { readonly at?: string; readonly expression?: string | null; readonly inJson?: boolean } = {},
): readonly Breaking[] {
  if (place.admits(value)) return [];
  const { at = '', expression = null, inJson = false } = more;
  return [
    {
      what,
      pointer: place.pointer + at,
      value: () => place.whole(value),
      expression: expression === null ? null : () => place.print(expression),
      inJson,
    },
  ];
}

/** The place of a part. */
export function inside(place: Place, key: string | number, part: Pick<Place, 'meaning' | 'whole' | 'print'>): Place {
  return {
    pointer: place.pointer + step(key),
    meaning: part.meaning,
    admits: (value) => admits(part.meaning, value),
    whole: (value) => place.whole(part.whole(value)),
    print: (expression) => place.print(part.print(expression)),
  };
}

/** One step of a JSON pointer. */
export function step(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
