// The partitions of a store: how many there may be, and which one is meant. Knows nothing of what they hold.
import { partitionOf } from '../kernel/hash.js';
import { shownValue } from '../kernel/option-kinds.js';
import type { Partition } from '../kernel/place.js';
import type { AggregateKey, BlockDraft } from '../log/event-log.js';

/** Each has keys of its own in a store, and in every engine a reader, leases and steps: of a million these alone fill a process's memory. */
const MOST_PARTITIONS = 1024;

/** Throws a `RangeError` unless a log can have so many partitions. */
export function mustBePartitions(count: number): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= MOST_PARTITIONS) return;
  throw new RangeError(
    `A log has a whole number of partitions, from 1 to ${MOST_PARTITIONS}, not ${shownValue(count)}.`,
  );
}

/** One of a log's partitions. Throws a `RangeError` where it is not there. */
export function partitionAt<Part>(all: readonly Part[], partition: Partition): Part {
  const found = all[partition];
  if (found !== undefined) return found;
  throw new RangeError(`There is no partition ${partition}: this log has ${all.length}.`);
}

/** The one of a log's partitions that an aggregate lives in. */
export function homeOf<Part>(all: readonly Part[], { type, id }: AggregateKey): Part {
  return partitionAt(all, partitionOf(type, id, all.length));
}

/** Throws a `RangeError` unless all aggregates of a block live in a partition of a log that has so many. */
export function mustLiveIn(partition: Partition, { commits, checks }: BlockDraft, partitions: number): void {
  for (const { expects } of commits) mustBeHome(partition, expects.aggregate, partitions);
  for (const { aggregate } of checks) mustBeHome(partition, aggregate, partitions);
}

function mustBeHome(partition: Partition, { type, id }: AggregateKey, partitions: number): void {
  const home = partitionOf(type, id, partitions);
  if (home !== partition) throw new RangeError(`${type} ${id} lives in partition ${home}, not ${partition}.`);
}
