// A block as bytes: format, directory, commits. Knows nothing of what a commit holds.
import { StatefoldError } from '../kernel/error.js';
import type { Tag } from '../kernel/hash.js';
import { writeHex } from '../kernel/hex.js';
import { unitAt } from '../kernel/unit-at.js';
import { type Version, version } from '../kernel/version.js';
import { TextReader } from './text-reader.js';

// Layout, all numbers big-endian:
//   format (1 byte), number of commits (4), length of the directory (4)
//   directory, per commit: tag (8), version (6), length of the payload (4), of the type (1), of the id (2); type and id as UTF-8
//   the payloads, one after another, in the same order
const FORMAT = 1;
const HEADER_BYTES = 9;
const ENTRY_BYTES = 21;
const TAG_BYTES = 8;
const SHORT_TEXT = 48;
const MAX_TYPE_BYTES = 0xff;
const MAX_ID_BYTES = 0xffff;

/** The commits of a block are of few types: the same text serves all of them. */
const types = new TextReader();

/** What a block holds of a commit: the parts of its draft, so that none has to be made for each. */
export interface BlockEntry {
  readonly expects: { readonly aggregate: { readonly type: string; readonly id: string } };
  readonly next: { readonly version: Version; readonly tag: Tag };
  /** The encoded commit. */
  readonly payload: Uint8Array;
}

/** One commit as a block's directory lists it. */
export interface BlockDirectoryEntry {
  readonly aggregate: { readonly type: string; readonly id: string };
  /** The aggregate's version after the commit. */
  readonly version: Version;
  readonly tag: Tag;
  /** Where the encoded commit begins in the block's bytes. */
  readonly offset: number;
  readonly length: number;
}

/** What a block holds, in the order of its commits. */
export type BlockDirectory = readonly BlockDirectoryEntry[];

/**
 * Encodes commits as one block, in bytes that nobody else holds. The same entries give the same bytes.
 * Throws a `RangeError` for what no block can hold: a type above 255 bytes, an id above 65,535, text with a lone surrogate.
 */
export function encodeBlock(entries: readonly BlockEntry[]): Uint8Array {
  let directoryBytes = 0;
  let payloadBytes = 0;
  for (const { expects, payload } of entries) {
    const { aggregate } = expects;
    directoryBytes += ENTRY_BYTES + utf8Length(aggregate.type, MAX_TYPE_BYTES) + utf8Length(aggregate.id, MAX_ID_BYTES);
    payloadBytes += payload.length;
  }
  const bytes = new Uint8Array(HEADER_BYTES + directoryBytes + payloadBytes);
  const buffer = Buffer.from(bytes.buffer);
  buffer[0] = FORMAT;
  buffer.writeUInt32BE(entries.length, 1);
  buffer.writeUInt32BE(directoryBytes, 5);
  let at = HEADER_BYTES;
  let payloadAt = HEADER_BYTES + directoryBytes;
  for (const { expects, next, payload } of entries) {
    const { aggregate } = expects;
    const { version, tag } = next;
    if (tag.length !== 2 * TAG_BYTES || !writeHex(tag, bytes, at))
      throw new RangeError(`A tag is 16 hex digits, not '${tag}'.`);
    writeNumbers(bytes, at, version, payload.length);
    const typeBytes = writeText(buffer, aggregate.type, at + ENTRY_BYTES);
    const idBytes = writeText(buffer, aggregate.id, at + ENTRY_BYTES + typeBytes);
    bytes[at + 18] = typeBytes;
    bytes[at + 19] = idBytes >> 8;
    bytes[at + 20] = idBytes;
    at += ENTRY_BYTES + typeBytes + idBytes;
    bytes.set(payload, payloadAt);
    payloadAt += payload.length;
  }
  return bytes;
}

/** The numbers of an entry, byte by byte: a call of `Buffer`'s own for each takes three times as long. */
function writeNumbers(bytes: Uint8Array, at: number, version: number, length: number): void {
  const high = version > 0xffff_ffff ? Math.floor(version / 2 ** 32) : 0;
  bytes[at + 8] = high >> 8;
  bytes[at + 9] = high;
  bytes[at + 10] = version >>> 24;
  bytes[at + 11] = version >>> 16;
  bytes[at + 12] = version >>> 8;
  bytes[at + 13] = version;
  bytes[at + 14] = length >>> 24;
  bytes[at + 15] = length >>> 16;
  bytes[at + 16] = length >>> 8;
  bytes[at + 17] = length;
}

/** Writes UTF-8 and answers how many bytes. */
function writeText(buffer: Buffer, text: string, at: number): number {
  if (text.length > SHORT_TEXT) return buffer.write(text, at);
  for (let index = 0; index < text.length; index++) {
    const unit = unitAt(text, index);
    if (unit >= 0x80) return buffer.write(text, at);
    buffer[at + index] = unit;
  }
  return text.length;
}

/** Names are mostly short ASCII: a loop is faster there than a call into native code. */
function isShortAscii(text: string): boolean {
  if (text.length > SHORT_TEXT) return false;
  for (let index = 0; index < text.length; index++) if (unitAt(text, index) >= 0x80) return false;
  return true;
}

/** Reads what a block holds without touching its commits. Throws `CORRUPT` unless directory and length fit to the byte. */
export function readDirectory(bytes: Uint8Array): BlockDirectory {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, directoryEnd } = readHeader(buffer);
  const directory: BlockDirectoryEntry[] = [];
  types.reset(buffer, buffer, directoryEnd);
  let at = HEADER_BYTES;
  let offset = directoryEnd;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > directoryEnd) throw corrupt('its directory ends inside an entry');
    const length = buffer.readUInt32BE(at + 14);
    const end = at + ENTRY_BYTES + buffer.readUInt8(at + 18) + buffer.readUInt16BE(at + 19);
    if (end > directoryEnd) throw corrupt('its directory ends inside an entry');
    directory.push(new Entry(buffer, { at, end, offset, length }));
    at = end;
    offset += length;
  }
  if (at !== directoryEnd) throw corrupt('its directory is longer than its commits need');
  if (offset !== buffer.length) throw corrupt(`it has ${buffer.length} bytes, and its directory says ${offset}`);
  return directory;
}

/** Few look at tags: they are made of their bytes when somebody does. */
class Entry implements BlockDirectoryEntry {
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: Version;
  readonly offset: number;
  readonly length: number;
  readonly #buffer: Buffer;
  readonly #at: number;

  constructor(buffer: Buffer, place: { at: number; end: number; offset: number; length: number }) {
    const { at, end, offset, length } = place;
    const idAt = at + ENTRY_BYTES + (buffer[at + 18] as number);
    const type = types.readKey(at + ENTRY_BYTES, idAt) ?? buffer.toString('utf8', at + ENTRY_BYTES, idAt);
    this.aggregate = { type, id: buffer.toString('utf8', idAt, end) };
    this.version = version(buffer.readUInt16BE(at + 8) * 2 ** 32 + buffer.readUInt32BE(at + 10));
    this.offset = offset;
    this.length = length;
    this.#buffer = buffer;
    this.#at = at;
  }

  get tag(): Tag {
    return this.#buffer.toString('hex', this.#at, this.#at + TAG_BYTES) as Tag;
  }
}

/** The bytes of one commit: a view into the block, no copy. Throws a `RangeError` for an index that the directory lacks. */
export function commitBytes(bytes: Uint8Array, directory: BlockDirectory, index: number): Uint8Array {
  const entry = directory[index];
  if (entry === undefined) throw new RangeError(`A block of ${directory.length} commits has none at ${index}.`);
  return bytes.subarray(entry.offset, entry.offset + entry.length);
}

/**
 * The bytes of one commit without decoding its neighbours: a view into the block, found by lengths alone. Throws `CORRUPT`
 * where the lengths do not fit, a `RangeError` for an index that the block lacks.
 */
export function commitAt(bytes: Uint8Array, index: number): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, directoryEnd } = readHeader(buffer);
  if (!(index >= 0 && index < count)) throw new RangeError(`A block of ${count} commits has none at ${index}.`);
  let at = HEADER_BYTES;
  let offset = directoryEnd;
  for (let before = 0; before < index; before++) {
    if (at + ENTRY_BYTES > directoryEnd) throw corrupt('its directory ends inside an entry');
    offset += buffer.readUInt32BE(at + 14);
    at += ENTRY_BYTES + buffer.readUInt8(at + 18) + buffer.readUInt16BE(at + 19);
  }
  if (at + ENTRY_BYTES > directoryEnd) throw corrupt('its directory ends inside an entry');
  const end = offset + buffer.readUInt32BE(at + 14);
  if (end > buffer.length) throw corrupt(`it has ${buffer.length} bytes, and its directory says more`);
  return bytes.subarray(offset, end);
}

function readHeader(buffer: Buffer): { readonly count: number; readonly directoryEnd: number } {
  if (buffer.length < HEADER_BYTES) throw corrupt(`it has ${buffer.length} bytes, fewer than its header`);
  if (buffer[0] !== FORMAT) throw corrupt(`its format is ${buffer[0]}, and this release reads format ${FORMAT}`);
  const count = buffer.readUInt32BE(1);
  const directoryEnd = HEADER_BYTES + buffer.readUInt32BE(5);
  if (directoryEnd > buffer.length) throw corrupt('its directory runs past its end');
  // Before anything is made for them: a forged count must not cost memory.
  if (count * ENTRY_BYTES > directoryEnd - HEADER_BYTES)
    throw corrupt('its directory is shorter than its commits need');
  return { count, directoryEnd };
}

function utf8Length(text: string, limit: number): number {
  const length = isShortAscii(text) ? text.length : Buffer.byteLength(text);
  if (length > limit)
    throw new RangeError(`'${text.slice(0, 32)}…' takes ${length} bytes; a block holds at most ${limit}.`);
  // Encoding would replace a lone surrogate: two aggregates would become one. Pure ASCII cannot hold any.
  if (length !== text.length && /\p{Surrogate}/u.test(text)) throw new RangeError('A type or id has a lone surrogate.');
  return length;
}

function corrupt(reason: string): StatefoldError<'CORRUPT'> {
  const message = `A block cannot be read: ${reason}. Restore it from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: 'block' });
}
