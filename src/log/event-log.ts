// The event-log port: what the engine asks of a store's log, in the log's own terms. Payloads are opaque bytes here.
import type { Tag } from '../kernel/hash.js';
import type { Epoch, Mark, Partition, Place, Position } from '../kernel/place.js';
import type { Version } from '../kernel/version.js';

/** Names one aggregate. */
export interface AggregateKey {
  readonly type: string;
  readonly id: string;
}

/** The last commit of an aggregate: version after it, and its tag. Version 0 with tag '' = does not exist. */
export interface Head {
  readonly version: Version;
  readonly tag: Tag;
}

/** What must be true of an aggregate when the store looks: it stands at `head`, and `deadline` (ms, the store's time) has not passed. */
export interface Expectation {
  readonly aggregate: AggregateKey;
  readonly head: Head;
  readonly deadline: number;
}

/** All events of one command, encoded, with the history that it was decided on. */
export interface CommitDraft {
  /** The history that the commit was decided on; an earlier commit of the same block counts. */
  readonly expects: Expectation;
  /** The aggregate's head once this commit is stored. */
  readonly next: Head;
  /** The encoded commit. Belongs to the log from here on. */
  readonly payload: Uint8Array;
}

/** One round trip to the log: commits to store, and answers without a commit to confirm. */
export interface BlockDraft {
  readonly commits: readonly CommitDraft[];
  readonly checks: readonly Expectation[];
}

/**
 * What the log found for one expectation. `fine` in a refused block: nothing is wrong with this commit, others were.
 * What is both is `expired`. A commit decided on top of one that is not fine is `stale`: its history will never exist.
 */
export type Verdict = 'fine' | 'stale' | 'expired';

/**
 * The outcome of an append. All commits are stored or none: one stale or expired commit refuses all of them.
 * Checks never refuse a block; their verdicts stand beside it. A check is fine if the aggregate stands at its head before
 * the block, or after one of the block's commits, if they are stored.
 */
export type Appended =
  | {
      readonly kind: 'appended';
      readonly epoch: Epoch;
      /** Position of the block's first commit; the others follow without gaps. With no commits, the position of the head. */
      readonly first: Position;
      readonly mark: Mark;
      readonly checks: readonly Verdict[];
    }
  | { readonly kind: 'refused'; readonly commits: readonly Verdict[]; readonly checks: readonly Verdict[] };

/** One block as the log holds it. */
export interface StoredBlock {
  readonly partition: Partition;
  readonly epoch: Epoch;
  readonly first: Position;
  readonly last: Position;
  readonly markBefore: Mark;
  readonly mark: Mark;
  /** When the log took it: ms, the store's time. */
  readonly storedAt: number;
  /** The encoded block: see `src/codec/block.ts`. */
  readonly bytes: Uint8Array;
}

/** One commit of one aggregate as the log holds it. */
export interface StoredCommit {
  readonly place: Place;
  /** The aggregate's head once this commit was stored. */
  readonly head: Head;
  readonly storedAt: number;
  readonly payload: Uint8Array;
}

/** The end of a partition. */
export interface LogHead {
  readonly epoch: Epoch;
  readonly position: Position;
  readonly mark: Mark;
}

/**
 * The log of one store connection. What it returns is the caller's own: no later append changes it.
 * Every method but `now` fails with a `StatefoldError`: `UNAVAILABLE`, `TIMEOUT`, `CORRUPT` or `CLOSED`,
 * and `append` with `OUTCOME_UNKNOWN` where the store cannot say.
 */
export interface EventLog {
  /** P: the number of partitions, fixed when the log is created. */
  readonly partitions: number;
  /** Whether others may append: then answers without a commit are confirmed by a check. */
  readonly shared: boolean;

  /** Milliseconds since 1970 by the clock that judges deadlines, as best known here without a round trip. */
  now(): number;

  /** Appends all commits of a block or none. A stale version is a verdict, not an error. */
  append(partition: Partition, block: BlockDraft): Promise<Appended>;

  head(partition: Partition): Promise<LogHead>;

  /** The epoch that the log is in now: what is appended next is of it. That of the last block may be an earlier one. */
  epoch(partition: Partition): Promise<Epoch>;

  /** Blocks from the one that holds the position after `after`, in order, at most about `maxBytes` (at least one block if there is any). */
  read(partition: Partition, after: Position, maxBytes: number): Promise<readonly StoredBlock[]>;

  /** Commits of one aggregate from the first whose version is above `after`, in order, at most `limit`. */
  history(aggregate: AggregateKey, after: Version, limit: number): Promise<readonly StoredCommit[]>;

  /** The last commit's head; version 0 for an aggregate that does not exist. */
  aggregateHead(aggregate: AggregateKey): Promise<Head>;

  /** The commits of an aggregate that carry a tag, oldest first: how a retried command finds its first act. */
  find(aggregate: AggregateKey, tag: Tag): Promise<readonly StoredCommit[]>;

  /** Whether a place still means the same commit in this log. Position 0 holds with the first mark, in the epoch of now. */
  holds(place: Place): Promise<boolean>;

  /**
   * Calls `wake` after each append to a partition, by anyone, never inside a call of this log; it may be called once for
   * several. What it throws becomes a process warning. Returns how to stop.
   */
  onAppend(partition: Partition, wake: () => void): () => void;
}
