// Compares one partition's tables with what they are expected to hold: rows by bytes, indexes by entries. Changes nothing.
import type { Partition } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { StoreConnection } from '../store/store.js';
import type { TableId } from '../table/tables.js';
import type { Row } from './definition.js';
import { differingFields } from './differing-fields.js';

/** One thing in a live table that is not as the log says. `undefined` = not there. */
export interface Difference {
  readonly table: string;
  /** Name of the index whose entry differs; `null` = the row itself. */
  readonly index: string | null;
  readonly partition: number;
  /** The row's key; of a rollup, the group's value. */
  readonly key: unknown;
  /** The field that differs; `null` = the whole row or entry. */
  readonly field: string | null;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Rows by key, with their stored form. */
export type ExpectedRows = ReadonlyMap<string, { readonly row: Row; readonly bytes: Uint8Array }>;

/** How many differences are listed at most. */
export const MAX_DIFFERENCES = 1000;
const PAGE_ROWS = 1000;

/** Compares what is expected with what one partition's tables hold. */
export class TableComparison {
  readonly #tables: StoreConnection['tables'];
  readonly #partition: Partition;
  readonly #found: Difference[];
  readonly #runtime: Runtime;

  constructor({ tables }: StoreConnection, runtime: Runtime, partition: Partition, found: Difference[]) {
    this.#tables = tables;
    this.#runtime = runtime;
    this.#partition = partition;
    this.#found = found;
  }

  async rows(
    table: TableId,
    expected: ExpectedRows,
    decode: (bytes: Uint8Array) => Row,
    keyOf: (key: string, row: Row | undefined) => unknown,
  ): Promise<void> {
    let seen = 0;
    for (let after = ''; ; ) {
      const page = await this.#tables.scan(table, this.#partition, after, PAGE_ROWS);
      for (const [key, bytes] of page) {
        const wanted = expected.get(key);
        if (wanted !== undefined) seen += 1;
        if (wanted !== undefined && Buffer.compare(wanted.bytes, bytes) === 0) continue;
        const actual = decode(bytes);
        const name = keyOf(key, actual);
        if (wanted === undefined) this.#add(table, null, name, null, undefined, actual);
        else this.#fields(table, name, wanted.row, actual);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS) break;
      after = last[0];
      await this.#breathe();
    }
    if (seen === expected.size) return;
    const keys = [...expected.keys()];
    for (let at = 0; at < keys.length; at += PAGE_ROWS) {
      const asked = keys.slice(at, at + PAGE_ROWS);
      const stored = await this.#tables.rows(table, this.#partition, asked);
      asked.forEach((key, index) => {
        const row = expected.get(key)?.row;
        if (!stored[index]) this.#add(table, null, keyOf(key, row), null, row, undefined);
      });
    }
  }

  async index(table: TableId, index: string, expected: ReadonlyMap<string, string>): Promise<void> {
    const missing = new Map(expected);
    for (let from = ''; ; ) {
      const range = { from, to: '\uffff', direction: 'asc' as const, offset: 0, limit: PAGE_ROWS };
      const page = await this.#tables.entries({ ...table, index }, this.#partition, range);
      for (const { entry, key } of page) {
        if (expected.get(entry) !== key) this.#add(table, index, key, null, expected.get(entry), entry);
        missing.delete(entry);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_ROWS) break;
      from = `${last.entry}0`;
      await this.#breathe();
    }
    for (const [entry, key] of missing) this.#add(table, index, key, null, entry, undefined);
  }

  /** Lets queries and timers have their turn. */
  #breathe(): Promise<void> {
    return new Promise((resume) => this.#runtime.soon(resume));
  }

  #fields(table: TableId, key: unknown, wanted: Row, actual: Row): void {
    const fields = differingFields(wanted, actual);
    for (const field of fields) this.#add(table, null, key, field, wanted[field], actual[field]);
    // Equal rows of unequal bytes: the bookkeeping beside a group's row differs.
    if (fields.length === 0) this.#add(table, null, key, null, wanted, actual);
  }

  #add(
    table: TableId,
    index: string | null,
    key: unknown,
    field: string | null,
    expected: unknown,
    actual: unknown,
  ): void {
    if (this.#found.length >= MAX_DIFFERENCES) return;
    this.#found.push({ table: table.table, index, partition: this.#partition, key, field, expected, actual });
  }
}
