// Makes steps for the tables' contract: short to write, complete as the port wants them.
import { BEFORE_FIRST, type Epoch, type Mark, type Partition, type Position } from '../../src/kernel/place.js';
import type { EventLog } from '../../src/log/event-log.js';
import type {
  ApplyStep,
  Checkpoint,
  EntryRange,
  FoldId,
  IndexEntry,
  IndexId,
  TableId,
  Tables,
} from '../../src/table/tables.js';

export const PARTITION = 0 as Partition;
export const OTHER_PARTITION = 1 as Partition;
export const FOLD: FoldId = { projection: 'OrderSummary', generation: 'g1' };
export const TABLE: TableId = { table: 'OrderSummary', generation: 'g1' };
export const INDEX: IndexId = { ...TABLE, index: 'status' };

/** Everything of an index, forwards. */
export const WHOLE: EntryRange = { from: '', to: '\u{10ffff}', direction: 'asc', offset: 0, limit: 1_000_000 };

/** The checkpoint of a fold's nth step. */
export function checkpoint(step: number): Checkpoint {
  return {
    epoch: '1' as Epoch,
    position: (step * 10) as Position,
    mark: step.toString(16).padStart(16, '0') as Mark,
    revision: step,
  };
}

/** The checkpoint of a fold that has gone up to the end of a block that the log holds. */
export async function checkpointAt(log: EventLog, position: number, revision = 1): Promise<Checkpoint> {
  const blocks = await log.read(PARTITION, BEFORE_FIRST, 1 << 20);
  const block = blocks.find(({ last }) => last === position);
  if (block === undefined) throw new Error(`No block ends at position ${position}.`);
  return { epoch: block.epoch, position: block.last, mark: block.mark, revision };
}

/** What a step changes; the tables of `TABLE` and `INDEX` unless it says others. */
export interface Changes {
  readonly rows?: Readonly<Record<string, string | null>>;
  /** Of the rows, those that the tables are told to have had before. */
  readonly known?: readonly string[];
  readonly put?: readonly IndexEntry[];
  readonly remove?: readonly IndexEntry[];
  readonly fold?: FoldId;
  readonly table?: TableId;
  readonly index?: IndexId;
  readonly partition?: Partition;
}

/** The step from one checkpoint to another. */
export function step(expects: Checkpoint | null, next: Checkpoint, changes: Changes = {}): ApplyStep {
  const {
    rows = {},
    known,
    put = [],
    remove = [],
    fold = FOLD,
    table = TABLE,
    index = INDEX,
    partition = PARTITION,
  } = changes;
  const bytes = Object.entries(rows).map(([key, row]) => [key, row === null ? null : Buffer.from(row)] as const);
  return {
    fold,
    partition,
    expects,
    next,
    rows: bytes.length === 0 ? [] : [{ table, rows: new Map(bytes), known: known && new Set(known) }],
    indexes: put.length + remove.length === 0 ? [] : [{ index, put, remove }],
  };
}

/** Applies changes on whatever checkpoint there is, and insists that they are applied. */
export async function write(tables: Tables, changes: Changes): Promise<void> {
  const { fold = FOLD, partition = PARTITION } = changes;
  const expects = await tables.checkpoint(fold, partition);
  const applied = await tables.apply(step(expects, checkpoint((expects?.revision ?? 0) + 1), changes));
  if (applied.kind !== 'applied') throw new Error('The step met a conflict.');
}

/** An entry whose row's key is made of its text. */
export function entry(text: string): IndexEntry {
  return { entry: text, key: `key of ${text}` };
}

/** Everything that a reader can see of `TABLE`, `INDEX` and `FOLD` in a partition. */
export async function stateOf(tables: Tables, partition = PARTITION): Promise<unknown> {
  return {
    checkpoint: await tables.checkpoint(FOLD, partition),
    rows: await contents(tables, TABLE, partition),
    size: await tables.size(TABLE, partition),
    entries: await tables.entries(INDEX, partition, WHOLE),
  };
}

/** The rows of a table as text, in the order of a scan. */
export async function contents(
  tables: Tables,
  table = TABLE,
  partition = PARTITION,
): Promise<readonly (readonly [string, string])[]> {
  const rows = await tables.scan(table, partition, '', 1_000_000);
  return rows.map(([key, row]) => [key, Buffer.from(row).toString()] as const);
}
