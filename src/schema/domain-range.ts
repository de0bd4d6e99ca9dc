// The range that a date or bigint may lie in: what its schema says, within what can be stored.
import type { DomainSchema } from './schema.js';

type Ranged<Type> = Extract<DomainSchema, { readonly type: Type }>;

/** First and last value, both included. */
export interface Range<T> {
  readonly first: T;
  readonly last: T;
}

/** The years 0000 to 9999: those that ISO 8601 writes with four digits. */
const DATES: Range<number> = {
  first: Date.parse('0000-01-01T00:00:00Z'),
  last: Date.parse('9999-12-31T23:59:59.999Z'),
};
/** What MessagePack can hold as an integer. */
const BIGINTS: Range<bigint> = { first: -(2n ** 63n), last: 2n ** 64n - 1n };

/** The dates that a schema allows, as milliseconds since 1970. Throws a `TypeError` for a bound that is no date. */
export function dateRange({ minimum, maximum }: Ranged<'date'>): Range<number> {
  const first = minimum === undefined ? DATES.first : Math.max(timeOfBound(minimum), DATES.first);
  const last = maximum === undefined ? DATES.last : Math.min(timeOfBound(maximum), DATES.last);
  return { first, last };
}

/** The bigints that a schema allows. */
export function bigintRange({ minimum, maximum }: Ranged<'bigint'>): Range<bigint> {
  const first = minimum === undefined ? BIGINTS.first : BigInt(minimum);
  const last = maximum === undefined ? BIGINTS.last : BigInt(maximum);
  return { first: first < BIGINTS.first ? BIGINTS.first : first, last: last > BIGINTS.last ? BIGINTS.last : last };
}

function timeOfBound(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new TypeError(`'${text}' is no bound for a date. Write ISO 8601: 2024-01-01.`);
  return time;
}
