// Runs a figure's two sides in turns, A B A B, and takes medians. Reads no clock: each turn times itself.
import type { Effort, Figure } from './figure.js';

/** What came of all pairs: medians of both sides, and of the ratios of the pairs. */
export interface Comparison {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  /** The lowest and the highest ratio of any pair. */
  readonly min: number;
  readonly max: number;
}

/** How a figure is compared. */
export interface CompareOptions {
  readonly effort: Effort;
  readonly pairs: number;
  /** Called before each turn, and what warms it up: to collect the garbage of the last one, which this one must not pay for. */
  readonly beforeTurn: () => void;
  /** Called after each turn, the warm-up's included, with how many are done of how many. */
  readonly onTurn: (done: number, total: number) => void;
}

/**
 * Pairs that are not counted: a path of many small functions is fully compiled only in its third turn of half a second. And each turn is
 * taken once before it counts: with the garbage, V8 throws away compiled code that knew some of it, and takes thousands of calls to make
 * it anew (dozens of functions after each collection; commands took an eighth longer, one alone a third).
 */
const WARM_UP = 1;

/** Measures a figure. Some turns that are not counted go first. A pair is divided by itself: what slows both cancels out. */
export async function compare(
  figure: Pick<Figure, 'name' | 'ours' | 'baseline'>,
  { effort, pairs, beforeTurn, onTurn }: CompareOptions,
): Promise<Comparison> {
  const ours = await figure.ours(effort);
  const baseline = await figure.baseline(effort);
  const total = 2 * (WARM_UP + pairs);
  const results: { ours: number; baseline: number }[] = [];
  let done = 0;
  const take = async (turn: typeof ours): Promise<number> => {
    beforeTurn();
    await turn();
    const result = await turn();
    if (!(Number.isFinite(result) && result > 0)) throw new RangeError(`${figure.name}: a turn answered ${result}.`);
    done++;
    onTurn(done, total);
    return result;
  };
  for (let pair = 0; pair < WARM_UP + pairs; pair++) {
    const result = { ours: await take(ours), baseline: await take(baseline) };
    if (pair >= WARM_UP) results.push(result);
  }
  const ratios = results.map((pair) => pair.ours / pair.baseline);
  return {
    ours: median(results.map((pair) => pair.ours)),
    baseline: median(results.map((pair) => pair.baseline)),
    ratio: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
  };
}

/** The middle of some numbers; between the two middle ones where their count is even. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
