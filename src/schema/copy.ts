// Copies domain values, so that what the engine keeps cannot be changed from outside. Expects valid values: no cycles.

/** A deep copy of a domain value: scalars, `Date`, `Uint8Array`, arrays and plain objects. */
export function copyValue<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array) return value.slice();
  const target: Record<string, unknown> = {};
  for (const key of Object.keys(value)) target[key] = copy((value as Record<string, unknown>)[key]);
  return target;
}

/** The same, frozen all the way down, but for `Date` and `Uint8Array`, which cannot be. */
export function frozenCopy<T>(value: T): T {
  return copyFrozen(value) as T;
}

function copyFrozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copyFrozen));
  if (value instanceof Date || value instanceof Uint8Array) return copy(value);
  const target: Record<string, unknown> = {};
  for (const key of Object.keys(value)) target[key] = copyFrozen((value as Record<string, unknown>)[key]);
  return Object.freeze(target);
}
