// Freezes domain values, so that the domain's own code cannot change what it is given. Expects a valid value: no cycles.

/**
 * Freezes plain objects and arrays all the way down; stops at what is frozen already, so that a state which shares most of
 * itself with the one before costs little. A `Date` or `Uint8Array` cannot be frozen.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    for (const item of value) freeze(item);
  } else if (value instanceof Date || value instanceof Uint8Array) {
    return value;
  } else {
    for (const key in value) freeze(value[key]);
  }
  return Object.freeze(value);
}
