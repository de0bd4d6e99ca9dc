// The table port: rows, indexes and checkpoints, changed in one atomic step. Rows are opaque bytes, index entries ordered text.
import type { Epoch, Mark, Partition, Position } from '../kernel/place.js';
import type { LeaseProof } from './leases.js';

/** One physical build of one table: a projection's rows, or a rollup's. Indexes are named by it too. */
export interface TableId {
  readonly table: string;
  readonly generation: string;
}

/** An index of a table. */
export interface IndexId extends TableId {
  readonly index: string;
}

/** What a checkpoint belongs to: a projection with its rollups and indexes, which change together. */
export interface FoldId {
  readonly projection: string;
  readonly generation: string;
}

/** The place up to which a fold has gone in one partition. */
export interface Checkpoint {
  readonly epoch: Epoch;
  readonly position: Position;
  readonly mark: Mark;
  /** Grows with every write to the fold's tables: whoever did not make the last one must drop what it remembers of rows. */
  readonly revision: number;
}

/** Rows to write (bytes) or delete (`null`), by key. The bytes belong to the tables from here on. */
export interface RowChanges {
  readonly table: TableId;
  readonly rows: ReadonlyMap<string, Uint8Array | null>;
  /** Keys of which there were rows at the expected checkpoint: they need not be entered again. A key that is not here may be either. */
  readonly known?: ReadonlySet<string> | undefined;
}

/**
 * Entries to add and to remove. Removals go first; of an entry that is not there they do nothing.
 * An entry's text orders it; `src/table/order-key.ts` makes it.
 */
export interface IndexChanges {
  readonly index: IndexId;
  readonly put: readonly IndexEntry[];
  readonly remove: readonly IndexEntry[];
}

/** One entry of an index: its ordered text, unique in the index, and the key of its row. */
export interface IndexEntry {
  readonly entry: string;
  readonly key: string;
}

/** One atomic step of a fold in one partition. */
export interface ApplyStep {
  readonly fold: FoldId;
  readonly partition: Partition;
  /** The checkpoint that the step was computed on; `null` = the fold has none yet. */
  readonly expects: Checkpoint | null;
  readonly next: Checkpoint;
  readonly rows: readonly RowChanges[];
  readonly indexes: readonly IndexChanges[];
  /** The lease that the step is made under; without one nothing but the checkpoint is compared. */
  readonly lease?: LeaseProof | undefined;
  /**
   * The epoch that the log was in before the step's commits were read. Where it is in another one by now they may be gone: the step is a
   * `conflict`, though the checkpoint be the same. Not compared when absent.
   */
  readonly readIn?: Epoch | undefined;
}

/**
 * The outcome of a step. Unless it was applied, nothing was written: `conflict` means that another worker moved the checkpoint,
 * `fenced` that the step's lease is not its sender's any more.
 */
export type Applied =
  | { readonly kind: 'applied' | 'fenced' }
  | { readonly kind: 'conflict'; readonly actual: Checkpoint | null };

/** A stretch of an index, by the text of its entries in code-point order; empty where `from` is not below `to`. */
export interface EntryRange {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

/** A stretch of an index with its rows, and how many entries there are. */
export interface SliceRequest {
  /** What the table belongs to. */
  readonly fold: FoldId;
  readonly index: IndexId;
  readonly partition: Partition;
  /** The entries to count. */
  readonly counted: Pick<EntryRange, 'from' | 'to'>;
  /** Those to tell. */
  readonly range: EntryRange;
}

/** The answer: how many entries were counted, and the rows of those to tell. */
export interface Slice {
  /** Up to where the fold had gone. */
  readonly checkpoint: Checkpoint;
  readonly total: number;
  /** In the order of their entries; `null` for an entry without a row. */
  readonly rows: readonly (Uint8Array | null)[];
  /** The last of these entries, where more follow behind the limit; else `null`. */
  readonly goesOnBehind: string | null;
}

/** Rows by key, in the order asked, and up to where their fold had gone. */
export interface RowsAt {
  readonly checkpoint: Checkpoint;
  readonly rows: readonly (Uint8Array | null)[];
}

/** What must still be so when a generation comes to serve. */
export interface ServeConditions {
  /** The store's clock (ms) is before it. */
  readonly before?: number | undefined;
  /**
   * The epochs that the partitions' logs were in before the generation's checkpoints were looked at. Where one is in another epoch by now, the
   * store may have lost what was seen.
   */
  readonly readIn?: readonly Epoch[] | undefined;
}

/** The tables of one store connection. What they return is the caller's own: no later step changes it. */
export interface Tables {
  checkpoint(fold: FoldId, partition: Partition): Promise<Checkpoint | null>;

  /** Changes rows, indexes and checkpoint together, or nothing. The lease is compared first, then the checkpoint. */
  apply(step: ApplyStep): Promise<Applied>;

  /** Rows by key, in the order asked; `null` where there is none. */
  rows(table: TableId, partition: Partition, keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>;

  /**
   * The same with the fold's checkpoint, all of one moment: no step comes between. `null` where it has none in that partition: it was
   * never begun, or it was dropped. For a few keys: a store does nothing else meanwhile.
   */
  rowsAt(fold: FoldId, table: TableId, partition: Partition, keys: readonly string[]): Promise<RowsAt | null>;

  /** Entries of a stretch of an index, in its direction. */
  entries(index: IndexId, partition: Partition, range: EntryRange): Promise<readonly IndexEntry[]>;

  /** How many entries lie in `from` (inclusive) to `to` (exclusive). */
  count(index: IndexId, partition: Partition, range: Pick<EntryRange, 'from' | 'to'>): Promise<number>;

  /**
   * What `checkpoint`, `count`, `entries` and `rows` tell, all of one moment: no step comes between. `null` where the fold has no
   * checkpoint in that partition: it was never begun, or it was dropped.
   */
  slice(request: SliceRequest): Promise<Slice | null>;

  /** Rows in the code-point order of their keys, from the first key above `after` ('' = from the start), at most `limit`. */
  scan(
    table: TableId,
    partition: Partition,
    after: string,
    limit: number,
  ): Promise<readonly (readonly [key: string, row: Uint8Array])[]>;

  /** How many rows a table has in a partition. */
  size(table: TableId, partition: Partition): Promise<number>;

  /** The generation of a projection that serves queries; `null` before the first. */
  serving(projection: string): Promise<string | null>;

  /** The same, as this connection has last heard: for nothing, and behind a change by others for a moment. */
  lastServing(projection: string): Promise<string | null>;

  /** Lets a generation serve if the serving one is still `from`, and all else as it must be. Answers whether it did; then it wakes as a step does. */
  serve(projection: string, from: string | null, to: string, conditions?: ServeConditions): Promise<boolean>;

  /**
   * Deletes a generation: rows, indexes and checkpoints. `readIn`: the epochs that the partitions' logs were in when it was known that nobody
   * needs it. Where one is in another epoch by now, the store may have lost what made it so: nothing is deleted there.
   */
  drop(fold: FoldId, tables: readonly TableId[], indexes: readonly IndexId[], readIn?: readonly Epoch[]): Promise<void>;

  /**
   * Calls `wake` after each step of a projection in any partition and generation, by anyone, never inside a call of these
   * tables; it may be called once for several. What it throws becomes a process warning. Returns how to stop.
   */
  onApply(projection: string, wake: () => void): () => void;
}
