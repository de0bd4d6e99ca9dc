// Guesses which known name a misspelt one means. Corrects nothing.

/** The candidate that differs least from a name, in at most two letters; `null` where none is near. Capitals do not count. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const lower = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = 3;
  for (const candidate of candidates) {
    // So many letters differ at least: and a name may be of any length.
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length / 2) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** As `nearest`, and rather one that is missing elsewhere, if it is near enough: it may stand there under the misspelt name. */
export function nearestMissing(
  name: string,
  candidates: readonly string[],
  present: ReadonlySet<string>,
): string | null {
  const missing = candidates.filter((candidate) => !present.has(candidate));
  return nearest(name, missing) ?? nearest(name, candidates);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
