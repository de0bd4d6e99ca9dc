// What a fold knows of its tables in one partition, its step on the way included: rows and group parts, remembered while nobody else
// writes there.
import type { Partition } from '../kernel/place.js';
import type { StoreConnection } from '../store/store.js';
import type { EntryRange, IndexEntry, TableId, Tables } from '../table/tables.js';
import type { Row } from './definition.js';
import type { Flight } from './flight.js';
import type { FoldUnit } from './fold-unit.js';
import { tablesOf } from './fold-unit.js';
import { decodePart, type Part } from './group.js';
import type { RollupPlan } from './rollup-plan.js';
import { RowCache } from './row-cache.js';
import { decodeRow } from './settled.js';

/** Rows, and group parts of each rollup, that a fold remembers over all partitions; in each of them at least a few. */
const REMEMBERED = 20_000;
const FEWEST = 500;

/** What a step writes: `undefined` for what it leaves as it is. */
export interface Writes {
  row(key: string): Row | null | undefined;
  part(rollup: number, group: string): Part | null | undefined;
}

/** What is folded, and what is on its way. */
export interface FoldedTables {
  readonly unit: FoldUnit;
  readonly generation: string;
  readonly flight: Flight;
}

/**
 * Reads through a memory that is right as long as every write goes through `remember`, and `forget` follows any other. What is on its way
 * is not read from the store: it may get there later than what is asked for now.
 */
export class PartitionRows {
  readonly #tables: Tables;
  readonly #partition: Partition;
  /** The projection's table, then its rollups', as `tablesOf` lists them. */
  readonly ids: readonly TableId[];
  readonly #rows: RowCache<Row>;
  readonly #parts: readonly RowCache<Part>[];
  readonly #plans: readonly RollupPlan[];
  readonly #flight: Flight;
  /** What the step on its way writes. */
  #sent: Writes | null = null;

  constructor({ log, tables }: StoreConnection, partition: Partition, { unit, generation, flight }: FoldedTables) {
    const limit = Math.max(FEWEST, Math.floor(REMEMBERED / log.partitions));
    this.#tables = tables;
    this.#partition = partition;
    this.#flight = flight;
    this.#rows = new RowCache(limit);
    this.ids = tablesOf(unit, generation);
    this.#plans = unit.rollups;
    this.#parts = unit.rollups.map(() => new RowCache<Part>(limit));
  }

  /** Rows by key, frozen, in the order asked. */
  rows(keys: readonly string[]): Promise<readonly (Row | null)[]> {
    return this.#through(this.#rows, this.ids[0], keys, { sent: (key) => this.#sent?.row(key), decode: decodeRow });
  }

  /** Group parts of one rollup, in the order asked. */
  async parts(rollup: number, groups: readonly string[]): Promise<readonly (Part | null)[]> {
    const [plan, cache] = [this.#plans[rollup], this.#parts[rollup]];
    if (plan === undefined || cache === undefined) return [];
    const sent = (group: string) => this.#sent?.part(rollup, group);
    return this.#through(cache, this.ids[rollup + 1], groups, { sent, decode: (bytes) => decodePart(plan, bytes) });
  }

  /** Entries of an index of one rollup. */
  async entries(rollup: number, index: string, range: EntryRange): Promise<readonly IndexEntry[]> {
    const id = this.ids[rollup + 1];
    // Those that the step on its way changes are known nowhere else.
    await this.#flight.isOver();
    return id === undefined ? [] : this.#tables.entries({ ...id, index }, this.#partition, range);
  }

  rememberRow(key: string, row: Row | null): void {
    this.#rows.set(key, row);
  }

  rememberPart(rollup: number, group: string, part: Part | null): void {
    this.#parts[rollup]?.set(group, part);
  }

  /** What is on its way from now on; `null` = nothing. */
  send(writes: Writes | null): void {
    this.#sent = writes;
  }

  /** Forgets everything: somebody else has written, or may have. */
  forget(): void {
    this.#sent = null;
    for (const cache of [this.#rows, ...this.#parts]) cache.clear();
  }

  async #through<V extends object>(
    cache: RowCache<V>,
    id: TableId | undefined,
    keys: readonly string[],
    { sent, decode }: { sent(key: string): V | null | undefined; decode(bytes: Uint8Array): V },
  ): Promise<(V | null)[]> {
    const found: (V | null)[] = [];
    const missing: string[] = [];
    const places: number[] = [];
    for (const key of keys) {
      let row = cache.get(key);
      if (row === undefined) row = sent(key);
      if (row === undefined) {
        missing.push(key);
        places.push(found.length);
      }
      found.push(row ?? null);
    }
    if (missing.length === 0 || id === undefined) return found;
    const stored = await this.#tables.rows(id, this.#partition, missing);
    missing.forEach((key, index) => {
      const bytes = stored[index];
      const row = bytes ? decode(bytes) : null;
      cache.set(key, row);
      found[places[index] ?? 0] = row;
    });
    return found;
  }
}
