// Of the tables' contract: a stretch of an index with its rows, all of one moment.
import { expect, it } from 'vitest';
import type { Slice, SliceRequest, Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { AWKWARD_NAMES } from '../drafts.js';
import { benchOf, until } from '../open-stores.js';
import { checkpoint, entry, FOLD, INDEX, OTHER_PARTITION, PARTITION, step, TABLE, WHOLE, write } from '../steps.js';

const REQUEST: SliceRequest = { fold: FOLD, index: INDEX, partition: PARTITION, counted: WHOLE, range: WHOLE };

const rowOf = (text: string): string => `row of ${text}`;

export function slicesContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  /** Entries with a row each. */
  async function tablesWith(texts: readonly string[]): Promise<Tables> {
    const { tables } = await bench.connect();
    const rows = Object.fromEntries(texts.map((text) => [entry(text).key, rowOf(text)]));
    await write(tables, { rows, put: texts.map(entry) });
    return tables;
  }

  function shown(slice: Slice | null): unknown {
    if (slice === null) return null;
    const rows = slice.rows.map((row) => (row === null ? null : Buffer.from(row).toString()));
    return { total: slice.total, rows, goesOnBehind: slice.goesOnBehind };
  }

  it('tells entries, their rows and their number', async () => {
    const tables = await tablesWith(['c', 'a', 'b']);
    const texts = ['a', 'b', 'c'];
    expect(shown(await tables.slice(REQUEST))).toEqual({ total: 3, rows: texts.map(rowOf), goesOnBehind: null });
  });

  it('tells up to where the fold had gone', async () => {
    const tables = await tablesWith(['a']);
    expect((await tables.slice(REQUEST))?.checkpoint).toEqual(checkpoint(1));
    await write(tables, { put: [entry('b')] });
    expect((await tables.slice(REQUEST))?.checkpoint).toEqual(checkpoint(2));
  });

  it('counts other entries than it tells, in both directions', async () => {
    const tables = await tablesWith(['a', 'b', 'c', 'd', 'e']);
    const counted = { from: 'b', to: 'e' };
    for (const [direction, texts] of [
      ['asc', ['c', 'd']],
      ['desc', ['d', 'c']],
    ] as const) {
      const range = { from: 'a', to: 'e', direction, offset: direction === 'asc' ? 2 : 0, limit: 2 };
      expect(shown(await tables.slice({ ...REQUEST, counted, range }))).toEqual({
        total: 3,
        rows: texts.map(rowOf),
        goesOnBehind: direction === 'asc' ? null : 'c',
      });
    }
  });

  it('tells nothing behind the last entry', async () => {
    const tables = await tablesWith(['a', 'b']);
    for (const offset of [2, 99]) {
      expect(shown(await tables.slice({ ...REQUEST, range: { ...WHOLE, offset } }))).toEqual({
        total: 2,
        rows: [],
        goesOnBehind: null,
      });
    }
  });

  it('tells many rows, whatever their keys', async () => {
    const { tables } = await bench.connect();
    const keys = [...AWKWARD_NAMES, ...Array.from({ length: 150 }, (_, index) => `key-${index}`)];
    const named = keys.map((key, index) => ({ entry: String(index).padStart(4, '0'), key }));
    await write(tables, { rows: Object.fromEntries(keys.map((key) => [key, rowOf(key)])), put: named });
    expect(shown(await tables.slice(REQUEST))).toMatchObject({ rows: keys.map(rowOf) });
  });

  it('tells the last entry where more follow, whatever is in it', async () => {
    const texts = ['a', 'b\u0000', 'b\u0000\u0001', 'b\u0001', 'c'];
    const tables = await tablesWith(texts);
    for (let limit = 1; limit <= texts.length; limit++) {
      const told = await tables.slice({ ...REQUEST, range: { ...WHOLE, limit } });
      const goesOnBehind = limit < texts.length ? texts[limit - 1] : null;
      expect(shown(told)).toEqual({ total: 5, rows: texts.slice(0, limit).map(rowOf), goesOnBehind });
    }
  });

  it('tells null for an entry without a row', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { 'key of a': 'row of a' }, put: ['a', 'b'].map(entry) });
    expect(shown(await tables.slice(REQUEST))).toMatchObject({ total: 2, rows: ['row of a', null] });
  });

  it('tells that there is no table where the fold has no checkpoint: neither before the first step nor after it was dropped', async () => {
    const { tables } = await bench.connect();
    expect(await tables.slice(REQUEST)).toBeNull();
    await tables.apply(step(null, checkpoint(1)));
    expect(shown(await tables.slice(REQUEST))).toEqual({ total: 0, rows: [], goesOnBehind: null });
    await tables.drop(FOLD, [TABLE], [INDEX]);
    expect(await tables.slice(REQUEST)).toBeNull();
  });

  it('tells of one partition alone', async () => {
    const { tables } = await bench.connect(await bench.store({ partitions: 2 }));
    await write(tables, { rows: { 'key of a': 'row of a' }, put: [entry('a')], partition: OTHER_PARTITION });
    expect(await tables.slice(REQUEST)).toBeNull();
    expect(shown(await tables.slice({ ...REQUEST, partition: OTHER_PARTITION }))).toMatchObject({ rows: ['row of a'] });
  });

  it('has heard what serves: at once of its own change, in a moment of one by others', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    expect(await two.tables.lastServing('OrderSummary')).toBeNull();
    await one.tables.serve('OrderSummary', null, 'g1');
    expect(await one.tables.lastServing('OrderSummary')).toBe('g1');
    let heard: string | null = null;
    await until('the change', () => {
      void two.tables.lastServing('OrderSummary').then((serving) => (heard = serving));
      return heard === 'g1';
    });
  });
}
