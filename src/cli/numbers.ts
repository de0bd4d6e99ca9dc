// Numbers as they are typed, and as they are told. Knows no command.
import type { Partition } from '../kernel/place.js';
import { UsageError } from './user-module.js';

/** The whole number that an option was given, of at least so much; `undefined` where it was not given. Throws a `UsageError` for anything else. */
export function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${option} takes a whole number of at least ${least}, not '${text}'.`);
}

/** The partition that was typed; `undefined` where none was. Throws a `UsageError` for one that a log of so many does not have. */
export function typedPartition(text: string | undefined, partitions: number): Partition | undefined {
  const partition = wholeNumber('--partition', text, 0);
  if (partition === undefined || partition < partitions) return partition as Partition | undefined;
  throw new UsageError(`There is no partition ${partition}: this log has ${partitions}, from 0.`);
}

/** `1 file`, `2 files`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
