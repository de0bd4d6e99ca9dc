// Where a commit lies in the log: partition, epoch, position, mark. Knows nothing of aggregates.

/** One ordered log; 0 to P − 1. */
export type Partition = number & { readonly brand: 'Partition' };

/** All partitions of a log that has so many. */
export function allPartitions(count: number): readonly Partition[] {
  return Array.from({ length: count }, (_, index) => index as Partition);
}

/** A commit's place in its partition: 1, 2, 3 … without gaps; 0 = before the first. */
export type Position = number & { readonly brand: 'Position' };

/** Which incarnation of the log a position belongs to. Decimal digits, compared as text for equality only. */
export type Epoch = string & { readonly brand: 'Epoch' };

/** 16 hex digits of the chain hash after a block: proves that a position still means the same commit. */
export type Mark = string & { readonly brand: 'Mark' };

/** The position before the first commit. */
export const BEFORE_FIRST = 0 as Position;

/** The mark of an empty partition. */
export const FIRST_MARK = '0000000000000000' as Mark;

/** A commit's place in the log, with the proof that it still means that commit. */
export interface Place {
  readonly partition: Partition;
  readonly epoch: Epoch;
  readonly position: Position;
  /** The mark of the block that covers the position. */
  readonly mark: Mark;
}

/** What a successful command returns. `Aggregate` names the aggregate's type, so that a query knows whether it can wait for it. */
export interface Receipt<Aggregate extends string = string> {
  readonly aggregate: Aggregate;
  readonly aggregateId: string;
  readonly commandId: string;
  /** The aggregate's version after the command. */
  readonly version: number;
  /** Where the commit lies; for a decision of no events, the place of the aggregate's last commit, or `null` if it has none. */
  readonly place: Place | null;
}
