// One text per aggregate, for tables by aggregate. Nothing stored depends on it.
import type { AggregateKey } from './event-log.js';

/** One text per aggregate; two aggregates never share one. */
export function aggregateName({ type, id }: AggregateKey): string {
  return `${type.length}:${type}:${id}`;
}
