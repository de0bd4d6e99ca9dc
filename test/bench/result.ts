// A figure's result, as a machine reads it and as a person does. Pure.
import type { Comparison } from './compare.js';
import type { Figure } from './figure.js';

/** One figure in the last line of `--json`. */
export interface Result extends Comparison {
  readonly unit: string;
  readonly goal: number;
  readonly met: boolean;
}

/** A comparison held against its figure's goal. */
export function resultOf({ unit, goal, lowerIsBetter }: Figure, comparison: Comparison): Result {
  const { ours, baseline, ratio, min, max } = comparison;
  const met = lowerIsBetter ? ratio <= goal : ratio >= goal;
  return { ours, baseline, unit, ratio, min, max, goal, met };
}

/** The lines that tell a figure's result: name, ratio and goal; what it measures; both sides. */
export function linesOf({ name, measures, lowerIsBetter }: Figure, result: Result): readonly string[] {
  const { ours, baseline, unit, ratio, min, max, goal, met } = result;
  const bound = `${lowerIsBetter ? 'at most' : 'at least'} ${goal}: ${met ? 'met' : 'not met'}`;
  return [
    `${name.padEnd(20)} ${rounded(ratio)}  (${rounded(min)} to ${rounded(max)})  ${bound}`,
    `  ${measures}`,
    `  ours ${amount(ours)} ${unit}, baseline ${amount(baseline)} ${unit}`,
  ];
}

/** The last line of `--json`. */
export function jsonOf(results: ReadonlyMap<string, Result>): string {
  return JSON.stringify(Object.fromEntries(results), (_, value: unknown) =>
    typeof value === 'number' ? Number(rounded(value)) : value,
  );
}

/** Three digits that count; a run tells no more. */
function rounded(value: number): string {
  return String(value >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}

function amount(value: number): string {
  return Number(rounded(value)).toLocaleString('en');
}
