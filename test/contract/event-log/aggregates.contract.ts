// Of the event-log contract: the commits of one aggregate, its head, and commits found by tag.
import { expect, it } from 'vitest';
import { partitionOf, tagOf } from '../../../src/kernel/hash.js';
import { version } from '../../../src/kernel/version.js';
import type { EventLog, StoredCommit } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { AWKWARD_NAMES, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store, text } from '../drafts.js';
import { allPages, benchOf } from '../open-stores.js';

export function aggregatesContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  /** Three commits of order a, leading to versions 2, 3 and 6, among others and in three blocks. */
  async function history(log: EventLog): Promise<void> {
    const first = commit(order('a'), NOWHERE, 'a1', { events: 2 });
    const second = commit(order('a'), first.next, 'a2');
    const third = commit(order('a'), second.next, 'a3', { events: 3 });
    await store(log, [commit(order('b'), NOWHERE, 'b1'), first]);
    await store(log, [second, commit(order('c'), NOWHERE, 'c1')]);
    await store(log, [commit(order('d'), NOWHERE, 'd1')]);
    await store(log, [commit(order('e'), NOWHERE, 'e1'), commit(order('f'), NOWHERE, 'f1'), third]);
  }

  function versions(commits: readonly StoredCommit[]): readonly number[] {
    return commits.map(({ head }) => head.version);
  }

  it('does not know an aggregate without commits', async () => {
    const { log } = await bench.connect();
    await history(log);
    expect(await log.aggregateHead(order('nobody'))).toEqual(NOWHERE);
    expect(await log.history(order('nobody'), NOWHERE.version, 10)).toEqual([]);
    expect(await log.find(order('nobody'), tagOf('a1'))).toEqual([]);
  });

  it('tells the commits of one aggregate, oldest first, each with its place and head', async () => {
    const { log } = await bench.connect();
    await history(log);
    const commits = await log.history(order('a'), NOWHERE.version, 10);
    expect(commits.map(({ payload }) => text(payload))).toEqual(['commit of a1', 'commit of a2', 'commit of a3']);
    expect(commits.map(({ head }) => head)).toEqual([
      { version: 2, tag: tagOf('a1') },
      { version: 3, tag: tagOf('a2') },
      { version: 6, tag: tagOf('a3') },
    ]);
    expect(commits.map(({ place }) => place.position)).toEqual([2, 3, 8]);
  });

  it('places each commit by the epoch and mark of the block that holds it', async () => {
    const { log } = await bench.connect();
    await history(log);
    const blocks = await log.read(PARTITION, START, 1 << 20);
    for (const { place } of await log.history(order('a'), NOWHERE.version, 10)) {
      const holder = blocks.find(({ first, last }) => first <= place.position && place.position <= last);
      expect(place).toEqual({ partition: 0, epoch: holder?.epoch, position: place.position, mark: holder?.mark });
    }
  });

  it.each([
    [0, [2, 3, 6]],
    [1, [2, 3, 6]],
    [2, [3, 6]],
    [3, [6]],
    [4, [6]],
    [5, [6]],
    [6, []],
    [99, []],
  ])('tells the commits that lead above version %i', async (after, expected) => {
    const { log } = await bench.connect();
    await history(log);
    expect(versions(await log.history(order('a'), version(after), 10))).toEqual(expected);
  });

  it('tells at most as many commits as asked for, from the oldest', async () => {
    const { log } = await bench.connect();
    await history(log);
    expect(versions(await log.history(order('a'), NOWHERE.version, 2))).toEqual([2, 3]);
    expect(versions(await log.history(order('a'), version(2), 1))).toEqual([3]);
  });

  it('tells a long history whole, in pages that go on from each other', async () => {
    const { log } = await bench.connect();
    const ids = Array.from({ length: 250 }, (_, index) => `c${index}`);
    const drafts = chain(order('a'), NOWHERE, ids);
    for (let at = 0; at < drafts.length; at += 7) await store(log, drafts.slice(at, at + 7));
    const met = await allPages<StoredCommit>((last) =>
      log.history(order('a'), last?.head.version ?? NOWHERE.version, 40),
    );
    expect(met.map(({ payload }) => text(payload))).toEqual(ids.map((id) => `commit of ${id}`));
    expect(met.map(({ head }) => head.tag)).toEqual(ids.map(tagOf));
  });

  it('knows the head of an aggregate after each commit', async () => {
    const { log } = await bench.connect();
    for (const draft of chain(order('a'), NOWHERE, ['c1', 'c2', 'c3'])) {
      await store(log, [draft]);
      expect(await log.aggregateHead(order('a'))).toEqual(draft.next);
    }
  });

  it('finds a commit by its tag', async () => {
    const { log } = await bench.connect();
    await history(log);
    const found = await log.find(order('a'), tagOf('a2'));
    expect(found).toEqual((await log.history(order('a'), version(2), 1)) as unknown);
    expect(found).toHaveLength(1);
  });

  it('finds no commit of another aggregate by its tag, and none by a tag that nothing carries', async () => {
    const { log } = await bench.connect();
    await history(log);
    expect(await log.find(order('b'), tagOf('a1'))).toEqual([]);
    expect(await log.find(order('a'), tagOf('never'))).toEqual([]);
  });

  it('finds all commits of one tag, oldest first', async () => {
    const { log } = await bench.connect();
    await store(log, chain(order('a'), NOWHERE, ['twin', 'other', 'twin', 'last']));
    expect(versions(await log.find(order('a'), tagOf('twin')))).toEqual([1, 3]);
  });

  it('keeps aggregates apart whatever their ids hold', async () => {
    const { log } = await bench.connect();
    const one = AWKWARD_NAMES.map((id) => commit(order(id), NOWHERE, `first ${id}`));
    await store(log, one);
    for (const { expects, next } of one)
      await store(log, [commit(expects.aggregate, next, `second ${expects.aggregate.id}`)]);
    for (const id of AWKWARD_NAMES) {
      const commits = await log.history(order(id), NOWHERE.version, 10);
      expect(commits.map(({ payload }) => text(payload))).toEqual([`commit of first ${id}`, `commit of second ${id}`]);
      expect(await log.aggregateHead(order(id))).toEqual(headAfter(headAfter(NOWHERE, ''), `second ${id}`));
      expect(await log.find(order(id), tagOf(`first ${id}`))).toHaveLength(1);
    }
  });

  it('looks for an aggregate in the partition where it lives', async () => {
    const { log } = await bench.connect(await bench.store({ partitions: 5 }));
    const ids = [...AWKWARD_NAMES, ...Array.from({ length: 20 }, (_, index) => `order-${index}`)];
    for (const id of ids) await store(log, [commit(order(id), NOWHERE, id)], partitionOf('Order', id, 5));
    const places = await Promise.all(
      ids.map(async (id) => (await log.history(order(id), NOWHERE.version, 10)).map(({ place }) => place.partition)),
    );
    expect(places).toEqual(ids.map((id) => [partitionOf('Order', id, 5)]));
    expect(new Set(places.flat()).size).toBe(5);
    for (const id of ids) {
      expect(await log.aggregateHead(order(id))).toEqual(headAfter(NOWHERE, id));
      expect(await log.find(order(id), tagOf(id))).toHaveLength(1);
    }
  });

  it('tells another connection the same', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    await history(one.log);
    expect(await two.log.history(order('a'), NOWHERE.version, 10)).toEqual(
      await one.log.history(order('a'), NOWHERE.version, 10),
    );
    expect(await two.log.aggregateHead(order('a'))).toEqual({ version: 6, tag: tagOf('a3') });
  });
}
