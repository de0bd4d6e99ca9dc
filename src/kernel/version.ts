// Counts the stored events of one aggregate. Knows nothing of partitions.

/** Number of stored events of one aggregate so far; 0 = does not exist. */
export type Version = number & { readonly brand: 'Version' };

/** The version of an aggregate that has no events. */
export const NO_VERSION = 0 as Version;

/** Makes a version of a count of events. Throws a `RangeError` unless it is a safe integer of at least 0. */
export function version(count: number): Version {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`A version is a count of events, not ${count}.`);
  return count as Version;
}
