// The audit port: what a store can tell of how it keeps a log, for whoever verifies it. Nothing that runs depends on it.
import type { Partition, Position } from '../kernel/place.js';
import type { AggregateKey, Head } from './event-log.js';

/** A commit as the index of its aggregate lists it. */
export interface IndexedCommit {
  readonly position: Position;
  /** The aggregate's head once the commit was stored. */
  readonly head: Head;
}

/** The index of one aggregate. */
export interface AggregateIndex {
  readonly partition: Partition;
  readonly aggregate: AggregateKey;
  /** In the order of the index. */
  readonly commits: readonly IndexedCommit[];
}

/** Something that is not as it was written. */
export interface LogFinding {
  readonly partition: Partition;
  /** Where, what, and what next: one line. */
  readonly message: string;
}

/** What to do about most of them. */
export const REMEDY = 'Restore the log from a replica or a backup.';

/** How a store keeps a log. */
export interface LogAudit {
  /** The indexes of all aggregates, in any order; one may come twice. */
  indexes(): AsyncIterable<AggregateIndex>;

  /** What does not fit of that by which the store finds its way in a partition. */
  layout(partition: Partition): Promise<readonly LogFinding[]>;
}
