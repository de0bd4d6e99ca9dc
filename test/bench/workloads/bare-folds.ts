// The parts that no fold can do without, one after another and with nothing around them: no engine, but what one cannot cost less than.
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import type { Position } from '../../../src/kernel/place.js';
import { type LogBlock, openBlock } from '../../../src/log/log-block.js';
import { LOG_START } from '../../../src/log/log-cursor.js';
import { RecordedEvents } from '../../../src/log/recorded-events.js';
import type { ProjectionDefinition, Row } from '../../../src/projection/definition.js';
import { foldCommit } from '../../../src/projection/fold-commit.js';
import { foldUnit } from '../../../src/projection/fold-unit.js';
import { WakeUp } from '../../../src/projection/wake-up.js';
import { createValidators } from '../../../src/schema/validator.js';
import type { StoreConnection } from '../../../src/store/store.js';
import { entryOf, type IndexShape } from '../../../src/table/index-shape.js';
import type { Applied, Checkpoint, FoldId, IndexEntry, TableId, Tables } from '../../../src/table/tables.js';
import { PARTITION } from '../../contract/drafts.js';
import { accountRowsApp } from './account-rows.js';

const PAGE_BYTES = 1 << 19;
const ROWS_PER_STEP = 666;

/** What one step does to a row. */
interface Changed {
  readonly before: Row | null;
  after: Row | null;
  bytes: Uint8Array | null;
}

/**
 * Folds the one partition of a log into rows with their index, up to a position, as it grows: reads and proves blocks, decodes, folds, checks and encodes rows and
 * entries, and applies steps, one on its way while the next is folded; by the engine's own functions, called in a row. Nobody else folds, no row
 * has to be read, nothing is lost or fails, and no query is answered.
 */
export async function bareFold(connection: StoreConnection, end: Position): Promise<void> {
  const { log } = connection;
  const [projection] = accountRowsApp.projections as readonly ProjectionDefinition[];
  if (projection === undefined) throw new TypeError('The domain has no projection.');
  const validators = createValidators(accountRowsApp.schemas);
  const checkRow = (table: string, row: unknown) => validators.violations(table, row);
  const recorded = new RecordedEvents(new EventCodecs(accountRowsApp.codecs), () => []);
  const steps = new Steps(connection, projection);
  const rows = new Map<string, Row | null>();
  const appends = new WakeUp();
  const stop = log.onAppend(PARTITION, appends.wake);
  let changed = new Map<string, Changed>();
  for (let { position } = LOG_START; position < end; ) {
    const seen = appends.count;
    const blocks = await log.read(PARTITION, position, PAGE_BYTES);
    if (blocks.length === 0) await appends.after(seen);
    for (const stored of blocks) {
      const block = openBlock(stored, recorded);
      for (const commit of block.commits) {
        const key = commit.aggregateId;
        const row = rows.get(key) ?? null;
        const { settled } = foldCommit(projection, row, commit.events(), checkRow);
        if (settled === undefined) continue;
        const change = changed.get(key) ?? { before: row, after: row, bytes: null };
        change.after = settled?.row ?? null;
        change.bytes = settled?.bytes ?? null;
        changed.set(key, change);
        rows.set(key, change.after);
      }
      position = block.last;
      if (changed.size < ROWS_PER_STEP && stored !== blocks.at(-1)) continue;
      await steps.apply(changed, block);
      changed = new Map();
    }
  }
  await steps.applied();
  stop();
}

/** The steps of one fold, in their order. */
class Steps {
  readonly #tables: Tables;
  readonly #table: TableId;
  readonly #fold: FoldId;
  readonly #shape: IndexShape;
  #at: Checkpoint | null = null;
  #onItsWay: Promise<Applied> | null = null;

  constructor({ tables }: StoreConnection, projection: ProjectionDefinition) {
    const { name, shapes } = foldUnit({ projection, rollups: [], queries: accountRowsApp.queries, partitions: 1 });
    const [shape] = shapes;
    if (shape === undefined) throw new TypeError('The projection has no index.');
    const generation = 'bare';
    this.#tables = tables;
    this.#table = { table: name, generation };
    this.#fold = { projection: name, generation };
    this.#shape = shape;
  }

  /** Sends a step up to the end of a block, once the one before is there. */
  async apply(changed: ReadonlyMap<string, Changed>, { epoch, mark, last }: LogBlock): Promise<void> {
    const rows = new Map<string, Uint8Array | null>();
    const known = new Set<string>();
    const put: IndexEntry[] = [];
    const remove: IndexEntry[] = [];
    for (const [key, { before, after, bytes }] of changed) {
      rows.set(key, bytes);
      if (before !== null) known.add(key);
      const old = before && entryOf(this.#shape, before, key);
      const now = after && entryOf(this.#shape, after, key);
      if (old === now) continue;
      if (old !== null) remove.push({ entry: old, key });
      if (now !== null) put.push({ entry: now, key });
    }
    const table = this.#table;
    const expects = this.#at;
    const next = { epoch, mark, position: last, revision: (expects?.revision ?? 0) + 1 };
    const indexes = [{ index: { ...table, index: this.#shape.name }, put, remove }];
    await this.applied();
    this.#onItsWay = this.#tables.apply({
      fold: this.#fold,
      partition: PARTITION,
      expects,
      next,
      rows: [{ table, rows, known }],
      indexes,
    });
    this.#at = next;
  }

  /** Resolves once nothing is on its way. */
  async applied(): Promise<void> {
    const answer = await this.#onItsWay;
    this.#onItsWay = null;
    if (answer !== null && answer.kind !== 'applied') throw new Error('A step was refused, though nobody else folds.');
  }
}
