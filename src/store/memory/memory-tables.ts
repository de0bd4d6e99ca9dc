// The tables of one connection to a memory store, and the state that all its connections share.
import type { Epoch, Partition } from '../../kernel/place.js';
import { sameCheckpoint } from '../../table/same-checkpoint.js';
import type {
  Applied,
  ApplyStep,
  Checkpoint,
  EntryRange,
  FoldId,
  IndexEntry,
  IndexId,
  RowsAt,
  ServeConditions,
  Slice,
  SliceRequest,
  TableId,
  Tables,
} from '../../table/tables.js';
import type { Gate } from '../gate.js';
import { WakeUps } from '../wake-ups.js';
import type { MemoryLeaseSpace } from './memory-leases.js';
import { SortedEntries } from './sorted-entries.js';

/** One thing per partition. */
type Parts<Part> = Map<Partition, Part>;

/** What all connections of one memory store share of its tables, by name. */
export class MemoryTableSpace {
  readonly checkpoints = new Map<string, Parts<Checkpoint>>();
  readonly rows = new Map<string, Parts<SortedEntries<Uint8Array>>>();
  /** Keys of rows by entry. */
  readonly indexes = new Map<string, Parts<SortedEntries<string>>>();
  readonly serving = new Map<string, string>();
  readonly wakeUps = new WakeUps<string>();
}

/** What steps are compared with beside the tables themselves. */
export interface BesideTables {
  readonly leases: MemoryLeaseSpace;
  /** The epoch that the log is in. */
  readonly epoch: () => Epoch;
}

/** `Tables` over shared state. Methods are async for the port's sake: each does its work at once, when it is called. */
export class MemoryTables implements Tables {
  readonly #space: MemoryTableSpace;
  readonly #beside: BesideTables;
  readonly #gate: Gate;

  constructor(space: MemoryTableSpace, beside: BesideTables, gate: Gate) {
    this.#space = space;
    this.#beside = beside;
    this.#gate = gate;
  }

  async checkpoint(fold: FoldId, partition: Partition): Promise<Checkpoint | null> {
    return copyOf(this.#open().checkpoints.get(foldName(fold))?.get(partition));
  }

  async apply(step: ApplyStep): Promise<Applied> {
    const space = this.#open();
    const { fold, partition, expects, next, lease, readIn } = step;
    const { leases, epoch } = this.#beside;
    if (lease !== undefined && leases.fenceOf(partition, lease.name) !== lease.fence) return { kind: 'fenced' };
    const actual = copyOf(space.checkpoints.get(foldName(fold))?.get(partition));
    const isOfNow = readIn === undefined || readIn === epoch();
    if (!isOfNow || !sameCheckpoint(actual, expects)) return { kind: 'conflict', actual };
    for (const { table, rows } of step.rows) {
      const part = partOf(space.rows, tableName(table), partition);
      for (const [key, row] of rows) {
        if (row === null) part.remove(key);
        else part.put(key, row);
      }
    }
    for (const { index, put, remove } of step.indexes) {
      const part = partOf(space.indexes, indexName(index), partition);
      for (const { entry } of remove) part.remove(entry);
      for (const { entry, key } of put) part.put(entry, key);
    }
    const checkpoints = space.checkpoints.get(foldName(fold)) ?? new Map<Partition, Checkpoint>();
    space.checkpoints.set(foldName(fold), checkpoints.set(partition, { ...next }));
    space.wakeUps.ring(fold.projection);
    return { kind: 'applied' };
  }

  async rows(table: TableId, partition: Partition, keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const part = this.#open().rows.get(tableName(table))?.get(partition);
    return keys.map((key) => rowAt(part, key));
  }

  async rowsAt(fold: FoldId, table: TableId, partition: Partition, keys: readonly string[]): Promise<RowsAt | null> {
    const space = this.#open();
    const checkpoint = copyOf(space.checkpoints.get(foldName(fold))?.get(partition));
    const part = space.rows.get(tableName(table))?.get(partition);
    return checkpoint && { checkpoint, rows: keys.map((key) => rowAt(part, key)) };
  }

  async entries(index: IndexId, partition: Partition, range: EntryRange): Promise<readonly IndexEntry[]> {
    const part = this.#open().indexes.get(indexName(index))?.get(partition);
    return (part?.slice(range) ?? []).map(([entry, key]) => ({ entry, key }));
  }

  async count(index: IndexId, partition: Partition, range: Pick<EntryRange, 'from' | 'to'>): Promise<number> {
    return this.#open().indexes.get(indexName(index))?.get(partition)?.count(range.from, range.to) ?? 0;
  }

  async slice({ fold, index, partition, counted, range }: SliceRequest): Promise<Slice | null> {
    const space = this.#open();
    const checkpoint = copyOf(space.checkpoints.get(foldName(fold))?.get(partition));
    if (checkpoint === null) return null;
    const part = space.indexes.get(indexName(index))?.get(partition);
    const found = part?.slice({ ...range, limit: range.limit + 1 }) ?? [];
    const told = found.slice(0, range.limit);
    const rows = space.rows.get(tableName(index))?.get(partition);
    return {
      checkpoint,
      total: part?.count(counted.from, counted.to) ?? 0,
      rows: told.map(([, key]) => rowAt(rows, key)),
      goesOnBehind: found.length > told.length ? (told.at(-1)?.[0] ?? null) : null,
    };
  }

  async scan(
    table: TableId,
    partition: Partition,
    after: string,
    limit: number,
  ): Promise<readonly (readonly [key: string, row: Uint8Array])[]> {
    const part = this.#open().rows.get(tableName(table))?.get(partition);
    // No text lies between a key and the key with a NUL behind it. '' is no key, so it needs no such care.
    const from = after === '' ? '' : `${after}\0`;
    return (part?.slice({ from, direction: 'asc', offset: 0, limit }) ?? []).map(([key, row]) => [
      key,
      Buffer.from(row),
    ]);
  }

  async size(table: TableId, partition: Partition): Promise<number> {
    return this.#open().rows.get(tableName(table))?.get(partition)?.size ?? 0;
  }

  async serving(projection: string): Promise<string | null> {
    return this.#open().serving.get(projection) ?? null;
  }

  lastServing(projection: string): Promise<string | null> {
    return this.serving(projection);
  }

  async serve(
    projection: string,
    from: string | null,
    to: string,
    { before, readIn = [] }: ServeConditions = {},
  ): Promise<boolean> {
    const { serving, wakeUps } = this.#open();
    if ((serving.get(projection) ?? null) !== from || !this.#isIn(readIn)) return false;
    if (before !== undefined && this.#beside.leases.now() >= before) return false;
    serving.set(projection, to);
    wakeUps.ring(projection);
    return true;
  }

  async drop(
    fold: FoldId,
    tables: readonly TableId[],
    indexes: readonly IndexId[],
    readIn: readonly Epoch[] = [],
  ): Promise<void> {
    const space = this.#open();
    if (!this.#isIn(readIn)) return;
    space.checkpoints.delete(foldName(fold));
    for (const table of tables) space.rows.delete(tableName(table));
    for (const index of indexes) space.indexes.delete(indexName(index));
  }

  onApply(projection: string, wake: () => void): () => void {
    return this.#gate.untilClosed(this.#open().wakeUps.on(projection, wake));
  }

  /** Whether the logs are in these epochs still. */
  #isIn(epochs: readonly Epoch[]): boolean {
    return epochs.every((epoch) => epoch === this.#beside.epoch());
  }

  #open(): MemoryTableSpace {
    this.#gate.mustBeOpen();
    return this.#space;
  }
}

function partOf<Value>(
  all: Map<string, Parts<SortedEntries<Value>>>,
  name: string,
  partition: Partition,
): SortedEntries<Value> {
  const parts = all.get(name) ?? new Map<Partition, SortedEntries<Value>>();
  const part = parts.get(partition) ?? new SortedEntries<Value>();
  all.set(name, parts.set(partition, part));
  return part;
}

function rowAt(rows: SortedEntries<Uint8Array> | undefined, key: string): Buffer | null {
  const row = rows?.get(key);
  return row === undefined ? null : Buffer.from(row);
}

function copyOf(checkpoint: Checkpoint | undefined): Checkpoint | null {
  return checkpoint === undefined ? null : { ...checkpoint };
}

// JSON, because no two lists of names share one text.
function foldName({ projection, generation }: FoldId): string {
  return JSON.stringify([projection, generation]);
}

function tableName({ table, generation }: TableId): string {
  return JSON.stringify([table, generation]);
}

function indexName({ table, generation, index }: IndexId): string {
  return JSON.stringify([table, generation, index]);
}
