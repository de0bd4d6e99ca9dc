// What is checked of a query beside its parameters: the options.
import type { Violation } from '../kernel/error.js';
import type { Metadata } from '../kernel/message.js';
import type { Place, Receipt } from '../kernel/place.js';
import type { OptionNames } from '../kernel/unknown-options.js';
import { invalid, timeoutViolations, unknownViolations, unreadable } from './invalid.js';
import type { QueryAfter, QueryOptions } from './query-options.js';

/** What a caller has said beside a query's parameters. */
export interface AskedWith {
  readonly timeout: number | undefined;
  readonly after: Receipt | undefined;
  readonly metadata: Metadata;
}

const OPTIONS: OptionNames<QueryOptions | QueryAfter> = { after: true, metadata: true, timeout: true };

/** Options as they are now: each is read once. Throws `INVALID` where there are none to read, and for one that no query has. */
export function readOptions(query: string, options: QueryOptions | QueryAfter): AskedWith {
  if (typeof options !== 'object' || options === null) {
    throw invalid(query, [{ pointer: '', message: 'must have options in an object' }]);
  }
  try {
    const { timeout, after, metadata } = options;
    // A misspelt `after` would silently not be waited for.
    const unknown = unknownViolations(options, OPTIONS, 'option of a query');
    if (unknown.length > 0) throw invalid(query, unknown);
    return { timeout, after, metadata: { ...metadata } };
  } catch (error) {
    throw unreadable(query, error);
  }
}

/** What is wrong with them, on a log of so many partitions; nothing = they may be used. */
export function optionViolations(
  { timeout, after }: Pick<AskedWith, 'timeout' | 'after'>,
  partitions: number,
): readonly Violation[] {
  const isFine = after === undefined || isReceipt(after, partitions);
  return [...timeoutViolations(timeout), ...(isFine ? [] : [{ pointer: '/after', message: 'must be a receipt' }])];
}

/** Receipts come back from outside: whatever they say, it must be of the kind that is looked up. */
function isReceipt(after: unknown, partitions: number): boolean {
  if (typeof after !== 'object' || after === null) return false;
  const { aggregate, place } = after as { readonly [K in keyof Receipt]?: unknown };
  if (typeof aggregate !== 'string' || typeof place !== 'object') return false;
  if (place === null) return true;
  const { partition, epoch, position, mark } = place as { readonly [K in keyof Place]?: unknown };
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isNamed = typeof epoch === 'string' && typeof mark === 'string';
  return isNamed && isCount(position) && isCount(partition) && (partition as number) < partitions;
}
