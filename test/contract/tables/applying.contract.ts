// Of the tables' contract: a step is one atomic change on the checkpoint that it was computed on.
import { expect, it } from 'vitest';
import type { Epoch, Mark, Position } from '../../../src/kernel/place.js';
import type { Checkpoint, Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { benchOf } from '../open-stores.js';
import {
  checkpoint,
  contents,
  entry,
  FOLD,
  INDEX,
  OTHER_PARTITION,
  PARTITION,
  stateOf,
  step,
  TABLE,
  WHOLE,
  write,
} from '../steps.js';

export function applyingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  /** Tables with one row, one entry, and checkpoint 1. */
  async function oneStepDone(): Promise<Tables> {
    const { tables } = await bench.connect();
    await write(tables, { rows: { a: 'row of a' }, put: [entry('open a')] });
    return tables;
  }

  it('has no checkpoint at first', async () => {
    const { tables } = await bench.connect();
    expect(await tables.checkpoint(FOLD, PARTITION)).toBeNull();
  });

  it('changes rows, indexes and checkpoint', async () => {
    const { tables } = await bench.connect();
    const applied = await tables.apply(step(null, checkpoint(1), { rows: { a: 'row of a' }, put: [entry('open a')] }));
    expect(applied).toEqual({ kind: 'applied' });
    expect(await stateOf(tables)).toEqual({
      checkpoint: checkpoint(1),
      rows: [['a', 'row of a']],
      size: 1,
      entries: [{ entry: 'open a', key: 'key of open a' }],
    });
  });

  it('refuses what was read while the log was in another epoch, though the checkpoint be the same', async () => {
    const { log, tables } = await bench.connect();
    const readIn = await log.epoch(PARTITION);
    expect(await tables.apply({ ...step(null, checkpoint(1)), readIn })).toEqual({ kind: 'applied' });
    const lost = { ...step(checkpoint(1), checkpoint(2), { rows: { a: 'lost' } }), readIn: '1' as Epoch };
    expect(await tables.apply(lost)).toEqual({ kind: 'conflict', actual: checkpoint(1) });
    expect(await tables.rows(TABLE, PARTITION, ['a'])).toEqual([null]);
    expect(await tables.apply({ ...lost, readIn })).toEqual({ kind: 'applied' });
  });

  it('goes on from the checkpoint of the step before', async () => {
    const tables = await oneStepDone();
    const changes = { rows: { a: null, b: 'row of b' }, remove: [entry('open a')], put: [entry('open b')] };
    expect(await tables.apply(step(checkpoint(1), checkpoint(2), changes))).toEqual({ kind: 'applied' });
    expect(await stateOf(tables)).toEqual({
      checkpoint: checkpoint(2),
      rows: [['b', 'row of b']],
      size: 1,
      entries: [entry('open b')],
    });
  });

  it('moves the checkpoint without any change of rows', async () => {
    const tables = await oneStepDone();
    await tables.apply(step(checkpoint(1), checkpoint(2)));
    expect(await tables.checkpoint(FOLD, PARTITION)).toEqual(checkpoint(2));
    expect(await contents(tables)).toEqual([['a', 'row of a']]);
  });

  it('may set a checkpoint back, with a greater revision', async () => {
    const tables = await oneStepDone();
    const back: Checkpoint = { ...checkpoint(1), position: 0 as Position, revision: 2 };
    expect(await tables.apply(step(checkpoint(1), back))).toEqual({ kind: 'applied' });
    expect(await tables.checkpoint(FOLD, PARTITION)).toEqual(back);
  });

  it.each<readonly [string, Checkpoint | null]>([
    ['no checkpoint', null],
    ['another epoch', { ...checkpoint(1), epoch: '2' as Epoch }],
    ['another position', { ...checkpoint(1), position: 11 as Position }],
    ['another mark', { ...checkpoint(1), mark: 'ffffffffffffffff' as Mark }],
    ['another revision', { ...checkpoint(1), revision: 2 }],
  ])('leaves everything as it was in a conflict with a step that expects %s', async (_what, expects) => {
    const tables = await oneStepDone();
    const before = await stateOf(tables);
    const changes = { rows: { a: null, b: 'row of b' }, put: [entry('open b')], remove: [entry('open a')] };
    expect(await tables.apply(step(expects, checkpoint(2), changes))).toEqual({
      kind: 'conflict',
      actual: checkpoint(1),
    });
    expect(await stateOf(tables)).toEqual(before);
  });

  it('is in conflict with a step that expects a checkpoint where there is none', async () => {
    const { tables } = await bench.connect();
    const applied = await tables.apply(step(checkpoint(1), checkpoint(2), { rows: { a: 'row' }, put: [entry('x')] }));
    expect(applied).toEqual({ kind: 'conflict', actual: null });
    expect(await stateOf(tables)).toEqual({ checkpoint: null, rows: [], size: 0, entries: [] });
  });

  it('changes several tables and indexes in one step', async () => {
    const { tables } = await bench.connect();
    const totals = { table: 'CustomerTotals', generation: 'g1' };
    const byTotal = { ...TABLE, index: 'total' };
    await tables.apply({
      fold: FOLD,
      partition: PARTITION,
      expects: null,
      next: checkpoint(1),
      rows: [
        { table: TABLE, rows: new Map([['a', Buffer.from('summary')]]) },
        { table: totals, rows: new Map([['c', Buffer.from('totals')]]) },
      ],
      indexes: [
        { index: INDEX, put: [entry('open a')], remove: [] },
        { index: byTotal, put: [entry('100 a')], remove: [] },
      ],
    });
    expect(await contents(tables)).toEqual([['a', 'summary']]);
    expect(await contents(tables, totals)).toEqual([['c', 'totals']]);
    expect(await tables.entries(INDEX, PARTITION, WHOLE)).toEqual([entry('open a')]);
    expect(await tables.entries(byTotal, PARTITION, WHOLE)).toEqual([entry('100 a')]);
  });

  it('takes a step of 1,000 rows and entries', async () => {
    const { tables } = await bench.connect();
    const names = Array.from({ length: 1000 }, (_, index) => String(index).padStart(4, '0'));
    await write(tables, { rows: Object.fromEntries(names.map((name) => [`k${name}`, name])), put: names.map(entry) });
    expect(await tables.size(TABLE, PARTITION)).toBe(1000);
    expect(await contents(tables)).toEqual(names.map((name) => [`k${name}`, name]));
    expect(await tables.entries(INDEX, PARTITION, WHOLE)).toEqual(names.map(entry));
  });

  it('keeps partitions apart', async () => {
    const { tables } = await bench.connect(await bench.store({ partitions: 2 }));
    await write(tables, { rows: { a: 'in 0' }, put: [entry('x')] });
    const empty = { checkpoint: null, rows: [], size: 0, entries: [] };
    expect(await stateOf(tables, OTHER_PARTITION)).toEqual(empty);
    await write(tables, { rows: { a: 'in 1' }, put: [entry('y')], partition: OTHER_PARTITION });
    expect(await contents(tables)).toEqual([['a', 'in 0']]);
    expect(await contents(tables, TABLE, OTHER_PARTITION)).toEqual([['a', 'in 1']]);
    expect(await tables.entries(INDEX, OTHER_PARTITION, WHOLE)).toEqual([entry('y')]);
  });

  it('lets one of two racing workers win, and tells the other where the fold stands', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    const [first, second] = await Promise.all([
      one.tables.apply(step(null, checkpoint(1), { rows: { a: 'from one' }, put: [entry('one')] })),
      two.tables.apply(step(null, checkpoint(2), { rows: { a: 'from two' }, put: [entry('two')] })),
    ]);
    const won = first.kind === 'applied' ? ['one', checkpoint(1), second] : ['two', checkpoint(2), first];
    expect([first.kind, second.kind].sort()).toEqual(['applied', 'conflict']);
    expect(won[2]).toEqual({ kind: 'conflict', actual: won[1] });
    expect(await contents(one.tables)).toEqual([['a', `from ${won[0]}`]]);
    expect(await two.tables.entries(INDEX, PARTITION, WHOLE)).toEqual([entry(String(won[0]))]);
  });

  it('never shows rows older than a checkpoint that was seen before, nor a checkpoint older than rows', async () => {
    const shared = await bench.store();
    const [writer, reader] = [(await bench.connect(shared)).tables, (await bench.connect(shared)).tables];
    const rowNumber = async (): Promise<number> => Number((await contents(reader))[0]?.[1] ?? 0);
    const checkpointNumber = async (): Promise<number> => (await reader.checkpoint(FOLD, PARTITION))?.revision ?? 0;
    let writing = true;
    const written = (async () => {
      try {
        for (let number = 1; number <= 200; number++) await write(writer, { rows: { a: String(number) } });
      } finally {
        writing = false;
      }
    })();
    while (writing) {
      const seen = await checkpointNumber();
      expect(await rowNumber()).toBeGreaterThanOrEqual(seen);
      const row = await rowNumber();
      expect(await checkpointNumber()).toBeGreaterThanOrEqual(row);
    }
    await written;
    expect(await rowNumber()).toBe(200);
  });

  it('shows what another connection has applied', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    await write(one.tables, { rows: { a: 'row of a' }, put: [entry('open a')] });
    expect(await stateOf(two.tables)).toEqual(await stateOf(one.tables));
  });

  it('keeps a checkpoint that its reader has changed', async () => {
    const tables = await oneStepDone();
    Object.assign((await tables.checkpoint(FOLD, PARTITION)) as object, { revision: 99 });
    const conflict = await tables.apply(step(null, checkpoint(2)));
    Object.assign((conflict.kind === 'conflict' && conflict.actual) as object, { revision: 99 });
    expect(await tables.checkpoint(FOLD, PARTITION)).toEqual(checkpoint(1));
  });
}
