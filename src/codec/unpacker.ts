// MessagePack back to domain values of any type. Reads exactly what the packer writes; anything else is corrupt.
import { corruptValue } from './unreadable.js';
import { ValueReader } from './value-reader.js';

const MAX_DEPTH = 100;

const from = new ValueReader();

/**
 * Decodes what `encodeValue` or `encodeCanonical` wrote. The value shares no memory with the bytes; binary parts are
 * `Uint8Array`s. Throws `CORRUPT` for anything else, in time and memory bounded by the number of bytes.
 */
export function decodeValue(encoded: Uint8Array): unknown {
  from.reset(encoded);
  const value = read(0);
  from.finish();
  return value;
}

function read(depth: number): unknown {
  const family = from.family();
  switch (family) {
    case 'array':
      return readArray(depth + 1);
    case 'map':
      return readObject(depth + 1);
    default:
      return from[family]();
  }
}

function readArray(depth: number): unknown[] {
  check(depth);
  const length = from.array();
  const items: unknown[] = [];
  for (let index = 0; index < length; index++) items.push(read(depth));
  return items;
}

function readObject(depth: number): Record<string, unknown> {
  check(depth);
  const length = from.map();
  const object: Record<string, unknown> = {};
  for (let index = 0; index < length; index++) {
    if (from.family() !== 'text') throw corruptValue(`the key at byte ${from.position} is not text`);
    const key = from.key();
    object[key] = read(depth);
  }
  return object;
}

function check(depth: number): void {
  if (depth > MAX_DEPTH) throw corruptValue(`it is deeper than ${MAX_DEPTH} levels`);
}
