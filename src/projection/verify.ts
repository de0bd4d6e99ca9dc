// Compares live tables with what a fold of the whole log gives. Changes nothing. Keeps one partition's rows in memory.
import { StatefoldError } from '../kernel/error.js';
import type { Partition, Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { LOG_START, type ReadPlace } from '../log/log-cursor.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { StoreConnection } from '../store/store.js';
import { entryOf, type IndexShape } from '../table/index-shape.js';
import type { Checkpoint } from '../table/tables.js';
import type { Row } from './definition.js';
import { foldCommit } from './fold-commit.js';
import { type FoldUnit, foldId, tablesOf } from './fold-unit.js';
import { decodeGroupRow, encodePart, groupRow, mergeParts, type Part } from './group.js';
import { extremeEntry } from './group-changes.js';
import { contributionsOf, type RollupPlan } from './rollup-plan.js';
import { decodeRow, type Settled } from './settled.js';
import { type Difference, type ExpectedRows, MAX_DIFFERENCES, TableComparison } from './table-comparison.js';
import { TailReader } from './tail-reader.js';

/** The outcome of a comparison. */
export interface VerifyResult {
  readonly projection: string;
  readonly identical: boolean;
  /** Events folded for the comparison. */
  readonly events: number;
  readonly seconds: number;
  /** Commits that the live tables do not hold yet, and that were not compared: many, where the projection has halted. */
  readonly behind: number;
  /** At most a thousand. */
  readonly differences: readonly Difference[];
}

/** What a comparison needs. */
export interface VerifyContext {
  readonly connection: StoreConnection;
  readonly recorded: RecordedEvents;
  readonly runtime: Runtime;
  readonly unit: FoldUnit;
  readonly generation: string;
  readonly signal: AbortSignal | undefined;
  /** Runs a task while the projection is not folded here. */
  readonly whileHalted: <T>(task: () => Promise<T>) => Promise<T>;
}

/** How often another engine may move the checkpoint while a partition is compared; then `UNAVAILABLE`. */
const ATTEMPTS = 20;

/** Compares every row, group and index entry of a generation. */
export async function verifyGeneration(context: VerifyContext): Promise<VerifyResult> {
  const { connection, runtime, unit } = context;
  const startedAt = runtime.now();
  const differences: Difference[] = [];
  let [events, behind] = [0, 0];
  for (let index = 0; index < connection.log.partitions; index++) {
    const partition = index as Partition;
    const compared = await verifyPartition(context, partition, differences);
    events += compared.events;
    behind += (await connection.log.head(partition)).position - compared.position;
  }
  const seconds = (runtime.now() - startedAt) / 1000;
  return { projection: unit.name, identical: differences.length === 0, events, seconds, behind, differences };
}

async function verifyPartition(
  context: VerifyContext,
  partition: Partition,
  differences: Difference[],
): Promise<{ readonly events: number; readonly position: Position }> {
  const { connection, unit, generation } = context;
  const fold = foldId(unit, generation);
  let position: Position = LOG_START.position;
  const replay = new Replay(context, partition);
  const checkpoint = () => connection.tables.checkpoint(fold, partition);
  await replay.upTo((await checkpoint())?.position ?? LOG_START.position);
  // The rest of the log is folded while nothing moves here; another engine may still move it, then it is compared again.
  await context.whileHalted(async () => {
    for (let attempt = 1; ; attempt++) {
      const before = await checkpoint();
      position = before?.position ?? LOG_START.position;
      await replay.upTo(position);
      const found = await compare(context, partition, replay.rows);
      if (same(before, await checkpoint())) {
        differences.push(...found.slice(0, MAX_DIFFERENCES - differences.length));
        return;
      }
      // What differs while it moves may differ only because it moves: nothing is said of it.
      if (attempt === ATTEMPTS) throw moving(unit.name);
      await new Promise<void>((resolve) => context.runtime.after(attempt, resolve));
    }
  });
  return { events: replay.events, position };
}

function moving(projection: string): StatefoldError<'UNAVAILABLE'> {
  const message = `${projection}: another engine moved its rows each time they were compared. Stop folding there, or verify when less is written.`;
  return new StatefoldError('UNAVAILABLE', message, { what: `comparison of ${projection}` });
}

function same(a: Checkpoint | null, b: Checkpoint | null): boolean {
  return a?.revision === b?.revision && a?.position === b?.position;
}

/** Folds one partition into memory, row by row, without batches, caches or indexes. */
class Replay {
  readonly rows = new Map<string, Settled>();
  readonly #context: VerifyContext;
  readonly #reader: TailReader;
  #place: ReadPlace = LOG_START;
  #folded = LOG_START.position;
  events = 0;

  constructor(context: VerifyContext, partition: Partition) {
    this.#context = context;
    const { connection, recorded } = context;
    this.#reader = new TailReader({ log: connection.log, recorded }, partition, 0);
  }

  async upTo(position: Position): Promise<void> {
    const { unit, signal, runtime } = this.#context;
    while (this.#folded < position) {
      signal?.throwIfAborted();
      const blocks = await this.#reader.read(this.#place);
      if (blocks.length === 0) return;
      // Queries and timers have their turn between pages.
      await new Promise<void>((resume) => runtime.soon(resume));
      for (const block of blocks) {
        for (const commit of block.commits) {
          if (commit.position <= this.#folded || commit.position > position) continue;
          this.#folded = commit.position;
          if (commit.aggregateType !== unit.projection.aggregate) continue;
          const { aggregateId } = commit;
          const events = commit.events();
          const { settled } = foldCommit(unit.projection, this.rows.get(aggregateId)?.row ?? null, events, undefined);
          if (settled === null) this.rows.delete(aggregateId);
          else if (settled !== undefined) this.rows.set(aggregateId, settled);
          this.events += events.length;
        }
        if (block.first > position) return;
        this.#place = { position: this.#folded, mark: block.mark };
      }
    }
  }
}

async function compare(context: VerifyContext, partition: Partition, rows: ExpectedRows): Promise<Difference[]> {
  const { unit, generation } = context;
  const [table, ...rollups] = tablesOf(unit, generation);
  const found: Difference[] = [];
  if (table === undefined) return found;
  const comparison = new TableComparison(context.connection, context.runtime, partition, found);
  await comparison.rows(table, rows, decodeRow, (key) => key);
  for (const shape of unit.shapes) await comparison.index(table, shape.name, entriesOf(shape, rows));
  for (const [index, plan] of unit.rollups.entries()) {
    const id = rollups[index];
    if (id === undefined) continue;
    const { groups, extremes } = groupBy(plan, rows);
    const keyOf = (key: string, row: Row | undefined) => row?.[plan.definition.keyField] ?? key;
    await comparison.rows(id, groups, decodeGroupRow, keyOf);
    for (const shape of plan.shapes) await comparison.index(id, shape.name, entriesOf(shape, groups));
    for (const [name, entries] of extremes) await comparison.index(id, name, entries);
  }
  return found;
}

function entriesOf(shape: IndexShape, rows: ExpectedRows): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [key, { row }] of rows) {
    const entry = entryOf(shape, row, key);
    if (entry !== null) entries.set(entry, key);
  }
  return entries;
}

/** The groups of all rows from scratch, and the entries of the indexes of their extremes. */
function groupBy(
  plan: RollupPlan,
  rows: ExpectedRows,
): { groups: ExpectedRows; extremes: Map<string, Map<string, string>> } {
  const parts = new Map<string, Part>();
  const extremes = new Map<string, Map<string, string>>();
  for (const { extremeIndex } of plan.fields) if (extremeIndex !== null) extremes.set(extremeIndex, new Map());
  for (const [rowKey, { row }] of rows) {
    for (const [group, { key, values }] of contributionsOf(plan, row)) {
      const terms = plan.fields.map(({ kind }, index) => (kind === 'sum' && values[index] !== undefined ? 1 : 0));
      const part = parts.get(group);
      const added: Part = { key, rows: 1, terms, values };
      parts.set(group, part === undefined ? added : mergeParts(plan, part, added));
      plan.fields.forEach(({ extremeIndex }, index) => {
        if (extremeIndex === null || values[index] === undefined) return;
        extremes.get(extremeIndex)?.set(extremeEntry(group, values[index], rowKey), rowKey);
      });
    }
  }
  const groups = new Map(
    [...parts].map(([group, part]) => [group, { row: groupRow(plan, part), bytes: encodePart(plan, part) }]),
  );
  return { groups, extremes };
}
