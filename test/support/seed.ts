// One seed per run of a property, printed, and given back through an environment variable.

/** How long a property runs. */
export interface Runs {
  readonly seed: number;
  readonly numRuns: number;
}

const GATE_SEED = 20_261_123;

/**
 * The runs of a property: `normal` of them, or `soak` with `SOAK=1`. `STATEFOLD_SEED` repeats a seed that was printed. `usual`: the seed
 * of normal runs, where it is not another one each time; with `USUAL_SEEDS=1`, as in CI, no normal run has another one each time: what
 * fails there was broken by the change.
 */
export function runsOf(property: string, normal: number, soak: number, usual?: number): Runs {
  const given = process.env.STATEFOLD_SEED;
  const isSoak = process.env.SOAK === '1';
  const kept = usual ?? (process.env.USUAL_SEEDS === '1' ? GATE_SEED : undefined);
  const fresh = isSoak || kept === undefined ? Date.now() % 2 ** 31 : kept;
  const seed = given === undefined ? fresh : Number(given);
  const numRuns = isSoak ? soak : normal;
  process.stdout.write(`${property}: ${numRuns} runs, STATEFOLD_SEED=${seed}\n`);
  return { seed, numRuns };
}
