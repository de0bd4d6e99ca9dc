// Numbers as they are typed. Knows no command.
import { UsageError } from './user-module.js';

/** The whole number that an option was given, of at least so much; `undefined` where it was not given. Throws a `UsageError` for anything else. */
export function wholeNumber<T extends string | undefined>(
  option: string,
  text: T,
  least: number,
): T extends string ? number : number | undefined;
export function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${option} takes a whole number of at least ${least}, not '${text}'.`);
}
