// Makes index entries: values as text that sorts as the values do. Knows nothing of tables, rows or queries.

import { unitAt } from '../kernel/unit-at.js';
import type { EntryRange } from './tables.js';

/** What an index can order by. Dates order by their milliseconds. */
export type OrderValue = string | number | bigint | boolean | null | Date;

/** A bound on the value that follows a prefix. */
export interface OrderBound {
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly value: OrderValue;
}

/** From `from` (inclusive) to `to` (exclusive). Empty where `from` is not below `to`. */
export type TextRange = Pick<EntryRange, 'from' | 'to'>;

// A value is its rank (one character) and a body that tells its own end: no entry is the beginning of another one, and
// the ranks, in unbroken order, put types in this one: null, boolean, number, bigint, Date, string.
const NULL = '0';
const BOOLEAN = '1';
const NUMBER = '2';
const BIGINT = '3';
const DATE = '4';
const STRING = '5';
/** Above every rank: `prefix + END` lies above everything that begins with `prefix`. */
const END = '6';

/**
 * The values as one text. Compared by UTF-16 units, by code points or by UTF-8 bytes (all three agree: the text has no
 * unit above U+D7FF), two texts stand as their values stand, first value first: inside one type by value, strings by
 * code points; between types null, boolean, number, bigint, Date, string. Different values give different texts (−0 is
 * 0). Throws a `RangeError` for NaN and for an invalid date.
 */
export function orderKey(values: readonly OrderValue[]): string {
  let text = '';
  for (const value of values) text += orderText(value);
  return text;
}

/** Everything that begins with these values; with none, everything. */
export function prefixRange(values: readonly OrderValue[]): TextRange {
  const prefix = orderKey(values);
  return { from: prefix, to: prefix + END };
}

/**
 * Everything that begins with `prefix`, a text of values, and whose next value keeps to all `bounds`. A bound speaks of its
 * own type only: `< 5` does not hold `null`. Bounds of two types hold nothing.
 */
export function entryRange(prefix: string, bounds: readonly OrderBound[]): TextRange {
  let [from, to] = [prefix, prefix + END];
  for (const { operator, value } of bounds) {
    const text = prefix + orderText(value);
    const rank = unitAt(text, prefix.length);
    const low = operator === '>' ? text + END : operator === '>=' ? text : prefix + String.fromCharCode(rank);
    const high = operator === '<' ? text : operator === '<=' ? text + END : prefix + String.fromCharCode(rank + 1);
    if (low > from) from = low;
    if (high < to) to = high;
  }
  return { from, to };
}

/** The text of one value. */
export function orderText(value: OrderValue): string {
  switch (typeof value) {
    case 'string':
      return STRING + encodeString(value);
    case 'number':
      return NUMBER + encodeNumber(value);
    case 'bigint':
      return BIGINT + encodeBigint(value);
    case 'boolean':
      return BOOLEAN + (value ? '1' : '0');
    default:
      return value === null ? NULL : DATE + encodeNumber(value.getTime());
  }
}

// A string ends with a space. What is not above the escape sign itself is escaped below everything that is not escaped;
// what UTF-16 would order wrongly (code points from U+D800 on, of which half are pairs) is escaped above everything.
const STRING_END = ' ';
const LOW_ESCAPE = '!';
const HIGH_ESCAPE = '\ud7ff';
const ESCAPED = /[^\u0022-\ud7fe]/;
const DIGIT_ZERO = 0x30;

function encodeString(value: string): string {
  if (!ESCAPED.test(value)) return value + STRING_END;
  let text = '';
  for (const char of value) {
    const point = char.codePointAt(0) ?? 0;
    if (point <= 0x21) text += LOW_ESCAPE + String.fromCharCode(DIGIT_ZERO + point);
    else if (point < 0xd7ff) text += char;
    else text += HIGH_ESCAPE + String.fromCharCode(DIGIT_ZERO + (point >> 11), DIGIT_ZERO + (point & 0x7ff));
  }
  return text + STRING_END;
}

const double = Buffer.alloc(8);
const SIGN = 0x80;

/** 16 hex digits of the IEEE 754 double: sign bit flipped for positive values, all bits for negative ones. */
function encodeNumber(value: number): string {
  if (Number.isNaN(value))
    throw new RangeError('NaN and an invalid date have no order. Validate values before indexing them.');
  // Adding 0 makes −0 into 0.
  double.writeDoubleBE(value + 0);
  const first = double[0] ?? 0;
  if (first < SIGN) double[0] = first + SIGN;
  else for (let at = 0; at < double.length; at++) double[at] = 0xff - (double[at] ?? 0);
  // One call into native code: two numbers put into hex and padded take three times as long.
  return double.toString('hex');
}

/** A sign, then how many digits the length has, the length, the digits, all hex; of negative values each digit from 15. */
function encodeBigint(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString(16);
  const length = digits.length.toString(16);
  const body = length.length.toString(16) + length + digits;
  return value < 0n ? `0${complement(body)}` : `1${body}`;
}

function complement(digits: string): string {
  let text = '';
  for (const digit of digits) text += (15 - Number.parseInt(digit, 16)).toString(16);
  return text;
}
