// One atomic step of a fold in one partition: commits folded in memory, then every change that follows, once.
import type { Position } from '../kernel/place.js';
import type { LogCommit } from '../log/log-block.js';
import { entryOf } from '../table/index-shape.js';
import type { IndexChanges, IndexEntry, RowChanges, TableId } from '../table/tables.js';
import type { Row } from './definition.js';
import { type CheckRow, foldCommit } from './fold-commit.js';
import type { FoldUnit } from './fold-unit.js';
import { encodePart, groupRow, type Part } from './group.js';
import { GroupChanges } from './group-changes.js';
import type { PartitionRows, Writes } from './partition-rows.js';
import { contributionsOf, type RollupPlan } from './rollup-plan.js';

interface Touched {
  readonly before: Row | null;
  after: Row | null;
  /** The row after, encoded; `null` where it is deleted, or was never changed. */
  bytes: Uint8Array | null;
  changed: boolean;
}

/** What a step writes. */
export interface StepChanges {
  readonly rows: readonly RowChanges[];
  readonly indexes: readonly IndexChanges[];
}

/** Folds some commits of one aggregate type: `begin`, `fold` each in order, `finish`, and once it is applied `remember`. */
export class FoldStep implements Writes {
  readonly #unit: FoldUnit;
  readonly #source: PartitionRows;
  readonly #checkRow: CheckRow | undefined;
  readonly #touched = new Map<string, Touched>();
  /** By rollup: the parts of its groups after the step. */
  readonly #parts: Map<string, Part | null>[] = [];
  events = 0;
  updatesWithoutRow = 0;

  constructor(unit: FoldUnit, source: PartitionRows, checkRow: CheckRow | undefined) {
    this.#unit = unit;
    this.#source = source;
    this.#checkRow = checkRow;
  }

  /** Reads the rows that the commits will change. */
  async begin(keys: ReadonlySet<string>): Promise<void> {
    if (keys.size === 0) return;
    const asked = [...keys];
    const rows = await this.#source.rows(asked);
    for (let index = 0; index < asked.length; index++) {
      const row = rows[index] ?? null;
      this.#touched.set(asked[index] ?? '', { before: row, after: row, bytes: null, changed: false });
    }
  }

  /** Folds one commit into its row, or throws `DEFECT` and leaves the row as it was. */
  fold(commit: LogCommit): void {
    const touched = this.#touched.get(commit.aggregateId);
    if (touched === undefined)
      throw new TypeError(`Row ${commit.aggregateId} was not read before its commit was folded.`);
    const events = commit.events();
    const { settled, updatesWithoutRow } = foldCommit(this.#unit.projection, touched.after, events, this.#checkRow);
    this.events += events.length;
    this.updatesWithoutRow += updatesWithoutRow;
    if (settled === undefined) return;
    touched.after = settled === null ? null : settled.row;
    touched.bytes = settled === null ? null : settled.bytes;
    touched.changed = true;
  }

  /** Every change that follows from the folded commits: rows, their index entries, rollups and theirs. */
  async finish(): Promise<StepChanges> {
    const rows = new Map<string, Uint8Array | null>();
    const known = new Set<string>();
    const indexes: IndexChanges[] = [];
    const [id] = this.#source.ids;
    if (id === undefined) return { rows: [], indexes };
    for (const [key, { before, after, bytes, changed }] of this.#touched) {
      if (!changed || (before === null && after === null)) continue;
      rows.set(key, bytes);
      if (before !== null) known.add(key);
    }
    for (const shape of this.#unit.shapes) {
      const changes = new EntryChanges();
      for (const key of rows.keys()) {
        const touched = this.#touched.get(key);
        const old = touched?.before ? entryOf(shape, touched.before, key) : null;
        changes.replace(key, old, touched?.after ? entryOf(shape, touched.after, key) : null);
      }
      changes.addTo(indexes, id, shape.name);
    }
    const tables: RowChanges[] = rows.size > 0 ? [{ table: id, rows, known }] : [];
    for (let rollup = 0; rollup < this.#unit.rollups.length; rollup++) {
      const plan = this.#unit.rollups[rollup];
      const table = this.#source.ids[rollup + 1];
      if (plan !== undefined && table !== undefined)
        await this.#finishRollup(plan, rollup, table, rows, tables, indexes);
    }
    return { rows: tables, indexes };
  }

  async #finishRollup(
    plan: RollupPlan,
    rollup: number,
    table: TableId,
    changed: ReadonlyMap<string, unknown>,
    tables: RowChanges[],
    indexes: IndexChanges[],
  ): Promise<void> {
    const changes = new GroupChanges(plan);
    for (const key of changed.keys()) {
      const touched = this.#touched.get(key);
      changes.replace(
        key,
        contributionsOf(plan, touched?.before ?? null),
        contributionsOf(plan, touched?.after ?? null),
      );
    }
    const { before, after } = await changes.finish({
      parts: (groups) => this.#source.parts(rollup, groups),
      entries: (index, range) => this.#source.entries(rollup, index, range),
      contribution: async (key, group) => {
        const touched = this.#touched.get(key);
        const row = touched === undefined ? (await this.#source.rows([key]))[0] : touched.after;
        return contributionsOf(plan, row ?? null).get(group);
      },
    });
    const rows = new Map<string, Uint8Array | null>();
    const known = new Set<string>();
    const parts = new Map<string, Part | null>();
    for (const [group, part] of after) {
      const isKnown = (before.get(group) ?? null) !== null;
      if (part === null && !isKnown) continue;
      rows.set(group, part === null ? null : encodePart(plan, part));
      if (isKnown) known.add(group);
      parts.set(group, part);
    }
    this.#parts[rollup] = parts;
    if (rows.size > 0) tables.push({ table, rows, known });
    for (const shape of plan.shapes) {
      const entries = new EntryChanges();
      for (const group of rows.keys()) {
        const [old, now] = [before.get(group), after.get(group)];
        entries.replace(
          group,
          old ? entryOf(shape, groupRow(plan, old), group) : null,
          now ? entryOf(shape, groupRow(plan, now), group) : null,
        );
      }
      entries.addTo(indexes, table, shape.name);
    }
    plan.fields.forEach(({ extremeIndex }, index) => {
      const [put, remove] = [changes.put[index] ?? [], changes.remove[index] ?? []];
      if (extremeIndex === null || put.length + remove.length === 0) return;
      indexes.push({ index: { ...table, index: extremeIndex }, put, remove });
    });
  }

  row(key: string): Row | null | undefined {
    const touched = this.#touched.get(key);
    return touched?.changed ? touched.after : undefined;
  }

  part(rollup: number, group: string): Part | null | undefined {
    return this.#parts[rollup]?.get(group);
  }

  /** Tells the partition's memory what the step writes, once it is on its way. Where it comes to nothing, all has to be forgotten. */
  remember(): void {
    for (const [key, { after, changed }] of this.#touched) {
      if (changed) this.#source.rememberRow(key, after);
    }
    this.#parts.forEach((parts, rollup) => {
      for (const [group, part] of parts) this.#source.rememberPart(rollup, group, part);
    });
    this.#source.send(this);
  }
}

class EntryChanges {
  readonly #put: IndexEntry[] = [];
  readonly #remove: IndexEntry[] = [];

  replace(key: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (before !== null) this.#remove.push({ entry: before, key });
    if (after !== null) this.#put.push({ entry: after, key });
  }

  addTo(indexes: IndexChanges[], table: TableId, index: string): void {
    if (this.#put.length + this.#remove.length === 0) return;
    indexes.push({ index: { ...table, index }, put: this.#put, remove: this.#remove });
  }
}

/** Folds commits up to the first that fails: what comes before it is kept, and the halt is exactly at its place. */
export function foldAll(
  step: FoldStep,
  commits: readonly LogCommit[],
  end: Position,
): { readonly folded: Position; readonly failure?: { readonly error: unknown } } {
  for (const commit of commits) {
    try {
      step.fold(commit);
    } catch (error) {
      return { folded: (commit.position - 1) as Position, failure: { error } };
    }
  }
  return { folded: end };
}
