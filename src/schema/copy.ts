// Copies domain values, so that what the engine keeps cannot be changed from outside. Expects valid values: no cycles.
import { isOwn } from '../kernel/is-own.js';

/** A deep copy of a domain value: scalars, `Date`, `Uint8Array`, arrays and plain objects. */
export function copyValue<T>(value: T): T {
  return copy(value, (made) => made) as T;
}

/** The same, frozen all the way down, but for `Date` and `Uint8Array`, which cannot be. */
export function frozenCopy<T>(value: T): T {
  return copy(value, Object.freeze) as T;
}

/** In one walk: `finish` gets each array and object once it is whole. */
function copy(value: unknown, finish: (made: object) => object): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return finish(copyItems(value, finish));
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array) return value.slice();
  const target: Record<string, unknown> = {};
  for (const key in value) {
    if (isOwn(value, key)) target[key] = copy((value as Record<string, unknown>)[key], finish);
  }
  return finish(target);
}

// On its own: a function that is made where values are copied would cost each of them memory.
function copyItems(items: readonly unknown[], finish: (made: object) => object): unknown[] {
  return items.map((item) => copy(item, finish));
}
