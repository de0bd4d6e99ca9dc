// Which domain values hold others, and which are whole in themselves.

/** Whether a value is an array or an object of fields: not a scalar, date or bytes. */
export function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array);
}
