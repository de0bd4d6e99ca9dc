// Looks up a number in a rising list. Knows nothing of what it counts.

/** Index of the first number that is not below `least`; the list's length where there is none. */
export function firstAtLeast(rising: readonly number[], least: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}
