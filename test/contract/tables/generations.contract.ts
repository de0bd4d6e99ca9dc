// Of the tables' contract: builds of one projection side by side, which one serves, and the end of one.
import { expect, it } from 'vitest';
import type { Epoch } from '../../../src/kernel/place.js';
import type { FoldId, IndexId, TableId, Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { benchOf } from '../open-stores.js';
import { checkpoint, contents, entry, OTHER_PARTITION, PARTITION, step, WHOLE, write } from '../steps.js';

/** The names of one build. */
function build(generation: string, projection = 'OrderSummary'): { fold: FoldId; table: TableId; index: IndexId } {
  const table = { table: projection, generation };
  return { fold: { projection, generation }, table, index: { ...table, index: 'status' } };
}

export function generationsContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  async function fill(tables: Tables, names: ReturnType<typeof build>, row: string): Promise<void> {
    for (const partition of [PARTITION, OTHER_PARTITION]) {
      await write(tables, { ...names, partition, rows: { a: row }, put: [entry(row)] });
    }
  }

  async function seen(tables: Tables, { fold, table, index }: ReturnType<typeof build>): Promise<unknown> {
    const parts = [PARTITION, OTHER_PARTITION].map(async (partition) => ({
      checkpoint: await tables.checkpoint(fold, partition),
      rows: await contents(tables, table, partition),
      row: (await tables.rows(table, partition, ['a']))[0] === null ? 'none' : 'there',
      size: await tables.size(table, partition),
      entries: (await tables.entries(index, partition, WHOLE)).map((one) => one.entry),
      count: await tables.count(index, partition, WHOLE),
    }));
    return Promise.all(parts);
  }

  const nothing = { checkpoint: null, rows: [], row: 'none', size: 0, entries: [], count: 0 };
  const filled = (row: string) => ({
    checkpoint: checkpoint(1),
    rows: [['a', row]],
    row: 'there',
    size: 1,
    entries: [row],
    count: 1,
  });

  async function twoPartitions(): Promise<Tables> {
    return (await bench.connect(await bench.store({ partitions: 2 }))).tables;
  }

  it('does not let one generation see another', async () => {
    const tables = await twoPartitions();
    await fill(tables, build('g1'), 'of g1');
    expect(await seen(tables, build('g2'))).toEqual([nothing, nothing]);
    await fill(tables, build('g2'), 'of g2');
    expect(await seen(tables, build('g1'))).toEqual([filled('of g1'), filled('of g1')]);
    expect(await seen(tables, build('g2'))).toEqual([filled('of g2'), filled('of g2')]);
  });

  it('keeps projections of one generation name apart', async () => {
    const tables = await twoPartitions();
    await fill(tables, build('g1'), 'of orders');
    expect(await seen(tables, build('g1', 'StockLevel'))).toEqual([nothing, nothing]);
  });

  it('keeps names apart that run together', async () => {
    const tables = await twoPartitions();
    const pairs = [build('b:c', 'a'), build('c', 'a:b'), build('bc', 'a:'), build(':bc', 'a')];
    for (const [index, names] of pairs.entries()) await fill(tables, names, `row ${index}`);
    for (const [index, names] of pairs.entries()) {
      expect(await seen(tables, names)).toEqual([filled(`row ${index}`), filled(`row ${index}`)]);
    }
  });

  it('drops rows, indexes and checkpoints of a generation in all partitions, and nothing else', async () => {
    const tables = await twoPartitions();
    const [old, young] = [build('g1'), build('g2')];
    await fill(tables, old, 'of g1');
    await fill(tables, young, 'of g2');
    await fill(tables, build('g1', 'StockLevel'), 'of stock');
    await tables.drop(old.fold, [old.table], [old.index]);
    expect(await seen(tables, old)).toEqual([nothing, nothing]);
    expect(await seen(tables, young)).toEqual([filled('of g2'), filled('of g2')]);
    expect(await seen(tables, build('g1', 'StockLevel'))).toEqual([filled('of stock'), filled('of stock')]);
  });

  it('drops every table and index that is named', async () => {
    const tables = await twoPartitions();
    const { fold, table, index } = build('g1');
    const totals = { table: 'CustomerTotals', generation: 'g1' };
    const byTotal = { ...totals, index: 'total' };
    await fill(tables, { fold, table, index }, 'summary');
    await write(tables, { fold, table: totals, index: byTotal, rows: { c: 'totals' }, put: [entry('100')] });
    await tables.drop(fold, [table, totals], [index, byTotal]);
    expect(await tables.size(table, PARTITION)).toBe(0);
    expect(await tables.size(totals, PARTITION)).toBe(0);
    expect(await tables.count(byTotal, PARTITION, WHOLE)).toBe(0);
  });

  it('drops nothing where the log has gone on in another epoch than that in which nobody needed it', async () => {
    const { tables, log } = await bench.connect(await bench.store({ partitions: 2 }));
    const { fold, table, index } = build('g1');
    await fill(tables, { fold, table, index }, 'of g1');
    await tables.drop(fold, [table], [index], ['77', '77'] as Epoch[]);
    expect(await seen(tables, { fold, table, index })).toEqual([filled('of g1'), filled('of g1')]);
    const epochs = await Promise.all([PARTITION, OTHER_PARTITION].map((partition) => log.epoch(partition)));
    await tables.drop(fold, [table], [index], epochs);
    expect(await seen(tables, { fold, table, index })).toEqual([nothing, nothing]);
  });

  it('drops what is not there without complaint', async () => {
    const tables = await twoPartitions();
    const { fold, table, index } = build('never built');
    await tables.drop(fold, [table], [index]);
    expect(await tables.checkpoint(fold, PARTITION)).toBeNull();
  });

  it('refuses the next step of a worker whose generation was dropped', async () => {
    const tables = await twoPartitions();
    const { fold, table, index } = build('g1');
    await fill(tables, build('g1'), 'of g1');
    await tables.drop(fold, [table], [index]);
    const late = step(checkpoint(1), checkpoint(2), { fold, table, rows: { a: 'late' } });
    expect(await tables.apply(late)).toEqual({ kind: 'conflict', actual: null });
    expect(await tables.size(table, PARTITION)).toBe(0);
  });

  it('lets a dropped generation be built again', async () => {
    const tables = await twoPartitions();
    const names = build('g1');
    await fill(tables, names, 'first');
    await tables.drop(names.fold, [names.table], [names.index]);
    await fill(tables, names, 'second');
    expect(await seen(tables, names)).toEqual([filled('second'), filled('second')]);
  });

  it('serves no generation at first', async () => {
    const { tables } = await bench.connect();
    expect(await tables.serving('OrderSummary')).toBeNull();
  });

  it('lets a generation serve in place of the one that serves', async () => {
    const { tables } = await bench.connect();
    expect(await tables.serve('OrderSummary', null, 'g1')).toBe(true);
    expect(await tables.serving('OrderSummary')).toBe('g1');
    expect(await tables.serve('OrderSummary', 'g1', 'g2')).toBe(true);
    expect(await tables.serving('OrderSummary')).toBe('g2');
  });

  it.each([null, 'g0', 'G1', ''])('lets none serve in place of %j while g1 serves', async (from) => {
    const { tables } = await bench.connect();
    await tables.serve('OrderSummary', null, 'g1');
    expect(await tables.serve('OrderSummary', from, 'g2')).toBe(false);
    expect(await tables.serving('OrderSummary')).toBe('g1');
  });

  it('lets none serve in place of one that never served', async () => {
    const { tables } = await bench.connect();
    expect(await tables.serve('OrderSummary', 'g1', 'g2')).toBe(false);
    expect(await tables.serving('OrderSummary')).toBeNull();
  });

  it('lets one serve in time, and none when it is too late', async () => {
    const { tables, log } = await bench.connect();
    const now = log.now();
    expect(await tables.serve('OrderSummary', null, 'g1', { before: now + 60_000 })).toBe(true);
    expect(await tables.serve('OrderSummary', 'g1', 'g2', { before: now - 60_000 })).toBe(false);
    expect(await tables.serving('OrderSummary')).toBe('g1');
  });

  it('lets none serve where the log has gone on in another epoch than that in which it was seen', async () => {
    const { tables, log } = await bench.connect(await bench.store({ partitions: 2 }));
    const epochs = await Promise.all([PARTITION, OTHER_PARTITION].map((partition) => log.epoch(partition)));
    const [epoch] = epochs as [Epoch];
    for (const readIn of [
      ['77', '77'],
      ['77', epoch],
      [epoch, '77'],
    ] as Epoch[][]) {
      expect(await tables.serve('OrderSummary', null, 'g1', { readIn })).toBe(false);
    }
    expect(await tables.serving('OrderSummary')).toBeNull();
    expect(await tables.serve('OrderSummary', null, 'g1', { readIn: epochs })).toBe(true);
    expect(await tables.serving('OrderSummary')).toBe('g1');
  });

  it('keeps what serves apart by projection', async () => {
    const { tables } = await bench.connect();
    await tables.serve('OrderSummary', null, 'g1');
    expect(await tables.serving('StockLevel')).toBeNull();
    expect(await tables.serve('StockLevel', null, 'g7')).toBe(true);
    expect(await tables.serving('OrderSummary')).toBe('g1');
  });

  it('lets one of two racing builders serve', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    const answers = await Promise.all([
      one.tables.serve('OrderSummary', null, 'of one'),
      two.tables.serve('OrderSummary', null, 'of two'),
    ]);
    expect(answers.filter((served) => served)).toHaveLength(1);
    expect(await one.tables.serving('OrderSummary')).toBe(answers[0] ? 'of one' : 'of two');
    expect(await two.tables.serving('OrderSummary')).toBe(answers[0] ? 'of one' : 'of two');
  });
}
