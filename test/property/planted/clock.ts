// A clock that a machine reaches through an import. It is wrong on purpose.

/** 1 in one half of each ten seconds, 0 in the other. */
export function half(): number {
  return Date.now() % 10_000 < 5000 ? 1 : 0;
}

const kept = Date.now;

/** The same through what was kept of the clock when this module was loaded, in milliseconds. */
export function keptNow(): number {
  return kept();
}
