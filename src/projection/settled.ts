// A row between two commits: encoded, read back, frozen. Makes a fold independent of how commits were batched.
import { encodeCanonical } from '../codec/packer.js';
import { decodeValue } from '../codec/unpacker.js';
import type { Row } from './definition.js';

/** A row as it is stored, and as the next fold sees it. */
export interface Settled {
  readonly row: Row;
  readonly bytes: Uint8Array;
}

/**
 * Encodes a row and reads it back: the next fold sees the same row, key order included, whether the last one ran a moment
 * ago or before a restart, and can change neither it nor what is stored. Throws a `TypeError` for a value no row can hold.
 */
export function settle(row: Row): Settled {
  const bytes = encodeCanonical(row);
  return { row: decodeRow(bytes), bytes };
}

/** A stored row, frozen. */
export function decodeRow(bytes: Uint8Array): Row {
  return freeze(decodeValue(bytes)) as Row;
}

/** Freezes plain objects and arrays all the way down. A `Date` or `Uint8Array` cannot be frozen. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (const item of value) freeze(item);
  } else if (value instanceof Date || value instanceof Uint8Array) {
    return value;
  } else {
    for (const key in value) freeze(value[key]);
  }
  return Object.freeze(value);
}
