// The shape of an index: which fields lead, which one sorts. Makes a row's entry in it. Knows nothing of queries.
import { type OrderValue, orderText } from './order-key.js';

/** An index of a table: entries are the values of `equal`, then of `sort`, then the row's key. */
export interface IndexShape {
  /** Made of its fields: the same shape has the same name, whichever query needs it. */
  readonly name: string;
  /** Fields compared for equality, in the order of their names. */
  readonly equal: readonly string[];
  /** The field that orders; `null` = the key alone does. */
  readonly sort: string | null;
}

/** The shape of these fields. */
export function indexShape(equal: readonly string[], sort: string | null): IndexShape {
  const fields = [...new Set(equal)].sort();
  return { name: `${fields.join(',')};${sort ?? ''}`, equal: fields, sort };
}

/**
 * A row's entry in an index; `null` where it has none: a row that lacks a field compared for equality matches no value of it.
 * A row that lacks the sort field stands with those where it is `null`, first.
 */
export function entryOf(shape: IndexShape, row: Readonly<Record<string, unknown>>, key: string): string | null {
  let prefix = '';
  for (const field of shape.equal) {
    const value = row[field];
    if (value === undefined) return null;
    prefix += orderText(orderValue(value));
  }
  return prefix + entryEnd(shape.sort, row, key);
}

/** The part of an entry that orders rows of equal prefix: the sort value, then the key. */
export function entryEnd(sort: string | null, row: Readonly<Record<string, unknown>>, key: string): string {
  return sort === null ? orderText(key) : orderText(orderValue(row[sort])) + orderText(key);
}

/** A field's value as an index takes it; what has no order (arrays, objects, bytes) throws a `TypeError`. */
export function orderValue(value: unknown): OrderValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    default:
      if (value === null || value instanceof Date) return value;
      throw new TypeError(
        'An index holds text, numbers, booleans, dates and null. Filter and sort by a field of these.',
      );
  }
}
