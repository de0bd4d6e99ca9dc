// Fewer commits that still fail: whole aggregates go first, then single commits. Knows nothing of why they fail.

/** Drops commits of `all` as long as the rest `fails`, until none can go, or `isOver`. */
export async function fewestThatFail<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  { fails, isOver }: { readonly fails: (some: readonly T[]) => Promise<boolean>; readonly isOver: () => boolean },
): Promise<readonly T[]> {
  const keys = [...new Set(all.map(keyOf))];
  const ofKeys = (kept: readonly string[]) => {
    const chosen = new Set(kept);
    return all.filter((one) => chosen.has(keyOf(one)));
  };
  const left = ofKeys(await fewest(keys, (kept) => fails(ofKeys(kept)), isOver));
  return fewest(left, fails, isOver);
}

/** Leaves out ever smaller parts: where nothing can go, a part of half the size is tried. */
async function fewest<T>(
  all: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<readonly T[]> {
  let left = all;
  for (let size = Math.ceil(left.length / 2); size >= 1; ) {
    let isSmaller = false;
    // From the end: what comes last is needed least by what comes first.
    for (let end = left.length; end > 0 && !isOver(); end -= size) {
      const rest = left.toSpliced(Math.max(0, end - size), Math.min(size, end));
      if (rest.length === 0 || !(await fails(rest))) continue;
      left = rest;
      isSmaller = true;
    }
    if (isOver()) break;
    // A single one that went may let go another.
    if (size > 1 || !isSmaller) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return left;
}
