// Whether a value is plain data: what it was validated as is what is read from it later. Knows nothing of schemas.
import { types } from 'node:util';
import { isOwn } from '../kernel/is-own.js';

/** Levels of nesting that a value may have. */
const MAX_DEPTH = 64;
/** Objects, arrays and array items that one value may hold; reached only by hostile input. */
const MAX_VALUES = 250_000;

/** Thrown by the checks where a value is too deep or too large to be looked at in bounded time. */
export class TooMuch extends Error {}

const { getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, keys } = Object;
// As fast as a descriptor, but makes no object: of an own property it tells the getter, and `undefined` where it is no accessor.
const { __lookupGetter__: lookUpGetter } = Object.prototype as unknown as {
  __lookupGetter__(this: object, key: PropertyKey): unknown;
};
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
// Part of Node since 20, and of TypeScript's library only since ES2024.
const { isWellFormed: wellFormed } = String.prototype as unknown as { isWellFormed(this: string): boolean };

let left = MAX_VALUES;

/** Starts counting values anew. To be called before each validation. */
export function startCounting(limit = MAX_VALUES): void {
  left = limit;
}

/** Counts values against the bound. Throws `TooMuch` once it is passed, so that shared or endless structures end. */
function count(values: number): void {
  left -= values;
  if (left < 0) throw new TooMuch(`holds more than ${MAX_VALUES} values`);
}

/** Whether text can be stored and comes back the same: no surrogate without its pair. */
export function isWellFormed(text: string): boolean {
  return wellFormed.call(text);
}

/** Whether a key may be used in an object whose keys are free. */
export function isAllowedKey(key: string): boolean {
  return !FORBIDDEN.has(key) && isWellFormed(key);
}

/**
 * Whether an object has no prototype but `Object.prototype` or none, no symbols, nothing hidden, no accessors and no undefined,
 * and only keys that `allows` accepts.
 */
export function isPlainObject(value: object, allows: (key: string) => boolean): boolean {
  count(1);
  if (!hasPlainPrototype(value)) return false;
  let visible = 0;
  for (const name in value) {
    if (!isOwn(value, name)) continue;
    if (!allows(name) || !holdsValue(value, name)) return false;
    visible++;
  }
  // Faster together than `Reflect.ownKeys`.
  return getOwnPropertyNames(value).length === visible && getOwnPropertySymbols(value).length === 0;
}

/** Whether an own property is a value, not `undefined`, and no accessor: that could answer anew to each reader. Calls no getter. */
function holdsValue(value: object, key: PropertyKey): boolean {
  return lookUpGetter.call(value, key) === undefined && (value as Record<PropertyKey, unknown>)[key] !== undefined;
}

/** Whether an object has `Object.prototype` as its prototype, or none, and is no proxy: that could answer anew to each reader. */
export function hasPlainPrototype(value: object): boolean {
  if (types.isProxy(value)) return false;
  const prototype: unknown = getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether an array is neither of a subclass nor a proxy. */
export function hasArrayPrototype(value: readonly unknown[]): boolean {
  return !types.isProxy(value) && getPrototypeOf(value) === Array.prototype;
}

/** Whether an array is no subclass, has no holes, no accessors and nothing enumerable besides its items. */
export function isPlainArray(value: readonly unknown[]): boolean {
  if (!hasArrayPrototype(value)) return false;
  const { length } = value;
  count(length + 1);
  // Not `getOwnPropertyNames`: it takes five times as long, and what it would find more is hidden from everyone.
  if (keys(value).length !== length || getOwnPropertySymbols(value).length !== 0) return false;
  for (let index = 0; index < length; index++) {
    if (!holdsValue(value, index)) return false;
  }
  return true;
}

/** The milliseconds of a real, valid `Date` without properties of its own; otherwise NaN. */
export function timeOf(value: unknown): number {
  if (!types.isDate(value) || getPrototypeOf(value) !== Date.prototype || Reflect.ownKeys(value).length > 0)
    return Number.NaN;
  return Date.prototype.getTime.call(value);
}

/** Whether a value is a `Uint8Array` itself: not a `Buffer`, which would come back as something else. */
export function isPlainBytes(value: unknown): value is Uint8Array {
  return types.isUint8Array(value) && getPrototypeOf(value) === Uint8Array.prototype;
}

/** Throws `TooMuch` for a value deeper than `MAX_DEPTH`, also an endless one. */
export function checkDepth(value: unknown, depth = 1): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (depth > MAX_DEPTH) throw new TooMuch(`is nested deeper than ${MAX_DEPTH} levels`);
  const items = Array.isArray(value) ? value : Object.values(value);
  count(items.length + 1);
  for (const item of items) checkDepth(item, depth + 1);
}

/** Whether no two items are equal, by deep comparison, in time linear in their size. Tells 5 from 5n and a date from its text. */
export function areDistinct(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const identity = identityOf(item);
    if (seen.has(identity)) return false;
    seen.add(identity);
  }
  return true;
}

/** Text that two values share only if they are equal, whatever order their keys are in. */
export function identityOf(value: unknown, depth = 1): string {
  count(1);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (depth > MAX_DEPTH) throw new TooMuch(`is nested deeper than ${MAX_DEPTH} levels`);
  if (value instanceof Date) return `date ${timeOf(value)}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return `[${Array.from(value, (item) => identityOf(item, depth + 1)).join()}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${identityOf(field, depth + 1)}`).join()}}`;
}

/** Whether a number is a multiple of a step, also where neither is exact in binary: 0.07 is a multiple of 0.01. */
export function isMultipleOf(value: number, step: number): boolean {
  // Exact for every double; only a fraction needs the tolerance.
  if (Number.isInteger(step)) return value % step === 0;
  const nearest = Math.round(value / step) * step;
  return nearest === value || Math.abs(nearest - value) <= 2 * Number.EPSILON * Math.abs(value);
}
