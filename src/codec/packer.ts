// Domain values to MessagePack, in one stable profile. Throws for whatever would not come back exactly as it went in.

// The profile, byte for byte that of msgpackr with useRecords: false and variableMapSize: true. Stored data depends on it:
// whole numbers of 32 bits take the smallest form, other numbers are float64; a bigint is always int64 or, above, uint64; a Date
// is the timestamp extension; keys in their own order. So the reader can tell 5 from 5n, and a value from its JSON look-alike.
const FIRST_BYTES = 8192;
/** A buffer that one huge value made is not kept. */
const KEPT_BYTES = 1 << 20;
/** Deeper than any value that a validator accepts, and than a commit's envelope around it. */
const MAX_DEPTH = 100;
const SHORT_TEXT = 48;
const FEW_KEYS = 16;
// Part of Node since 20, and of TypeScript's library only since ES2024.
const { isWellFormed } = String.prototype as unknown as { isWellFormed(this: string): boolean };

let bytes = new Uint8Array(FIRST_BYTES);
let buffer = Buffer.from(bytes.buffer);
let view = new DataView(bytes.buffer);
let position = 0;
let sorted = false;
let busy = false;

/**
 * Encodes a domain value: null, booleans, numbers, strings, bigints, Dates, Uint8Arrays, arrays, plain objects.
 * The bytes are exactly as long as needed and held by nobody else. `decodeValue` gives back an equal value.
 * Throws a `TypeError` that says where, for a value that could not come back the same: undefined, NaN, −0, an invalid date,
 * a class instance, a lone surrogate, a bigint beyond 64 bits, a key `__proto__`, a cycle. Only a validator sees what a plain look
 * does not show: symbols as keys, hidden fields, getters, properties of an array besides its items.
 */
export function encodeValue(value: unknown): Uint8Array {
  return lendEncoded(value, false, copyOf);
}

/** Like `encodeValue`, with the keys of objects sorted: equal values give equal bytes, whatever order their keys were written in. */
export function encodeCanonical(value: unknown): Uint8Array {
  return lendEncoded(value, true, copyOf);
}

/**
 * Encodes like `encodeValue`, or like `encodeCanonical`, and lends the bytes to `use`: they are written over afterwards.
 * For those who do not keep them, or know a cheaper place: an `ArrayBuffer` of its own costs more than a small value in it.
 */
export function lendEncoded<T>(value: unknown, canonical: boolean, use: (bytes: Uint8Array) => T): T {
  // The buffer is shared by all calls. A getter that encodes something itself would write into the middle of this value.
  if (busy) throw new TypeError('A value cannot be encoded while another is. Does a getter or proxy encode?');
  busy = true;
  sorted = canonical;
  position = 0;
  try {
    write(value, 0);
    return use(bytes.subarray(0, position));
  } finally {
    busy = false;
    if (bytes.length > KEPT_BYTES) grow(FIRST_BYTES);
  }
}

function copyOf(lent: Uint8Array): Uint8Array {
  return lent.slice();
}

function write(value: unknown, depth: number): void {
  if (position + 16 > bytes.length) reserve(16);
  switch (typeof value) {
    case 'string':
      writeText(value);
      return;
    case 'number':
      writeNumber(value);
      return;
    case 'boolean':
      bytes[position++] = value ? 0xc3 : 0xc2;
      return;
    case 'bigint':
      writeBigint(value);
      return;
    case 'object':
      if (value === null) {
        bytes[position++] = 0xc0;
        return;
      }
      if (depth >= MAX_DEPTH) throw refused(`something deeper than ${MAX_DEPTH} levels, or a cycle`);
      if (Array.isArray(value)) writeArray(value, depth + 1);
      else if (isPlain(value)) writeObject(value, depth + 1);
      else if (value instanceof Uint8Array) writeBytes(value);
      else if (value instanceof Date) writeDate(value);
      else throw refused('an instance of a class');
      return;
    default:
      throw refused(`${typeof value}`);
  }
}

function writeNumber(value: number): void {
  if (value >>> 0 === value) {
    if (value === 0 && 1 / value < 0) throw refused('−0');
    if (value < 0x80) bytes[position++] = value;
    else if (value < 0x100) writeHeader8(0xcc, value);
    else if (value < 0x10000) writeHeader16(0xcd, value);
    else writeHeader32(0xce, value);
  } else if (value >> 0 === value) {
    if (value >= -0x20) bytes[position++] = value;
    else if (value >= -0x80) writeHeader8(0xd0, value);
    else if (value >= -0x8000) writeHeader16(0xd1, value);
    else writeHeader32(0xd2, value);
  } else {
    if (!Number.isFinite(value)) throw refused(`${value}`);
    bytes[position++] = 0xcb;
    view.setFloat64(position, value);
    position += 8;
  }
}

function writeBigint(value: bigint): void {
  const signed = BigInt.asIntN(64, value) === value;
  if (!signed && BigInt.asUintN(64, value) !== value) throw refused('a bigint beyond 64 bits');
  bytes[position++] = signed ? 0xd3 : 0xcf;
  view.setBigUint64(position, BigInt.asUintN(64, value));
  position += 8;
}

function writeText(text: string): void {
  const { length } = text;
  if (position + length * 3 + 5 > bytes.length) reserve(length * 3 + 5);
  // Written behind the header that its length in UTF-16 units asks for; moved up in the rare case that UTF-8 needs a longer one.
  const start = position + textHeaderBytes(length);
  let written = length;
  if (length > SHORT_TEXT || !writeAscii(text, start)) {
    if (!isWellFormed.call(text)) throw refused('text with a lone surrogate');
    written = buffer.write(text, start);
  }
  const headerBytes = textHeaderBytes(written);
  const shift = position + headerBytes - start;
  if (shift > 0) bytes.copyWithin(start + shift, start, start + written);
  if (headerBytes === 1) bytes[position++] = 0xa0 | written;
  else if (headerBytes === 2) writeHeader8(0xd9, written);
  else if (headerBytes === 3) writeHeader16(0xda, written);
  else writeHeader32(0xdb, written);
  position += written;
}

/** Short text is mostly ASCII, and a loop is faster there than a call into native code. Says whether all of it was. */
function writeAscii(text: string, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return false;
    bytes[start + index] = unit;
  }
  return true;
}

function textHeaderBytes(length: number): number {
  if (length < 0x20) return 1;
  if (length < 0x100) return 2;
  return length < 0x10000 ? 3 : 5;
}

function writeArray(items: readonly unknown[], depth: number): void {
  const { length } = items;
  if (length < 0x10) bytes[position++] = 0x90 | length;
  else if (length < 0x10000) writeHeader16(0xdc, length);
  else writeHeader32(0xdd, length);
  for (let index = 0; index < length; index++) write(items[index], depth);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function writeObject(value: object, depth: number): void {
  const keys = Object.keys(value);
  if (sorted) sortKeys(keys);
  if (keys.length < 0x10) bytes[position++] = 0x80 | keys.length;
  else if (keys.length < 0x10000) writeHeader16(0xde, keys.length);
  else writeHeader32(0xdf, keys.length);
  for (const key of keys) {
    if (key === '__proto__') throw refused(`a key '__proto__'`);
    writeText(key);
    write((value as Record<string, unknown>)[key], depth);
  }
}

/** By UTF-16 units, as `sort` does, which takes longer to begin than a few keys take to be put in order. */
function sortKeys(keys: string[]): void {
  if (keys.length > FEW_KEYS) {
    keys.sort();
    return;
  }
  for (let from = 1; from < keys.length; from++) {
    const key = keys[from] as string;
    let to = from;
    for (; to > 0 && (keys[to - 1] as string) > key; to--) keys[to] = keys[to - 1] as string;
    keys[to] = key;
  }
}

function writeBytes(value: Uint8Array): void {
  if (position + value.length + 5 > bytes.length) reserve(value.length + 5);
  if (value.length < 0x100) writeHeader8(0xc4, value.length);
  else if (value.length < 0x10000) writeHeader16(0xc5, value.length);
  else writeHeader32(0xc6, value.length);
  bytes.set(value, position);
  position += value.length;
}

function writeDate(date: Date): void {
  const time = date.getTime();
  if (Number.isNaN(time)) throw refused('an invalid date');
  const seconds = Math.floor(time / 1000);
  const nanoseconds = (time - seconds * 1000) * 1_000_000;
  if (seconds < 0 || seconds >= 0x1_0000_0000) {
    writeHeader16(0xc7, 0x0cff);
    view.setUint32(position, nanoseconds);
    view.setBigInt64(position + 4, BigInt(seconds));
    position += 12;
  } else if (nanoseconds === 0) {
    writeHeader8(0xd6, 0xff);
    view.setUint32(position, seconds);
    position += 4;
  } else {
    writeHeader8(0xd7, 0xff);
    // 30 bits of nanoseconds, then 34 bits of seconds, of which the upper two are 0 here.
    view.setUint32(position, nanoseconds * 4);
    view.setUint32(position + 4, seconds);
    position += 8;
  }
}

function writeHeader8(token: number, value: number): void {
  bytes[position] = token;
  bytes[position + 1] = value;
  position += 2;
}

function writeHeader16(token: number, value: number): void {
  bytes[position] = token;
  bytes[position + 1] = value >> 8;
  bytes[position + 2] = value;
  position += 3;
}

function writeHeader32(token: number, value: number): void {
  bytes[position] = token;
  view.setUint32(position + 1, value);
  position += 5;
}

function reserve(more: number): void {
  const before = bytes;
  grow(Math.max(bytes.length * 2, position + more));
  bytes.set(before.subarray(0, position));
}

function grow(size: number): void {
  bytes = new Uint8Array(size);
  buffer = Buffer.from(bytes.buffer);
  view = new DataView(bytes.buffer);
}

function refused(what: string): TypeError {
  return new TypeError(`A stored value cannot hold ${what}: it would not come back the same.`);
}
