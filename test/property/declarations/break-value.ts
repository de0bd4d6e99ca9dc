// Breaks a valid value in every place, in every way, each wrong by the meaning of its type. Asks no validator.
import { breakArray, breakTuple } from './break-lists.js';
import { breakChoice, breakObject, breakRecord } from './break-objects.js';
import { breakLiteral, breakScalar } from './break-scalars.js';
import { type Breaking, here, type Place } from './breaking.js';
import { memberFor, plain } from './expression.js';
import { admits, type Meaning } from './meaning.js';

/** Every way known here to break one place of a valid value. */
export function breakingsOf(meaning: Meaning, value: unknown): readonly Breaking[] {
  const root = { pointer: '', meaning, whole: (other: unknown) => other, print: (expression: string) => expression };
  return breakAt({ ...root, admits: (other) => admits(meaning, other) }, meaning, value);
}

class Instance {}

const OF_ANOTHER_KIND: readonly unknown[] = ['text', 12.5, true, null, 5n, new Date(5), new Uint8Array(2), [], {}];
const NO_DATA: readonly unknown[] = [Symbol('s'), () => 1, new Map(), new Instance(), /x/, Object('text')];

function breakAt(place: Place, meaning: Meaning, value: unknown): readonly Breaking[] {
  switch (meaning.kind) {
    case 'named':
      return breakAt(place, meaning.holder.meaning, value);
    case 'union':
      return breakAt(place, memberFor(meaning.members, value), value);
    default:
      return [...anywhere(place), ...breakOf(place, meaning, value)];
  }
}

function anywhere(place: Place): readonly Breaking[] {
  const kinds = kindsOf(place.meaning);
  const shown = (other: unknown) => typeof other !== 'object' || other === null;
  return [
    // Nothing is undefined in a place that is not there: only what stands in an object or array.
    ...(place.pointer === '' ? [] : here(place, 'undefined', undefined, { expression: 'undefined' })),
    ...OF_ANOTHER_KIND.filter((other) => !kinds.has(kindOf(other))).flatMap((other) =>
      here(place, 'another kind', other, { expression: shown(other) ? plain(other) : null }),
    ),
    ...NO_DATA.flatMap((other) => here(place, 'no data', other)),
  ];
}

function kindsOf(meaning: Meaning): ReadonlySet<string> {
  switch (meaning.kind) {
    case 'named':
      return kindsOf(meaning.holder.meaning);
    case 'union':
      return new Set(meaning.members.flatMap((member) => [...kindsOf(member)]));
    case 'literals':
      return new Set(meaning.values.map(kindOf));
    case 'text':
      return new Set(['string']);
    case 'whole':
      return new Set(['number']);
    case 'tuple':
      return new Set(['array']);
    case 'record':
    case 'choice':
      return new Set(['object']);
    default:
      return new Set([meaning.kind]);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return value instanceof Uint8Array ? 'bytes' : typeof value;
}

type Other = Exclude<Meaning, { readonly kind: 'named' | 'union' }>;

function breakOf(place: Place, meaning: Other, value: unknown): readonly Breaking[] {
  switch (meaning.kind) {
    case 'boolean':
    case 'null':
      return [];
    case 'literals':
      return breakLiteral(place, value);
    case 'array':
      return breakArray(breakAt, place, meaning, value as readonly unknown[]);
    case 'tuple':
      return breakTuple(breakAt, place, meaning, value as readonly unknown[]);
    case 'record':
      return breakRecord(breakAt, place, meaning, value as Readonly<Record<string, unknown>>);
    case 'object':
      return breakObject(breakAt, place, meaning, value as Readonly<Record<string, unknown>>);
    case 'choice':
      return breakChoice(breakAt, place, meaning, value as Readonly<Record<string, unknown>>);
    default:
      return breakScalar(place, meaning, value);
  }
}
