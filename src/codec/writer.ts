// Domain values to MessagePack, one by one, in one stable profile. Knows no schema, and nothing of commits.
import { unitAt } from '../kernel/unit-at.js';
import { isPlainRecord, sortKeys } from './plain-record.js';
import { writeTimestamp } from './timestamp.js';
import { nameOf } from './value-name.js';

// The profile, byte for byte that of msgpackr with useRecords: false and variableMapSize: true. Stored data depends on it:
// whole numbers of 32 bits take the smallest form, other numbers are float64; a bigint is always int64 or, above, uint64; a Date
// is the timestamp extension. So the reader can tell 5 from 5n, and a value from its JSON look-alike.
/** Values that are taken share memory of so many bytes, one behind another: a commit lives until its block is written, and is small. */
const SHARED_BYTES = 1 << 14;
/** Larger ones are taken in memory of their own. */
const MOST_SHARED = 1 << 12;
/** A buffer that one huge value made is not kept. */
const KEPT_BYTES = 1 << 20;
/** Types that hold themselves are nested no deeper: no validator lets through what is. */
export const MAX_NESTING = 64;
const SHORT_TEXT = 48;
/** What one value takes at most besides text and bytes, with some room. */
const ROOM = 16;
// Part of Node since 20, and of TypeScript's library only since ES2024.
const { isWellFormed } = String.prototype as unknown as { isWellFormed(this: string): boolean };

/**
 * Writes values, each by the method that is named after its type. Throws a `TypeError` for a value of another type, and for one
 * that could not come back the same: NaN, −0, an invalid date, a lone surrogate, a bigint beyond 64 bits, a key `__proto__`.
 */
export class Writer {
  #bytes = new Uint8Array(SHARED_BYTES);
  #buffer = Buffer.from(this.#bytes.buffer);
  #view = new DataView(this.#bytes.buffer);
  /** Where what is being written begins: before it lies what has been taken. */
  #start = 0;
  #position = 0;
  #nesting = 0;

  /** Begins anew. What was lent before is written over. */
  reset(): void {
    this.#position = this.#start;
    this.#nesting = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#renew(SHARED_BYTES);
  }

  /** What has been written, lent: the next `reset` takes it back. */
  written(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#position);
  }

  /** What has been written, given away: nobody writes there again. */
  take(): Uint8Array {
    const written = this.written();
    if (written.length > MOST_SHARED) return written.slice();
    this.#start = this.#position;
    return written;
  }

  null(value: null): void {
    if (value !== null) throw this.refusal(nameOf(value));
    this.#room(ROOM);
    this.#bytes[this.#position++] = 0xc0;
  }

  /** What stands for an absent optional value before one that is there. */
  absent(): void {
    this.#room(ROOM);
    this.#head16(0xd4, 0);
  }

  boolean(value: boolean): void {
    if (typeof value !== 'boolean') throw this.refusal(nameOf(value));
    this.#room(ROOM);
    this.#bytes[this.#position++] = value ? 0xc3 : 0xc2;
  }

  number(value: number): void {
    this.#room(ROOM);
    if (value >>> 0 === value) {
      if (value === 0 && 1 / value < 0) throw this.refusal('−0');
      if (value < 0x80) this.#bytes[this.#position++] = value;
      else if (value < 0x100) this.#head8(0xcc, value);
      else if (value < 0x10000) this.#head16(0xcd, value);
      else this.#head32(0xce, value);
    } else if (value >> 0 === value) {
      if (value >= -0x20) this.#bytes[this.#position++] = value;
      else if (value >= -0x80) this.#head8(0xd0, value);
      else if (value >= -0x8000) this.#head16(0xd1, value);
      else this.#head32(0xd2, value);
    } else {
      // False for everything that is no number, too.
      if (!Number.isFinite(value)) throw this.refusal(nameOf(value));
      this.#bytes[this.#position] = 0xcb;
      this.#view.setFloat64(this.#position + 1, value);
      this.#position += 9;
    }
  }

  /** A safe integer. */
  integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw this.refusal(nameOf(value));
    this.number(value);
  }

  bigint(value: bigint): void {
    if (typeof value !== 'bigint') throw this.refusal(nameOf(value));
    const signed = BigInt.asIntN(64, value) === value;
    if (!signed && BigInt.asUintN(64, value) !== value) throw this.refusal('a bigint beyond 64 bits');
    this.#room(ROOM);
    this.#bytes[this.#position] = signed ? 0xd3 : 0xcf;
    this.#view.setBigUint64(this.#position + 1, BigInt.asUintN(64, value));
    this.#position += 9;
  }

  text(value: string): void {
    if (typeof value !== 'string') throw this.refusal(nameOf(value));
    const { length } = value;
    this.#room(length * 3 + 5);
    // Written behind the head that its length in UTF-16 units asks for; moved up in the rare case that UTF-8 needs a longer one.
    const start = this.#position + textHeadBytes(length);
    let written = length;
    if (length > SHORT_TEXT || !this.#ascii(value, start)) {
      if (!isWellFormed.call(value)) throw this.refusal('text with a lone surrogate');
      written = this.#buffer.write(value, start);
    }
    const shift = this.#position + textHeadBytes(written) - start;
    if (shift > 0) this.#bytes.copyWithin(start + shift, start, start + written);
    if (written < 0x20) this.#bytes[this.#position++] = 0xa0 | written;
    else if (written < 0x100) this.#head8(0xd9, written);
    else if (written < 0x10000) this.#head16(0xda, written);
    else this.#head32(0xdb, written);
    this.#position += written;
  }

  /** Short text is mostly ASCII, and a loop is faster there than a call into native code. Says whether all of it was. */
  #ascii(text: string, start: number): boolean {
    const bytes = this.#bytes;
    for (let index = 0; index < text.length; index++) {
      const unit = unitAt(text, index);
      if (unit >= 0x80) return false;
      bytes[start + index] = unit;
    }
    return true;
  }

  /** A key of a record. */
  key(value: string): void {
    if (value === '__proto__') throw this.refusal(`a key '__proto__'`);
    this.text(value);
  }

  bytes(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.refusal(nameOf(value));
    const { length } = value;
    this.#room(length + 5);
    if (length < 0x100) this.#head8(0xc4, length);
    else if (length < 0x10000) this.#head16(0xc5, length);
    else this.#head32(0xc6, length);
    this.#bytes.set(value, this.#position);
    this.#position += length;
  }

  /** Bytes that are two whole numbers of 32 bits. */
  eightBytes(high: number, low: number): void {
    this.#room(ROOM);
    this.#head8(0xc4, 8);
    this.#view.setInt32(this.#position, high);
    this.#view.setInt32(this.#position + 4, low);
    this.#position += 8;
  }

  date(value: Date): void {
    if (!(value instanceof Date)) throw this.refusal(nameOf(value));
    this.#room(ROOM);
    const length = writeTimestamp(this.#view, this.#position, value.getTime());
    if (length === 0) throw this.refusal('an invalid date, or one before the year 0 or after 9999');
    this.#position += length;
  }

  /** The head of an array: so many values must follow. */
  array(length: number): void {
    this.#room(ROOM);
    if (length < 0x10) this.#bytes[this.#position++] = 0x90 | length;
    else if (length < 0x10000) this.#head16(0xdc, length);
    else this.#head32(0xdd, length);
  }

  /** The head of a map: so many pairs of key and value must follow. */
  map(length: number): void {
    this.#room(ROOM);
    if (length < 0x10) this.#bytes[this.#position++] = 0x80 | length;
    else if (length < 0x10000) this.#head16(0xde, length);
    else this.#head32(0xdf, length);
  }

  /** The head of an event: its number and version, and so many fields that must follow. */
  event(number: number, version: number, fields: number): void {
    this.array(fields + 2);
    this.number(number);
    this.number(version);
  }

  /** A literal, as its place among all that are possible. */
  oneOf(values: readonly unknown[], value: unknown): void {
    const index = values.indexOf(value);
    if (index < 0 || Object.is(value, -0)) throw this.refusal(`${nameOf(value)} where a literal is declared`);
    this.number(index);
  }

  /** The mark before a union's member that its kind alone does not tell. */
  member(place: number): void {
    this.map(1);
    this.number(place);
  }

  /** A list of values that `write` writes. */
  list<Value>(items: readonly Value[], write: (to: Writer, item: Value) => void): void {
    if (!Array.isArray(items)) throw this.refusal(nameOf(items));
    const { length } = items;
    this.array(length);
    for (let index = 0; index < length; index++) write(this, items[index] as Value);
  }

  /** The head of a tuple, which so many items must follow as it has. */
  tuple(items: readonly unknown[], least: number, most: number): void {
    const fits = Array.isArray(items) && items.length >= least && items.length <= most;
    // What follows leaves out an absent item.
    if (!fits || items.includes(undefined)) throw this.refusal(nameOf(items));
    this.array(items.length);
  }

  /** A record of values that `write` writes, sorted by key: equal records give equal bytes. */
  record<Value>(record: Readonly<Record<string, Value>>, write: (to: Writer, value: Value) => void): void {
    if (!isPlainRecord(record)) throw this.refusal(nameOf(record));
    const keys = sortKeys(Object.keys(record));
    this.map(keys.length);
    for (const key of keys) {
      this.key(key);
      write(this, record[key] as Value);
    }
  }

  /** To be called before a value that may hold others of its own type. */
  enter(): void {
    if (++this.#nesting > MAX_NESTING) throw this.refusal(`something deeper than ${MAX_NESTING} levels, or a cycle`);
  }

  /** To be called after such a value. */
  leave(): void {
    this.#nesting--;
  }

  /** The error for what cannot be stored. */
  refusal(what: string): TypeError {
    return new TypeError(`A stored value cannot hold ${what}: it would not come back the same.`);
  }

  #head8(token: number, value: number): void {
    const bytes = this.#bytes;
    bytes[this.#position++] = token;
    bytes[this.#position++] = value;
  }

  #head16(token: number, value: number): void {
    const bytes = this.#bytes;
    bytes[this.#position++] = token;
    bytes[this.#position++] = value >> 8;
    bytes[this.#position++] = value;
  }

  #head32(token: number, value: number): void {
    this.#bytes[this.#position] = token;
    this.#view.setUint32(this.#position + 1, value);
    this.#position += 5;
  }

  #room(more: number): void {
    if (this.#position + more <= this.#bytes.length) return;
    const written = this.written();
    this.#renew(Math.max(SHARED_BYTES, (written.length + more) * 2));
    this.#bytes.set(written);
    this.#position = written.length;
  }

  /** Begins in other memory; what was taken keeps the old. */
  #renew(size: number): void {
    this.#bytes = new Uint8Array(size);
    this.#buffer = Buffer.from(this.#bytes.buffer);
    this.#view = new DataView(this.#bytes.buffer);
    this.#start = this.#position = 0;
  }
}

function textHeadBytes(length: number): number {
  if (length < 0x20) return 1;
  if (length < 0x100) return 2;
  return length < 0x10000 ? 3 : 5;
}
