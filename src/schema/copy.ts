// Copies domain values, so that what the engine keeps cannot be changed from outside. Expects a valid value: no cycles.

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
