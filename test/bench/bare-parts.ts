// What a figure would be for the parts that no command can do without, called in a row: said beside what the engine reaches.
import { compare } from './compare.js';
import type { Effort, Figure, Side } from './figure.js';

const PAIRS = 5;
const QUICK_PAIRS = 2;

/** A line that compares a bare side with a figure's own baseline. */
export async function bareParts(
  { name, baseline }: Pick<Figure, 'name' | 'baseline'>,
  bare: Side,
  effort: Effort,
): Promise<string> {
  const { ratio, min, max } = await compare(
    { name: `${name}, its parts alone`, ours: bare, baseline },
    { effort, pairs: effort.quick ? QUICK_PAIRS : PAIRS, beforeTurn: globalThis.gc ?? (() => {}), onTurn: () => {} },
  );
  return `its parts alone, called in a row by no engine: ${[ratio, min, max].map((one) => one.toPrecision(3)).join(', ')} (median, lowest, highest)`;
}
