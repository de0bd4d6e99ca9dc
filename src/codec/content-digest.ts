// The digest of a message's content: how a command id that is used again for something else is found out.
import type { Digest } from '../kernel/hash.js';
import { writeHex } from '../kernel/hex.js';
import { isOwn } from '../kernel/is-own.js';
import { unitAt } from '../kernel/unit-at.js';

// Stored data depends on every number here. Two lanes of 32 bits, mixed as murmur and its kin do: it tells contents apart that
// differ by mistake. It withstands no forger, and need not: who forges content for an id of his own gets his first receipt again.
const SEED = 0x1e3779b9;
const OTHER_SEED = 0x243f6a88;
const FACTOR = 0x9e3779b1;
const OTHER_FACTOR = 0x5f356495;
const SHIFT = 15;
const OTHER_SHIFT = 13;
const NULL = 1;
const TRUE = 2;
const FALSE = 3;
const WHOLE = 4;
const FRACTION = 5;
const TEXT = 6;
const BIGINT = 7;
const DATE = 8;
const BYTES = 9;
const LIST = 10;
const FIELDS = 11;

let one = 0;
let other = 0;
const float = new DataView(new ArrayBuffer(8));
const scratch = Buffer.alloc(8);

/** The eight bytes of a digest as two whole numbers of 32 bits, with a sign: made for each command, while few are ever read. */
export interface ContentDigest {
  readonly high: number;
  readonly low: number;
}

/** The digest of a message's type and data, a valid domain value: equal content gives the same one, whatever order keys were written in. */
export function digestOfContent(type: string, data: unknown): ContentDigest {
  one = SEED;
  other = OTHER_SEED;
  mixText(type);
  mixValue(data);
  finish();
  return { high: one, low: other };
}

/** Whether two digests are of the same content. */
export function sameContent(digest: ContentDigest, other: ContentDigest): boolean {
  return digest.high === other.high && digest.low === other.low;
}

/** A digest as people see it: 16 hex digits. */
export function textOfDigest({ high, low }: ContentDigest): Digest {
  scratch.writeInt32BE(high, 0);
  scratch.writeInt32BE(low, 4);
  return scratch.toString('hex') as Digest;
}

/** The digest of such a text. Throws a `TypeError` for any other. */
export function digestOfText(text: string): ContentDigest {
  if (text.length !== 2 * scratch.length || !writeHex(text, scratch, 0))
    throw new TypeError(`A digest is 16 hex digits, not '${text}'.`);
  return { high: scratch.readInt32BE(0), low: scratch.readInt32BE(4) };
}

function mixValue(value: unknown): void {
  switch (typeof value) {
    case 'string':
      mix(TEXT);
      mixText(value);
      return;
    case 'number':
      mixNumber(value);
      return;
    case 'boolean':
      mix(value ? TRUE : FALSE);
      return;
    case 'bigint':
      mix(BIGINT);
      mixText(value.toString(36));
      return;
    default:
      if (value === null) mix(NULL);
      else mixObject(value as object);
  }
}

function mixObject(value: object): void {
  if (Array.isArray(value)) {
    mix(LIST);
    mix(value.length);
    for (const item of value) mixValue(item);
  } else if (value instanceof Date) {
    mix(DATE);
    mixNumber(value.getTime());
  } else if (value instanceof Uint8Array) {
    mix(BYTES);
    mix(value.length);
    for (const byte of value) mix(byte);
  } else {
    mixFields(value as Readonly<Record<string, unknown>>);
  }
}

/** Each field is mixed by itself, and the sums of them all go on: a sum knows no order. */
function mixFields(fields: Readonly<Record<string, unknown>>): void {
  const before = one;
  const otherBefore = other;
  let count = 0;
  let sum = 0;
  let otherSum = 0;
  for (const key in fields) {
    if (!isOwn(fields, key)) continue;
    one = SEED;
    other = OTHER_SEED;
    mixText(key);
    mixValue(fields[key]);
    finish();
    count++;
    sum = (sum + one) | 0;
    otherSum = (otherSum + other) | 0;
  }
  one = before;
  other = otherBefore;
  mix(FIELDS);
  mix(count);
  mix(sum);
  mix(otherSum);
}

function mixNumber(value: number): void {
  if ((value | 0) === value) {
    mix(WHOLE);
    mix(value);
    return;
  }
  mix(FRACTION);
  float.setFloat64(0, value);
  mix(float.getInt32(0));
  mix(float.getInt32(4));
}

function mixText(text: string): void {
  mix(text.length);
  // `mix`, on lanes of its own: those of the module would be written back to memory for each unit.
  let lane = one;
  let otherLane = other;
  for (let index = 0; index < text.length; index++) {
    const unit = unitAt(text, index);
    lane = Math.imul(lane ^ unit, FACTOR);
    lane ^= lane >>> SHIFT;
    otherLane = Math.imul(otherLane ^ unit, OTHER_FACTOR);
    otherLane ^= otherLane >>> OTHER_SHIFT;
  }
  one = lane;
  other = otherLane;
}

function mix(word: number): void {
  one = Math.imul(one ^ word, FACTOR);
  one ^= one >>> SHIFT;
  other = Math.imul(other ^ word, OTHER_FACTOR);
  other ^= other >>> OTHER_SHIFT;
}

/** Carries each lane into the other: a one-to-one mapping of both together. */
function finish(): void {
  one ^= (other >>> 16) ^ (other << 7);
  one = Math.imul(one, 0x85ebca6b);
  one ^= one >>> 13;
  one = Math.imul(one, 0xc2b2ae35);
  one ^= one >>> 16;
  other ^= (one >>> 11) ^ (one << 9);
  other = Math.imul(other, 0xcc9e2d51);
  other ^= other >>> 15;
  other = Math.imul(other, 0x1b873593);
  other ^= other >>> 13;
}
