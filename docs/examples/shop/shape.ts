// Checks untrusted values by hand-made shapes and says, for people, what is wrong where. Knows no orders.
import { scaled } from './money.js';

/** Adds to `problems` what is wrong with a value; `path` says where it lies. */
export type Check = (value: unknown, path: string, problems: string[]) => void;

/** What a field of a shape accepts, by a test and in words. */
function check(expected: string, accepts: (value: unknown) => boolean): Check {
  return (value, path, problems) => {
    if (!accepts(value)) problems.push(`${path}: expected ${expected}, found ${shown(value)}`);
  };
}

/** A text that is not empty. */
export const text = check('a text', (value) => typeof value === 'string' && value !== '');

/** A plain day that exists, `2016-07-04`. */
export const day = check('a day as YYYY-MM-DD', (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
});

/** A text of a pattern. */
export function pattern(expected: string, regularExpression: RegExp): Check {
  return check(expected, (value) => typeof value === 'string' && regularExpression.test(value));
}

/** A whole number in a range. */
export function whole(least: number, most: number): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return check(
    `a whole number ${range}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** A number from 0 to `most` with at most so many decimals: what is finer than the domain's units would be lost. */
export function decimal(most: number, places: number): Check {
  const expected = `a number from 0 to ${most} with at most ${places} decimals`;
  return check(expected, (value) => typeof value === 'number' && value <= most && scaled(value, places) !== null);
}

/** What a check accepts, or null. */
export function orNull(accepts: Check): Check {
  return (value, path, problems) => {
    if (value !== null) accepts(value, path, problems);
  };
}

/** An object with these fields. Others are passed over. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  return (value, path, problems) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push(`${path === '' ? 'line' : path}: expected an object, found ${shown(value)}`);
      return;
    }
    for (const [name, accepts] of Object.entries(fields)) {
      const at = path === '' ? name : `${path}.${name}`;
      if (Object.hasOwn(value, name)) accepts((value as Record<string, unknown>)[name], at, problems);
      else problems.push(`${at} is missing`);
    }
  };
}

/** An array of at least one element. */
export function someOf(accepts: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) problems.push(`${path}: expected an array, found ${shown(value)}`);
    else if (value.length === 0) problems.push(`${path} is empty`);
    else for (const [index, element] of value.entries()) accepts(element, `${path}[${index}]`, problems);
  };
}

// Never prints what is nested: a hostile line could be very deep.
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
