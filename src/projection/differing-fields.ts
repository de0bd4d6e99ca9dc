// Which fields of two rows differ, by their stored form. Pure.
import { encodeCanonical } from '../codec/packer.js';
import type { Row } from './definition.js';

/** Names of the fields that are not the same in both rows, in the order of their names. */
export function differingFields(a: Row, b: Row): readonly string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].sort().filter((name) => !isSame(a[name], b[name]));
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(encodeCanonical(a), encodeCanonical(b)) === 0;
}
