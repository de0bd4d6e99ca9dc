// One seed per run of a property, printed, and given back through an environment variable.

/** How long a property runs. */
export interface Runs {
  readonly seed: number;
  readonly numRuns: number;
}

/**
 * The runs of a property: `normal` of them, or `soak` with `SOAK=1`. `STATEFOLD_SEED` repeats a seed that was printed. `usual`: the seed
 * of normal runs, where it is not another one each time.
 */
export function runsOf(property: string, normal: number, soak: number, usual?: number): Runs {
  const given = process.env.STATEFOLD_SEED;
  const isSoak = process.env.SOAK === '1';
  const fresh = isSoak || usual === undefined ? Date.now() % 2 ** 31 : usual;
  const seed = given === undefined ? fresh : Number(given);
  const numRuns = isSoak ? soak : normal;
  process.stdout.write(`${property}: ${numRuns} runs, STATEFOLD_SEED=${seed}\n`);
  return { seed, numRuns };
}
