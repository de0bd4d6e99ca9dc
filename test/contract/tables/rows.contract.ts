// Of the tables' contract: rows by key and in order.
import { expect, it } from 'vitest';
import type { Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { AWKWARD_NAMES } from '../drafts.js';
import { allPages, benchOf } from '../open-stores.js';
import { checkpoint, contents, FOLD, INDEX, OTHER_PARTITION, PARTITION, TABLE, write } from '../steps.js';

export function rowsContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  async function texts(tables: Tables, keys: readonly string[]): Promise<readonly (string | null)[]> {
    return (await tables.rows(TABLE, PARTITION, keys)).map((row) => row && Buffer.from(row).toString());
  }

  it('answers rows in the order asked, null where there is none', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: '1', b: '2', c: '3' } });
    expect(await texts(tables, ['c', 'nobody', 'a', 'c'])).toEqual(['3', null, '1', '3']);
    expect(await texts(tables, [])).toEqual([]);
  });

  it('answers rows with the checkpoint of the same moment', async () => {
    const { tables } = await bench.connect();
    const keys = [...AWKWARD_NAMES, ...Array.from({ length: 150 }, (_, index) => `key-${index}`)];
    for (const version of [1, 2]) {
      await write(tables, { rows: Object.fromEntries(keys.map((key) => [key, `${version} of ${key}`])) });
      const found = await tables.rowsAt(FOLD, TABLE, PARTITION, ['nobody', ...keys]);
      expect(found?.checkpoint).toEqual(checkpoint(version));
      const told = found?.rows.map((row) => row && Buffer.from(row).toString());
      expect(told).toEqual([null, ...keys.map((key) => `${version} of ${key}`)]);
    }
    expect(await tables.rowsAt(FOLD, TABLE, PARTITION, [])).toEqual({ checkpoint: checkpoint(2), rows: [] });
  });

  it('answers no moment where the fold has no checkpoint: neither before the first step nor after it was dropped', async () => {
    const { tables } = await bench.connect(await bench.store({ partitions: 2 }));
    expect(await tables.rowsAt(FOLD, TABLE, PARTITION, ['a'])).toBeNull();
    await write(tables, { rows: { a: '1' } });
    expect(await tables.rowsAt(FOLD, TABLE, OTHER_PARTITION, ['a'])).toBeNull();
    expect((await tables.rowsAt(FOLD, TABLE, PARTITION, ['a']))?.rows).toHaveLength(1);
    await tables.drop(FOLD, [TABLE], [INDEX]);
    expect(await tables.rowsAt(FOLD, TABLE, PARTITION, ['a'])).toBeNull();
  });

  it('answers null for every row of a table that was never written', async () => {
    const { tables } = await bench.connect();
    expect(await texts(tables, ['a', 'b'])).toEqual([null, null]);
    expect(await tables.size(TABLE, PARTITION)).toBe(0);
    expect(await contents(tables)).toEqual([]);
  });

  it('replaces a row', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: 'old and long' } });
    await write(tables, { rows: { a: 'new' } });
    expect(await texts(tables, ['a'])).toEqual(['new']);
    expect(await tables.size(TABLE, PARTITION)).toBe(1);
  });

  it('deletes a row that is null, and leaves one that is not there', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: '1', b: '2' } });
    await write(tables, { rows: { a: null, nobody: null } });
    expect(await texts(tables, ['a', 'b', 'nobody'])).toEqual([null, '2', null]);
    expect(await tables.size(TABLE, PARTITION)).toBe(1);
  });

  it('replaces, deletes and takes back rows that it is told to have, beside others', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: '1', b: '1' } });
    await write(tables, { rows: { a: '2', b: '2', c: '2' }, known: ['a', 'b'] });
    expect(await contents(tables)).toEqual([
      ['a', '2'],
      ['b', '2'],
      ['c', '2'],
    ]);
    await write(tables, { rows: { a: null, c: '3' }, known: ['a', 'c'] });
    await write(tables, { rows: { a: '4' } });
    expect(await contents(tables)).toEqual([
      ['a', '4'],
      ['b', '2'],
      ['c', '3'],
    ]);
  });

  it('takes a deleted row back', async () => {
    const { tables } = await bench.connect();
    for (const row of ['1', null, '2']) await write(tables, { rows: { a: row } });
    expect(await contents(tables)).toEqual([['a', '2']]);
  });

  it.each([
    ['of no bytes', 0],
    ['of every byte value', 256],
    ['of 1 MB', 1 << 20],
  ])('keeps a row %s', async (_what, size) => {
    const { tables } = await bench.connect();
    const row = Uint8Array.from({ length: size }, (_, index) => index & 0xff);
    await tables.apply({
      fold: FOLD,
      partition: PARTITION,
      expects: null,
      next: checkpoint(1),
      rows: [{ table: TABLE, rows: new Map([['a', Uint8Array.from(row)]]) }],
      indexes: [],
    });
    const [stored] = await tables.rows(TABLE, PARTITION, ['a']);
    expect(Buffer.compare(stored ?? Buffer.from('none'), row)).toBe(0);
  });

  it('keeps rows apart whatever their keys hold, and scans them in the order of their UTF-8 bytes', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: Object.fromEntries(AWKWARD_NAMES.map((name) => [name, `row of ${name}`])) });
    expect(await texts(tables, AWKWARD_NAMES)).toEqual(AWKWARD_NAMES.map((name) => `row of ${name}`));
    const ordered = [...AWKWARD_NAMES].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await contents(tables)).toEqual(ordered.map((name) => [name, `row of ${name}`]));
    expect(await tables.size(TABLE, PARTITION)).toBe(AWKWARD_NAMES.length);
  });

  it.each([
    ['', 10, ['a', 'ab', 'b', 'd']],
    ['a', 10, ['ab', 'b', 'd']],
    ['aa', 10, ['ab', 'b', 'd']],
    ['b', 10, ['d']],
    ['c', 10, ['d']],
    ['d', 10, []],
    ['', 2, ['a', 'ab']],
    ['a', 1, ['ab']],
    ['', 0, []],
  ])('scans after %j at most %i rows', async (after, limit, expected) => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { d: '4', b: '3', ab: '2', a: '1' } });
    expect((await tables.scan(TABLE, PARTITION, after, limit)).map(([key]) => key)).toEqual(expected);
  });

  it('meets every row once in scans that go on from each other', async () => {
    const { tables } = await bench.connect();
    const keys = [...AWKWARD_NAMES, ...Array.from({ length: 50 }, (_, index) => `k${index}`)];
    await write(tables, { rows: Object.fromEntries(keys.map((key) => [key, 'row'])) });
    const met = await allPages<readonly [string, Uint8Array]>((last) =>
      tables.scan(TABLE, PARTITION, last?.[0] ?? '', 7),
    );
    expect(met.map(([key]) => key).sort()).toEqual([...keys].sort());
  });

  it('keeps what it holds when a reader writes into what it got', async () => {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: 'row of a' } });
    (await tables.rows(TABLE, PARTITION, ['a']))[0]?.fill(0xff);
    for (const [, row] of await tables.scan(TABLE, PARTITION, '', 10)) row.fill(0xff);
    expect(await contents(tables)).toEqual([['a', 'row of a']]);
  });
}
