// Which constraint tags a kind of type can carry, and how their values are written. Knows no AST.
import type { Constraints } from '../model.js';
import { refusePattern } from './pattern.js';
import type { ConstraintTag } from './tag-names.js';

/** The kinds of types that carry constraints. */
export type CarrierKind = 'string' | 'number' | 'integer' | 'bigint' | 'date' | 'bytes' | 'array' | 'record';

/** The formats that a `@format` may name. */
const FORMATS = ['date', 'date-time', 'time', 'email', 'uuid', 'uri', 'hostname', 'ipv4', 'ipv6'];

const NUMERIC: readonly ConstraintTag[] = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** The tags that each kind carries. */
const CARRIED: Readonly<Record<CarrierKind, readonly ConstraintTag[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: NUMERIC,
  integer: NUMERIC,
  bigint: ['minimum', 'maximum'],
  date: ['minimum', 'maximum'],
  bytes: ['minLength', 'maxLength'],
  array: ['minItems', 'maxItems', 'uniqueItems'],
  record: ['minProperties', 'maxProperties'],
};

/** How the kinds are written in a domain file. */
export const WRITTEN_KIND: Readonly<Record<CarrierKind, string>> = {
  string: 'string',
  number: 'number',
  integer: 'Int',
  bigint: 'bigint',
  date: 'Date',
  bytes: 'Uint8Array',
  array: 'an array',
  record: 'a record',
};

/** Whether a kind of type carries a tag. */
export function carries(kind: string, tag: ConstraintTag): kind is CarrierKind {
  return (CARRIED as Readonly<Record<string, readonly ConstraintTag[]>>)[kind]?.includes(tag) ?? false;
}

/** The kinds that carry a tag, as they are written. */
export function carriersOf(tag: ConstraintTag): string {
  const kinds = (Object.keys(CARRIED) as CarrierKind[]).filter((kind) => CARRIED[kind].includes(tag));
  return kinds.map((kind) => WRITTEN_KIND[kind]).join(', ');
}

/** A tag's value as a constraint of a kind that carries it, or the sentence that refuses it. */
export function parseConstraint(
  tag: ConstraintTag,
  value: string,
  kind: CarrierKind,
): { readonly value: Constraints[ConstraintTag] & {} } | { readonly refused: string } {
  if (tag === 'uniqueItems') {
    return value === '' || value === 'true' ? { value: true } : refuse(tag, value, 'no value');
  }
  if (value === '') return { refused: `@${tag} needs a value on its own line.` };
  if (tag === 'pattern') {
    const refused = refusePattern(value);
    return refused === null ? { value } : { refused };
  }
  if (tag === 'format') {
    return FORMATS.includes(value) ? { value } : refuse(tag, value, `one of ${FORMATS.join(', ')}`);
  }
  if (kind === 'bigint') {
    return /^-?\d+$/.test(value) ? { value: BigInt(value).toString() } : refuse(tag, value, 'decimal digits');
  }
  if (kind === 'date') return parseDate(tag, value);
  return parseNumber(tag, value, kind);
}

function parseNumber(tag: ConstraintTag, value: string, kind: CarrierKind) {
  const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (kind === 'integer' && !Number.isSafeInteger(number)) return refuse(tag, value, 'a whole number');
  if (tag === 'multipleOf') {
    return Number.isSafeInteger(number) && number > 0
      ? { value: number }
      : refuse(tag, value, 'a positive whole number (fractions have no exact form: count in smaller units)');
  }
  if (kind !== 'integer' && kind !== 'number') {
    return Number.isSafeInteger(number) && number >= 0 ? { value: number + 0 } : refuse(tag, value, 'a count from 0');
  }
  return Number.isFinite(number) ? { value: number + 0 } : refuse(tag, value, 'a number');
}

function parseDate(tag: ConstraintTag, value: string) {
  const written = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value);
  const time = written ? new Date(value) : new Date(Number.NaN);
  // A day that does not exist (30 February) is moved to the next month by some inputs: it must come back as written.
  const valid = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value.slice(0, 10));
  return valid
    ? { value: time.toISOString() }
    : refuse(tag, value, 'a date as 2025-01-31 or 2025-01-31T12:00:00Z (in UTC, years 0000 to 9999)');
}

function refuse(tag: ConstraintTag, value: string, wanted: string) {
  return { refused: `@${tag} cannot be "${value}": it takes ${wanted}.` };
}
