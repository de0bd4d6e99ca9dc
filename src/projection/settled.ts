// A row between two commits: encoded, read back, frozen. Makes a fold independent of how commits were batched.
import { encodeCanonical } from '../codec/packer.js';
import { decodeValue } from '../codec/unpacker.js';
import { freeze } from '../schema/freeze.js';
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
