// What messages call a value that cannot be stored. Shows nothing of it but a number.
import { isPlainRecord } from './plain-record.js';

/** A value, as in "A stored value cannot hold an array": its kind, or the number that it is. */
export function nameOf(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '−0' : String(value);
  if (typeof value !== 'object') return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  if (value === null || Array.isArray(value)) return value === null ? 'null' : 'an array';
  return isPlainRecord(value) ? 'an object' : 'an instance of a class';
}
