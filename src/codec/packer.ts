// Domain values of any type to MessagePack. Throws for whatever would not come back exactly as it went in.
import { borrowWriter, returnWriter } from './borrowed-writer.js';
import { isPlainRecord, sortKeys } from './plain-record.js';
import type { Writer } from './writer.js';

/** Deeper than any value that a validator accepts. */
const MAX_DEPTH = 100;

/**
 * Encodes a domain value: null, booleans, numbers, strings, bigints, Dates, Uint8Arrays, arrays, plain objects.
 * The bytes are exactly as long as needed and held by nobody else. `decodeValue` gives back an equal value.
 * Throws a `TypeError` that says what, for a value that could not come back the same: undefined, NaN, −0, an invalid date,
 * a class instance, a lone surrogate, a bigint beyond 64 bits, a key `__proto__`, a cycle. Only a validator sees what a plain look
 * does not show: symbols as keys, hidden fields, getters, properties of an array besides its items.
 */
export function encodeValue(value: unknown): Uint8Array {
  return encode(value, false);
}

/** Like `encodeValue`, with the keys of objects sorted: equal values give equal bytes, whatever order their keys were written in. */
export function encodeCanonical(value: unknown): Uint8Array {
  return encode(value, true);
}

function encode(value: unknown, canonical: boolean): Uint8Array {
  const to = borrowWriter();
  try {
    write(to, value, canonical, 0);
    return to.written().slice();
  } finally {
    returnWriter();
  }
}

function write(to: Writer, value: unknown, canonical: boolean, depth: number): void {
  if (typeof value === 'string') to.text(value);
  else if (typeof value === 'number') to.number(value);
  else if (typeof value === 'boolean') to.boolean(value);
  else if (value === null) to.null(value);
  else if (typeof value === 'object') writeObject(to, value, canonical, depth + 1);
  else if (typeof value === 'bigint') to.bigint(value);
  else throw to.refusal(typeof value);
}

function writeObject(to: Writer, value: object, canonical: boolean, depth: number): void {
  if (depth > MAX_DEPTH) throw to.refusal(`something deeper than ${MAX_DEPTH} levels, or a cycle`);
  if (Array.isArray(value)) {
    const { length } = value;
    to.array(length);
    for (let index = 0; index < length; index++) write(to, value[index], canonical, depth);
  } else if (isPlainRecord(value)) {
    const keys = Object.keys(value);
    if (canonical) sortKeys(keys);
    to.map(keys.length);
    for (const key of keys) {
      to.key(key);
      write(to, value[key], canonical, depth);
    }
  } else if (value instanceof Uint8Array) to.bytes(value);
  else if (value instanceof Date) to.date(value);
  else throw to.refusal('an instance of a class');
}
