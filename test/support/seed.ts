// One seed per run of a property, printed, and given back through an environment variable.

/** How long a property runs. */
export interface Runs {
  readonly seed: number;
  readonly numRuns: number;
}

/** The runs of a property: `normal` of them, or `soak` with `SOAK=1`. `STATEFOLD_SEED` repeats a seed that was printed. */
export function runsOf(property: string, normal: number, soak: number): Runs {
  const given = process.env.STATEFOLD_SEED;
  const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  const numRuns = process.env.SOAK === '1' ? soak : normal;
  process.stdout.write(`${property}: ${numRuns} runs, STATEFOLD_SEED=${seed}\n`);
  return { seed, numRuns };
}
