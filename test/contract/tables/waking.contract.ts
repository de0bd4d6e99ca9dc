// Of the tables' contract: wake-ups after steps, and the end of a connection.
import { expect, it } from 'vitest';
import type { Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { benchOf, until } from '../open-stores.js';
import {
  checkpoint,
  contents,
  entry,
  FOLD,
  INDEX,
  OTHER_PARTITION,
  PARTITION,
  step,
  TABLE,
  WHOLE,
  write,
} from '../steps.js';

const calls: readonly (readonly [string, (tables: Tables) => Promise<unknown>])[] = [
  ['checkpoint', (tables) => tables.checkpoint(FOLD, PARTITION)],
  ['apply', (tables) => tables.apply(step(null, checkpoint(1)))],
  ['rows', (tables) => tables.rows(TABLE, PARTITION, ['a'])],
  ['rowsAt', (tables) => tables.rowsAt(FOLD, TABLE, PARTITION, ['a'])],
  ['entries', (tables) => tables.entries(INDEX, PARTITION, WHOLE)],
  ['count', (tables) => tables.count(INDEX, PARTITION, WHOLE)],
  ['scan', (tables) => tables.scan(TABLE, PARTITION, '', 1)],
  ['size', (tables) => tables.size(TABLE, PARTITION)],
  ['serving', (tables) => tables.serving('OrderSummary')],
  ['serve', (tables) => tables.serve('OrderSummary', null, 'g1')],
  ['drop', (tables) => tables.drop(FOLD, [TABLE], [INDEX])],
  ['onApply', async (tables) => tables.onApply('OrderSummary', () => {})],
];

export function wakingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  it('wakes after a step of its own connection and of another, in any partition and generation', async () => {
    const shared = await bench.store({ partitions: 2 });
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    let woken = 0;
    one.tables.onApply('OrderSummary', () => woken++);
    const wakes = async (tables: Tables, changes: Parameters<typeof write>[1]): Promise<void> => {
      const before = woken;
      await write(tables, changes);
      await until('a wake-up', () => woken > before);
    };
    await wakes(one.tables, { rows: { a: '1' } });
    await wakes(two.tables, { rows: { a: '2' } });
    await wakes(two.tables, { rows: { a: '3' }, partition: OTHER_PARTITION });
    await wakes(two.tables, { rows: { a: '4' }, fold: { projection: 'OrderSummary', generation: 'g2' } });
    await wakes(two.tables, {});
  });

  it('does not wake inside the call of apply', async () => {
    const { tables } = await bench.connect();
    let inside = false;
    let wokenInside = false;
    let woken = false;
    tables.onApply('OrderSummary', () => {
      woken = true;
      wokenInside ||= inside;
    });
    inside = true;
    const applied = tables.apply(step(null, checkpoint(1)));
    inside = false;
    await applied;
    await until('a wake-up', () => woken);
    expect(wokenInside).toBe(false);
  });

  it('does not wake for a conflict, nor for another projection, nor whoever has stopped', async () => {
    const { tables } = await bench.connect();
    let woken = 0;
    const stop = tables.onApply('OrderSummary', () => woken++);
    tables.onApply('StockLevel', () => woken++);
    await tables.apply(step(checkpoint(7), checkpoint(8)));
    await bench.quiet();
    expect(woken).toBe(0);
    stop();
    await write(tables, { rows: { a: '1' } });
    await bench.quiet();
    expect(woken).toBe(0);
  });

  it('does not wake the listeners of a closed connection', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    let woken = 0;
    one.tables.onApply('OrderSummary', () => woken++);
    await one.close();
    await write(two.tables, { rows: { a: '1' } });
    await bench.quiet();
    expect(woken).toBe(0);
  });

  it('wakes the others when one listener throws, and goes on applying', async () => {
    const { tables } = await bench.connect();
    let woken = 0;
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    tables.onApply('OrderSummary', () => {
      throw new Error('A listener of the contract suite throws.');
    });
    tables.onApply('OrderSummary', () => woken++);
    await write(tables, { rows: { a: '1' } });
    await until('the other wake-up', () => woken === 1);
    expect((await warned).message).toBe('A listener of the contract suite throws.');
    await write(tables, { rows: { a: '2' } });
    expect(await contents(tables)).toEqual([['a', '2']]);
  });

  it.each(calls)('fails %s with CLOSED on a closed connection', async (_name, call) => {
    const connection = await bench.connect();
    await connection.close();
    await expect(call(connection.tables)).rejects.toMatchObject({ name: 'StatefoldError', code: 'CLOSED' });
  });

  it('keeps what it had acknowledged, for those who connect later', async () => {
    const shared = await bench.store();
    const first = await bench.connect(shared);
    await write(first.tables, { rows: { a: '1' }, put: [entry('x')] });
    await first.tables.serve('OrderSummary', null, 'g1');
    await first.close();
    const { tables } = await bench.connect(shared);
    expect(await contents(tables)).toEqual([['a', '1']]);
    expect(await tables.entries(INDEX, PARTITION, WHOLE)).toEqual([entry('x')]);
    expect(await tables.checkpoint(FOLD, PARTITION)).toEqual(checkpoint(1));
    expect(await tables.serving('OrderSummary')).toBe('g1');
  });
}
