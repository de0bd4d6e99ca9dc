// Of the event-log contract: the end of a connection.
import { expect, it } from 'vitest';
import { tagOf } from '../../../src/kernel/hash.js';
import { FIRST_MARK } from '../../../src/kernel/place.js';
import type { EventLog } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, chain, commit, NOWHERE, order, PARTITION, START, store } from '../drafts.js';
import { benchOf } from '../open-stores.js';

const calls: readonly (readonly [string, (log: EventLog) => Promise<unknown>])[] = [
  ['append', (log) => log.append(PARTITION, block([commit(order('a'), NOWHERE, 'c1')]))],
  ['head', (log) => log.head(PARTITION)],
  ['read', (log) => log.read(PARTITION, START, 100)],
  ['history', (log) => log.history(order('a'), NOWHERE.version, 1)],
  ['aggregateHead', (log) => log.aggregateHead(order('a'))],
  ['find', (log) => log.find(order('a'), tagOf('c1'))],
  ['holds', (log) => log.holds({ partition: PARTITION, epoch: '1' as never, position: START, mark: FIRST_MARK })],
  ['onAppend', async (log) => log.onAppend(PARTITION, () => {})],
];

export function closingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  it.each(calls)('fails %s with CLOSED on a closed connection', async (_name, call) => {
    const connection = await bench.connect();
    await connection.close();
    await expect(call(connection.log)).rejects.toMatchObject({ name: 'StatefoldError', code: 'CLOSED' });
  });

  it('keeps what it had acknowledged, for those who connect later', async () => {
    const shared = await bench.store();
    const first = await bench.connect(shared);
    await store(first.log, chain(order('a'), NOWHERE, ['c1', 'c2']));
    const head = await first.log.head(PARTITION);
    await first.close();
    const { log } = await bench.connect(shared);
    expect(await log.head(PARTITION)).toEqual(head);
    expect(await log.history(order('a'), NOWHERE.version, 10)).toHaveLength(2);
  });

  it('leaves other connections open', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    await one.close();
    expect((await store(two.log, [commit(order('a'), NOWHERE, 'c1')])).first).toBe(1);
  });

  it('may be closed twice', async () => {
    const connection = await bench.connect();
    await connection.close();
    await connection.close();
  });

  it('still says how many partitions there are, and the time', async () => {
    const connection = await bench.connect(await bench.store({ partitions: 3 }));
    await connection.close();
    expect(connection.log.partitions).toBe(3);
    expect(connection.log.now()).toBeGreaterThan(0);
  });
}
