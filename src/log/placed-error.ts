// Says of what goes wrong with a commit which one it was. Judges nothing.
import { labelOf } from '../kernel/aggregate-label.js';
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import type { Partition, Position } from '../kernel/place.js';
import type { AggregateKey } from './event-log.js';

/** Where a commit is, in words: `Order-7@3 (partition 0, position 12)`. */
export function commitName(
  { type, id }: AggregateKey,
  version: number,
  { partition, position }: { readonly partition: Partition; readonly position: Position },
): string {
  return `${labelOf(type, id)}@${version} (partition ${partition}, position ${position})`;
}

/** The same error with a place in front; what is none of ours stays as it is. */
export function placed(error: unknown, where: string): unknown {
  if (!isStatefoldError(error)) return error;
  const { code, message, details } = error;
  return new StatefoldError(code, `${where}: ${message}`, details, { cause: error });
}
