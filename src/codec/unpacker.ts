// MessagePack back to domain values. Reads exactly what the packer writes; anything else is corrupt.
import { StatefoldError } from '../kernel/error.js';

// Not msgpackr's reader: without its optional native part it drops a leading U+FEFF from long text (2.1.3), so what a log
// holds would depend on what is installed. It also renames keys, keeps state between calls and marks the caller's bytes.
const MAX_DEPTH = 100;
const SHORT_TEXT = 16;
const CACHED_KEY_BYTES = 32;
const CACHE_SLOTS = 1024;

interface CachedKey {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Names of fields repeat endlessly: comparing bytes is several times faster than making the same string again. */
const keyCache: (CachedKey | undefined)[] = new Array(CACHE_SLOTS).fill(undefined);

let bytes: Uint8Array = new Uint8Array(0);
let buffer: Buffer = Buffer.alloc(0);
let position = 0;
let end = 0;

/**
 * Decodes what `encodeValue` or `encodeCanonical` wrote. The value shares no memory with the bytes; binary parts are
 * `Uint8Array`s. Throws `CORRUPT` for anything else, in time and memory bounded by the number of bytes.
 */
export function decodeValue(encoded: Uint8Array): unknown {
  bytes = encoded;
  buffer = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  position = 0;
  end = encoded.length;
  const value = read(0);
  if (position !== end) throw corrupt(`it ends at byte ${position} of ${end}`);
  return value;
}

function read(depth: number): unknown {
  const token = byte();
  if (token < 0x80) return token;
  if (token < 0x90) return readObject(token & 0x0f, depth + 1);
  if (token < 0xa0) return readArray(token & 0x0f, depth + 1);
  if (token < 0xc0) return readText(token & 0x1f);
  if (token >= 0xe0) return token - 0x100;
  switch (token) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
      return readBytes(byte());
    case 0xc5:
      return readBytes(uint16());
    case 0xc6:
      return readBytes(uint32());
    case 0xc7:
      return readDate(byte());
    case 0xcb:
      return buffer.readDoubleBE(take(8));
    case 0xcc:
      return byte();
    case 0xcd:
      return uint16();
    case 0xce:
      return uint32();
    case 0xcf:
      return buffer.readBigUInt64BE(take(8));
    case 0xd0:
      return buffer.readInt8(take(1));
    case 0xd1:
      return buffer.readInt16BE(take(2));
    case 0xd2:
      return buffer.readInt32BE(take(4));
    case 0xd3:
      return buffer.readBigInt64BE(take(8));
    case 0xd6:
      return readDate(4);
    case 0xd7:
      return readDate(8);
    case 0xd9:
      return readText(byte());
    case 0xda:
      return readText(uint16());
    case 0xdb:
      return readText(uint32());
    case 0xdc:
      return readArray(uint16(), depth + 1);
    case 0xdd:
      return readArray(uint32(), depth + 1);
    case 0xde:
      return readObject(uint16(), depth + 1);
    case 0xdf:
      return readObject(uint32(), depth + 1);
    default:
      throw corrupt(`byte ${position - 1} is 0x${token.toString(16)}, which is never written`);
  }
}

function readArray(length: number, depth: number): unknown[] {
  enter(length, depth);
  const items: unknown[] = [];
  for (let index = 0; index < length; index++) items.push(read(depth));
  return items;
}

function readObject(length: number, depth: number): Record<string, unknown> {
  enter(length * 2, depth);
  const object: Record<string, unknown> = {};
  for (let index = 0; index < length; index++) {
    const key = readKey();
    if (key === '__proto__') throw corrupt(`a key is '__proto__'`);
    object[key] = read(depth);
  }
  return object;
}

/** Every item takes at least one byte: a forged length is found before anything is made for it. */
function enter(items: number, depth: number): void {
  if (depth > MAX_DEPTH) throw corrupt(`it is deeper than ${MAX_DEPTH} levels`);
  if (items > end - position) throw corrupt(`byte ${position} announces more than there is`);
}

function readKey(): string {
  const token = byte();
  if (token >= 0xa0 && token < 0xc0) return readShortKey(token & 0x1f);
  if (token === 0xd9) return readText(byte());
  if (token === 0xda) return readText(uint16());
  if (token === 0xdb) return readText(uint32());
  throw corrupt(`the key at byte ${position - 1} is not text`);
}

function readShortKey(length: number): string {
  if (length === 0 || length > CACHED_KEY_BYTES) return readText(length);
  const start = take(length);
  let slot = length;
  for (let index = start; index < position; index++) slot = (Math.imul(slot, 31) + (bytes[index] as number)) | 0;
  slot &= CACHE_SLOTS - 1;
  const cached = keyCache[slot];
  if (cached !== undefined && sameBytes(cached.bytes, start)) return cached.text;
  const text = buffer.toString('utf8', start, position);
  keyCache[slot] = { bytes: Uint8Array.prototype.slice.call(bytes, start, position), text };
  return text;
}

function sameBytes(known: Uint8Array, start: number): boolean {
  if (known.length !== position - start) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}

function readText(length: number): string {
  const start = take(length);
  if (length > SHORT_TEXT) return buffer.toString('utf8', start, position);
  let text = '';
  for (let index = start; index < position; index++) {
    const unit = bytes[index] as number;
    if (unit >= 0x80) return buffer.toString('utf8', start, position);
    text += String.fromCharCode(unit);
  }
  return text;
}

function readBytes(length: number): Uint8Array {
  const start = take(length);
  // Not `slice`: of a Buffer it would make another view of the same memory.
  return new Uint8Array(bytes.subarray(start, position));
}

function readDate(length: number): Date {
  if (byte() !== 0xff) throw corrupt(`the extension at byte ${position - 1} is not a timestamp`);
  const start = take(length);
  if (length === 4) return new Date(buffer.readUInt32BE(start) * 1000);
  if (length === 8) return dateOf(buffer.readUInt32BE(start + 4), buffer.readUInt32BE(start) / 4);
  if (length === 12) return dateOf(Number(buffer.readBigInt64BE(start + 4)), buffer.readUInt32BE(start));
  throw corrupt(`the timestamp at byte ${start} has ${length} bytes`);
}

function dateOf(seconds: number, nanoseconds: number): Date {
  const date = new Date(seconds * 1000 + nanoseconds / 1_000_000);
  if (Number.isNaN(date.getTime())) throw corrupt(`the timestamp before byte ${position} is no date`);
  return date;
}

function byte(): number {
  return bytes[take(1)] as number;
}

function uint16(): number {
  const at = take(2);
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function uint32(): number {
  return buffer.readUInt32BE(take(4));
}

function take(length: number): number {
  const start = position;
  if (length > end - start) throw corrupt(`it ends inside what begins at byte ${start}`);
  position = start + length;
  return start;
}

function corrupt(reason: string): StatefoldError<'CORRUPT'> {
  const message = `A stored value cannot be read: ${reason}. Restore it from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: 'value' });
}
