// Finds the first place at which two JSON values differ. Says nothing of why.
import { pointerStep } from '../../schema/violation-message.js';

/** Where two values differ, each in a few letters. */
export interface Difference {
  /** JSON pointer; '' is the whole. */
  readonly pointer: string;
  readonly expected: string;
  readonly actual: string;
}

const MOST_LETTERS = 80;

/** The first difference of two values that are not equal. */
export function firstDifference(expected: unknown, actual: unknown, pointer = ''): Difference {
  if (isParted(expected) && isParted(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const name of names) {
      const [left, right] = [partOf(expected, name), partOf(actual, name)];
      if (JSON.stringify(left) === JSON.stringify(right)) continue;
      return firstDifference(left, right, pointer + pointerStep(name));
    }
  }
  return { pointer, expected: shown(expected), actual: shown(actual) };
}

function isParted(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function partOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}
