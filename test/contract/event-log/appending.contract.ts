// Of the event-log contract: what an accepted block becomes.
import { expect, it } from 'vitest';
import { NO_TAG, partitionOf } from '../../../src/kernel/hash.js';
import type { Partition } from '../../../src/kernel/place.js';
import type { CommitDraft, EventLog, Head } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store, text } from '../drafts.js';
import { benchOf } from '../open-stores.js';

export function appendingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  it('gives the first commit position 1', async () => {
    const { log } = await bench.connect();
    expect(await store(log, [commit(order('a'), NOWHERE, 'c1')])).toMatchObject({
      kind: 'appended',
      first: 1,
      checks: [],
    });
  });

  it('gives the commits of a block positions that follow the head', async () => {
    const { log } = await bench.connect();
    await store(log, [commit(order('a'), NOWHERE, 'c1'), commit(order('b'), NOWHERE, 'c2')]);
    const appended = await store(log, [commit(order('c'), NOWHERE, 'c3'), commit(order('d'), NOWHERE, 'c4')]);
    expect(appended.first).toBe(3);
    expect((await log.head(PARTITION)).position).toBe(4);
  });

  it('gives positions without gaps across 1,000 blocks', async () => {
    const { log } = await bench.connect();
    let next = 1;
    for (let number = 0; number < 1000; number++) {
      const ids = Array.from({ length: 1 + (number % 3) }, (_, index) => `${number}-${index}`);
      const appended = await store(
        log,
        ids.map((id) => commit(order(id), NOWHERE, id)),
      );
      expect(appended.first).toBe(next);
      next += ids.length;
    }
    let expected = 1;
    for (const { first, last } of await log.read(PARTITION, START, Number.MAX_SAFE_INTEGER)) {
      expect(first).toBe(expected);
      expected = last + 1;
    }
    expect(expected).toBe(next);
  });

  it('counts an earlier commit of the same block', async () => {
    const { log } = await bench.connect();
    await store(log, chain(order('a'), NOWHERE, ['c1', 'c2', 'c3', 'c4', 'c5']));
    expect(await log.aggregateHead(order('a'))).toEqual(
      headAfter({ version: 4 as Head['version'], tag: NO_TAG }, 'c5'),
    );
  });

  it('counts earlier commits of the same block past those of other aggregates', async () => {
    const { log } = await bench.connect();
    const [a1, a2] = chain(order('a'), NOWHERE, ['a1', 'a2']) as [CommitDraft, CommitDraft];
    const [b1, b2] = chain(order('b'), NOWHERE, ['b1', 'b2']) as [CommitDraft, CommitDraft];
    await store(log, [a1, b1, a2, b2]);
    expect(await log.aggregateHead(order('a'))).toEqual(a2.next);
    expect(await log.aggregateHead(order('b'))).toEqual(b2.next);
  });

  it('moves the version by the number of events of a commit', async () => {
    const { log } = await bench.connect();
    const first = commit(order('a'), NOWHERE, 'c1', { events: 3 });
    await store(log, [first]);
    await store(log, [commit(order('a'), first.next, 'c2', { events: 2 })]);
    expect((await log.aggregateHead(order('a'))).version).toBe(5);
  });

  it('takes blocks in the order in which one connection sent them, without waiting between', async () => {
    const { log } = await bench.connect();
    const drafts = chain(order('a'), NOWHERE, ['c1', 'c2', 'c3', 'c4']);
    const appended = await Promise.all(drafts.map((draft) => store(log, [draft])));
    expect(appended.map(({ first }) => first)).toEqual([1, 2, 3, 4]);
  });

  it('tells aggregates of one id apart by type', async () => {
    const { log } = await bench.connect();
    await store(log, [commit({ type: 'Order', id: 'x' }, NOWHERE, 'c1')]);
    await store(log, [commit({ type: 'Stock', id: 'x' }, NOWHERE, 'c2')]);
    expect(await log.aggregateHead({ type: 'Order', id: 'x' })).toEqual(headAfter(NOWHERE, 'c1'));
    expect(await log.aggregateHead({ type: 'Stock', id: 'x' })).toEqual(headAfter(NOWHERE, 'c2'));
  });

  it('tells aggregates apart whose type and id run together', async () => {
    const { log } = await bench.connect();
    const keys = [
      { type: 'A', id: 'B:c' },
      { type: 'A:B', id: 'c' },
      { type: 'AB', id: ':c' },
      { type: 'A', id: ':B:c' },
    ];
    await store(
      log,
      keys.map((key, index) => commit(key, NOWHERE, `c${index}`)),
    );
    for (const [index, key] of keys.entries()) {
      expect(await log.aggregateHead(key)).toEqual(headAfter(NOWHERE, `c${index}`));
    }
  });

  it.each([
    ['of no bytes', 0],
    ['of every byte value', 256],
    ['of 4 MB', 4 << 20],
  ])('keeps a payload %s', async (_what, size) => {
    const { log } = await bench.connect();
    const payload = Uint8Array.from({ length: size }, (_, index) => index & 0xff);
    await store(log, [commit(order('a'), NOWHERE, 'c1', { payload })]);
    const [stored] = await log.history(order('a'), NOWHERE.version, 1);
    expect(Buffer.compare(stored?.payload ?? Buffer.alloc(1), payload)).toBe(0);
  });

  it('takes a block of 1,000 commits', async () => {
    const { log } = await bench.connect();
    const ids = Array.from({ length: 1000 }, (_, index) => `order-${index}`);
    await store(
      log,
      ids.map((id) => commit(order(id), NOWHERE, id)),
    );
    const [last] = await log.history(order('order-999'), NOWHERE.version, 1);
    expect(last?.place.position).toBe(1000);
    expect(text(last?.payload ?? Buffer.alloc(0))).toBe('commit of order-999');
  });

  it('answers a block of nothing with the head', async () => {
    const { log } = await bench.connect();
    const { mark } = await store(log, chain(order('a'), NOWHERE, ['c1', 'c2']));
    const { epoch } = await log.head(PARTITION);
    expect(await log.append(PARTITION, block([]))).toEqual({ kind: 'appended', epoch, first: 2, mark, checks: [] });
  });

  it('lets one of two racing connections win', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    const answers = await Promise.all([
      one.log.append(PARTITION, block([commit(order('a'), NOWHERE, 'from one')])),
      two.log.append(PARTITION, block([commit(order('a'), NOWHERE, 'from two')])),
    ]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['appended', 'refused']);
    expect((await one.log.aggregateHead(order('a'))).version).toBe(1);
  });

  it('loses no commit of connections that race and try again', async () => {
    const shared = await bench.store();
    const logs = await Promise.all([1, 2, 3, 4].map(async () => (await bench.connect(shared)).log));
    const win = async (log: EventLog, commandId: string): Promise<void> => {
      for (let attempt = 0; attempt < 1000; attempt++) {
        const head = await log.aggregateHead(order('a'));
        const appended = await log.append(PARTITION, block([commit(order('a'), head, commandId)]));
        if (appended.kind === 'appended') return;
      }
      throw new Error('1,000 attempts lost the race.');
    };
    await Promise.all(logs.flatMap((log, index) => [0, 1, 2, 3, 4].map((number) => win(log, `${index}-${number}`))));
    const history = await (logs[0] as EventLog).history(order('a'), NOWHERE.version, 100);
    expect(history.map(({ head }) => head.version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(new Set(history.map(({ head }) => head.tag)).size).toBe(20);
  });

  it('counts positions in each partition by itself', async () => {
    const { log } = await bench.connect(await bench.store({ partitions: 4 }));
    expect(log.partitions).toBe(4);
    const firstIn = (partition: number): string => {
      for (let number = 0; ; number++) if (partitionOf('Order', `o${number}`, 4) === partition) return `o${number}`;
    };
    for (const partition of [0, 1, 2, 3] as Partition[]) {
      const appended = await store(log, [commit(order(firstIn(partition)), NOWHERE, 'c')], partition);
      expect(appended.first).toBe(1);
    }
    await store(log, [commit(order(firstIn(2)), headAfter(NOWHERE, 'c'), 'd')], 2 as Partition);
    const heads = await Promise.all(([0, 1, 2, 3] as Partition[]).map((partition) => log.head(partition)));
    expect(heads.map(({ position }) => position)).toEqual([1, 1, 2, 1]);
  });
}
