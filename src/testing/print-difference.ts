// Two values side by side as lines: what was expected and is missing, what is there and was not.
import { isNested } from './nested.js';
import { printValue } from './print-value.js';

/** Lines as they are: beginning with `-` what was expected, with `+` what is there, with a space what is in both. */
export function printDifference(expected: unknown, actual: unknown): string {
  const [left, right] = [linesOf(expected), linesOf(actual)];
  return [...merged(left, right)].join('\n');
}

function linesOf(value: unknown): readonly string[] {
  return layOut(value, '').split('\n');
}

/** One line per scalar, so that lines can be compared. */
function layOut(value: unknown, indent: string): string {
  if (!isNested(value)) return printValue(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value).map(
    ([key, item]) => `${Array.isArray(value) ? '' : `${key}: `}${layOut(item, inner)},`,
  );
  return entries.length === 0
    ? open + close
    : `${open}\n${entries.map((line) => `${inner}${line}\n`).join('')}${indent}${close}`;
}

/** By a longest common subsequence: values of counterexamples are small. */
function* merged(left: readonly string[], right: readonly string[]): Generator<string> {
  const common = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row !== undefined)
        row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      yield `  ${left[i++]}`;
      j++;
    } else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) yield `- ${left[i++]}`;
    else yield `+ ${right[j++]}`;
  }
}
