// Reads the rows of one projection or rollup, in one generation: by key, by index, all, by page. Adds up a group's parts.

import { decodeValue } from '../codec/unpacker.js';
import { partitionOf } from '../kernel/hash.js';
import { allPartitions, type Partition } from '../kernel/place.js';
import type { StoreConnection } from '../store/store.js';
import { isOneLook, type PageOfRows, pageOf, ROWS_AT_ONCE, readPage } from '../table/page-reader.js';
import type { RowQuery } from '../table/query-definition.js';
import {
  type BoundFilter,
  boundFilters,
  matches,
  type PageRequest,
  type Parameters,
  rowShape,
  stretchesOf,
} from '../table/query-plan.js';
import type { Checkpoint, TableId } from '../table/tables.js';
import type { Row } from './definition.js';
import { type FoldUnit, foldId } from './fold-unit.js';
import { decodeGroupRow, decodePart, groupRow, mergeParts, type Part } from './group.js';
import { groupKey, type RollupPlan } from './rollup-plan.js';

const SCAN_ROWS = 500;

type Keyed = readonly [key: string, bytes: Uint8Array];

/** Up to where a fold had gone in a partition when something was read there. */
export interface Moment {
  readonly partition: Partition;
  readonly checkpoint: Checkpoint;
}

/** One table of a fold unit. */
export class TableReader {
  readonly #connection: StoreConnection;
  readonly #unit: FoldUnit;
  /** The rollup's plan; `null` = the projection itself. */
  readonly #plan: RollupPlan | null;
  readonly #id: TableId;
  readonly #moments: Moment[] = [];
  #isProved = true;
  #isLost = false;

  constructor(connection: StoreConnection, unit: FoldUnit, generation: string, table: string) {
    this.#connection = connection;
    this.#unit = unit;
    this.#plan = unit.rollups.find(({ definition }) => definition.name === table) ?? null;
    this.#id = { table, generation };
  }

  /** Whether all that was read here was read while the generation was there. Otherwise it may have been dropped meanwhile. */
  get isProved(): boolean {
    return this.#isProved;
  }

  /** Whether there was no table where something was looked for: one that serves must be there, in every partition. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** When all was read that is proved. */
  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** Whether a page will be proved, in one look. */
  isPageProvable(page: PageRequest): boolean {
    return isOneLook(page, this.#connection.log.partitions);
  }

  /** Whether a row will be proved, each partition in one look. */
  isRowProvable(query: RowQuery, parameters: Parameters): boolean {
    return this.#keyOf(boundFilters(query.filters, parameters)) !== undefined;
  }

  /** Rows by key, in the order asked. */
  async rows(keys: readonly unknown[]): Promise<readonly (Row | null)[]> {
    const { log } = this.#connection;
    const plan = this.#plan;
    const found = new Array<Row | null>(keys.length).fill(null);
    if (plan !== null) {
      const groups = keys.map(groupKey);
      const parts = await Promise.all(this.#partitions().map((partition) => this.#stored(partition, groups)));
      return groups.map((_, index) =>
        this.#merged(
          plan,
          parts.map((part) => part[index]),
        ),
      );
    }
    const places = new Map<Partition, number[]>();
    keys.forEach((key, index) => {
      const partition = partitionOf(this.#unit.projection.aggregate, String(key), log.partitions);
      places.set(partition, [...(places.get(partition) ?? []), index]);
    });
    await Promise.all(
      [...places].map(async ([partition, indexes]) => {
        const stored = await this.#stored(
          partition,
          indexes.map((index) => String(keys[index])),
        );
        indexes.forEach((index, n) => {
          const bytes = stored[n];
          found[index] = bytes ? (decodeValue(bytes) as Row) : null;
        });
      }),
    );
    return found;
  }

  async #stored(partition: Partition, keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const { tables } = this.#connection;
    const fold = foldId(this.#unit, this.#id.generation);
    const looked = keys.length < ROWS_AT_ONCE ? await tables.rowsAt(fold, this.#id, partition, keys) : null;
    this.#proved(partition, looked?.checkpoint);
    if (looked === null && keys.length < ROWS_AT_ONCE) this.#isLost = true;
    return looked?.rows ?? tables.rows(this.#id, partition, keys);
  }

  #proved(partition: Partition, checkpoint: Checkpoint | null | undefined): void {
    if (checkpoint) this.#moments.push({ partition, checkpoint });
    else this.#isProved = false;
  }

  /** All rows, in the order of their keys (as the store orders text). */
  async *all(): AsyncGenerator<readonly [key: string, row: Row]> {
    this.#isProved = false;
    const streams = this.#partitions().map((partition) => this.#scan(partition));
    const heads = await Promise.all(streams.map((stream) => stream.next()));
    for (;;) {
      let key: string | undefined;
      for (const head of heads) if (!head.done && (key === undefined || head.value[0] < key)) key = head.value[0];
      if (key === undefined) return;
      const same: Uint8Array[] = [];
      for (let index = 0; index < heads.length; index++) {
        const [head, stream] = [heads[index], streams[index]];
        if (head === undefined || stream === undefined || head.done || head.value[0] !== key) continue;
        same.push(head.value[1]);
        heads[index] = await stream.next();
      }
      const row =
        this.#plan === null ? (decodeValue(same[0] ?? new Uint8Array()) as Row) : this.#merged(this.#plan, same);
      if (row !== null) yield [key, row];
    }
  }

  async *#scan(partition: Partition): AsyncGenerator<Keyed> {
    for (let after = ''; ; ) {
      const page = await this.#connection.tables.scan(this.#id, partition, after, SCAN_ROWS);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < SCAN_ROWS) return;
      after = last[0];
    }
  }

  get #keyField(): string {
    return this.#plan?.definition.keyField ?? this.#unit.projection.key;
  }

  #keyOf(filters: readonly BoundFilter[]): BoundFilter | undefined {
    return filters.find(({ field, operator }) => field === this.#keyField && operator === '=');
  }

  /** The row that a row query asks for. */
  async row(query: RowQuery, parameters: Parameters): Promise<Row | null> {
    const filters = boundFilters(query.filters, parameters);
    const key = this.#keyField;
    const byKey = this.#keyOf(filters);
    if (byKey !== undefined) {
      const [row = null] = await this.rows([byKey.value]);
      return row !== null && matches(row, filters) ? row : null;
    }
    const shape = rowShape(query.filters, key);
    const leading = filters.filter(({ operator }) => operator === '=');
    if (shape === null || shape.equal.some((field) => !leading.some((filter) => filter.field === field))) return null;
    const request: PageRequest = {
      shape,
      stretches: stretchesOf(query.name, shape, leading, []),
      filters,
      residual: filters.filter((filter) => !leading.includes(filter)),
      direction: 'asc',
      size: 1,
      number: 1,
      after: null,
      digest: () => '',
    };
    return (await this.page(request)).rows[0] ?? null;
  }

  /** A page. One of a rollup over several partitions reads all its groups. */
  async page(request: PageRequest): Promise<PageOfRows> {
    const { log, tables } = this.#connection;
    if (this.#plan !== null && log.partitions > 1) {
      const rows: (readonly [string, Row])[] = [];
      for await (const row of this.all()) rows.push(row);
      return pageOf(rows, request);
    }
    const decode = this.#plan === null ? (bytes: Uint8Array) => decodeValue(bytes) as Row : decodeGroupRow;
    const fold = foldId(this.#unit, this.#id.generation);
    const source = { tables, fold, table: this.#id, partitions: log.partitions, decode };
    const { page, checkpoint } = await readPage(source, request);
    this.#proved(0 as Partition, checkpoint);
    if (checkpoint === null && isOneLook(request, log.partitions)) {
      this.#isLost = (await tables.checkpoint(fold, 0 as Partition)) === null;
    }
    return page;
  }

  #merged(plan: RollupPlan, stored: readonly (Uint8Array | null | undefined)[]): Row | null {
    let whole: Part | null = null;
    for (const bytes of stored) {
      if (!bytes) continue;
      const part = decodePart(plan, bytes);
      whole = whole === null ? part : mergeParts(plan, whole, part);
    }
    return whole === null ? null : groupRow(plan, whole);
  }

  #partitions(): readonly Partition[] {
    return allPartitions(this.#connection.log.partitions);
  }
}
