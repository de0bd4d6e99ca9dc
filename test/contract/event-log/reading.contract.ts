// Of the event-log contract: blocks as they are read back, their bytes, bounds and marks.
import { expect, it } from 'vitest';
import { commitBytes, encodeBlock, readDirectory } from '../../../src/codec/block.js';
import { digestOf, nextMark } from '../../../src/kernel/hash.js';
import { FIRST_MARK, type Position } from '../../../src/kernel/place.js';
import type { EventLog, StoredBlock } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, chain, check, commit, headAfter, NOWHERE, order, PARTITION, START, store, text } from '../drafts.js';
import { allPages, benchOf } from '../open-stores.js';

const ALL = Number.MAX_SAFE_INTEGER;

export function readingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  /** Three blocks: positions 1 to 2, 3, and 4 to 6. */
  async function threeBlocks(log: EventLog): Promise<void> {
    await store(log, chain(order('a'), NOWHERE, ['a1', 'a2']));
    await store(log, [commit(order('b'), NOWHERE, 'b1')]);
    await store(log, chain(order('c'), NOWHERE, ['c1', 'c2', 'c3']));
  }

  function firsts(blocks: readonly StoredBlock[]): readonly number[] {
    return blocks.map(({ first }) => first);
  }

  it('begins empty, before the first position, at the first mark', async () => {
    const { log } = await bench.connect();
    expect(await log.head(PARTITION)).toMatchObject({ position: 0, mark: FIRST_MARK });
    expect(await log.read(PARTITION, START, ALL)).toEqual([]);
  });

  it('names its epoch in decimal digits, the same in head, append and block', async () => {
    const { log } = await bench.connect();
    const { epoch } = await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    expect(epoch).toMatch(/^[0-9]+$/);
    expect((await log.head(PARTITION)).epoch).toBe(epoch);
    expect((await log.read(PARTITION, START, ALL))[0]?.epoch).toBe(epoch);
  });

  it('reads back each block with its positions, in order', async () => {
    const { log } = await bench.connect();
    await threeBlocks(log);
    const blocks = await log.read(PARTITION, START, ALL);
    expect(blocks.map(({ partition, first, last }) => [partition, first, last])).toEqual([
      [0, 1, 2],
      [0, 3, 3],
      [0, 4, 6],
    ]);
  });

  it('holds the bytes that every store holds for the same commits', async () => {
    const { log } = await bench.connect();
    const commits = [...chain(order('a'), NOWHERE, ['a1', 'a2']), commit(order('😀'), NOWHERE, 'e1', { events: 7 })];
    await store(log, commits);
    const expected = encodeBlock(commits);
    const [stored] = await log.read(PARTITION, START, ALL);
    expect(Buffer.compare(stored?.bytes ?? Buffer.alloc(0), expected)).toBe(0);
  });

  it('holds each commit where the directory of its block says', async () => {
    const { log } = await bench.connect();
    const commits = [
      commit(order('a'), NOWHERE, 'a1'),
      commit({ type: 'Stock', id: 'b' }, NOWHERE, 'b1', { events: 2 }),
    ];
    await store(log, commits);
    const [stored] = (await log.read(PARTITION, START, ALL)) as [StoredBlock];
    const directory = readDirectory(stored.bytes);
    expect(directory.map(({ aggregate, version, tag }) => ({ aggregate, head: { version, tag } }))).toEqual(
      commits.map(({ expects, next }) => ({ aggregate: expects.aggregate, head: next })),
    );
    expect(directory.map((_, index) => text(commitBytes(stored.bytes, directory, index)))).toEqual([
      'commit of a1',
      'commit of b1',
    ]);
  });

  it.each([
    [0, [1, 3, 4]],
    [1, [1, 3, 4]],
    [2, [3, 4]],
    [3, [4]],
    [4, [4]],
    [5, [4]],
    [6, []],
    [7, []],
    [1000, []],
  ])('reads after %i from the block that holds the next position', async (after, expected) => {
    const { log } = await bench.connect();
    await threeBlocks(log);
    expect(firsts(await log.read(PARTITION, after as Position, ALL))).toEqual(expected);
  });

  it.each([0, 1, 100])('reads one block where not even one fits into %i bytes', async (maxBytes) => {
    const { log } = await bench.connect();
    const payload = new Uint8Array(500);
    await store(log, [commit(order('a'), NOWHERE, 'a1', { payload })]);
    await store(log, [commit(order('b'), NOWHERE, 'b1', { payload })]);
    expect(firsts(await log.read(PARTITION, START, maxBytes))).toEqual([1]);
    expect(firsts(await log.read(PARTITION, 1 as Position, maxBytes))).toEqual([2]);
  });

  it('bounds a read by bytes', async () => {
    const { log } = await bench.connect();
    const payload = new Uint8Array(1000);
    for (let number = 0; number < 20; number++) {
      await store(log, [commit(order(`o${number}`), NOWHERE, 'c', { payload })]);
    }
    const read = await log.read(PARTITION, START, 10_000);
    // "About": a store may count what stands around the payloads, or go past the bound by one block.
    expect(read.length).toBeGreaterThan(5);
    expect(read.length).toBeLessThan(12);
  });

  it('meets every block once in bounded reads that go on from each other', async () => {
    const { log } = await bench.connect();
    for (let number = 0; number < 30; number++) {
      await store(log, chain(order(`o${number}`), NOWHERE, ['c1', 'c2', 'c3'].slice(0, 1 + (number % 3))));
    }
    const met = await allPages<StoredBlock>((last) => log.read(PARTITION, last?.last ?? START, 300));
    expect(met).toEqual(await log.read(PARTITION, START, ALL));
    expect(met).toHaveLength(30);
  });

  it('chains marks from the first mark over the bytes of each block', async () => {
    const { log } = await bench.connect();
    await threeBlocks(log);
    let mark = FIRST_MARK;
    for (const stored of await log.read(PARTITION, START, ALL)) {
      expect(stored.markBefore).toBe(mark);
      expect(stored.mark).toBe(nextMark(mark, digestOf(stored.bytes), stored));
      mark = stored.mark;
    }
    expect((await log.head(PARTITION)).mark).toBe(mark);
  });

  it('answers an append with the mark of its block', async () => {
    const { log } = await bench.connect();
    const first = await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    const second = await store(log, [commit(order('b'), NOWHERE, 'c2')]);
    const blocks = await log.read(PARTITION, START, ALL);
    expect(blocks.map(({ mark }) => mark)).toEqual([first.mark, second.mark]);
    expect(first.mark).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['payload', commit(order('a'), NOWHERE, 'c1', { payload: Buffer.from('other') })],
    ['tag', { ...commit(order('a'), NOWHERE, 'c1'), next: headAfter(NOWHERE, 'c2') }],
    ['version', commit(order('a'), NOWHERE, 'c1', { events: 2 })],
    ['aggregate', commit(order('b'), NOWHERE, 'c1')],
  ])(
    'gives two histories different marks that differ in one %s, and keeps them apart ever after',
    async (_what, other) => {
      const [one, two] = [(await bench.connect()).log, (await bench.connect()).log];
      const marks = await Promise.all([store(one, [commit(order('a'), NOWHERE, 'c1')]), store(two, [other])]);
      expect(marks[0].mark).not.toBe(marks[1].mark);
      const later = await Promise.all([one, two].map((log) => store(log, [commit(order('z'), NOWHERE, 'z1')])));
      expect(later[0]?.mark).not.toBe(later[1]?.mark);
    },
  );

  it.runIf(underTest.controlsClock)('gives two histories equal marks that were stored at the same times', async () => {
    const now = () => 1_700_000_000_000;
    const connect = async () => (await bench.connect(await bench.store({ now }))).log;
    const [one, two] = [await connect(), await connect()];
    for (const log of [one, two]) await threeBlocks(log);
    expect((await one.head(PARTITION)).mark).toBe((await two.head(PARTITION)).mark);
  });

  it('dates each block by the clock of the log', async () => {
    const { log } = await bench.connect();
    const before = log.now();
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    const [stored] = (await log.read(PARTITION, START, ALL)) as [StoredBlock];
    // A server's clock is known here only to within a round trip.
    expect(Math.abs(stored.storedAt - before)).toBeLessThan(1000);
    expect((await log.history(order('a'), NOWHERE.version, 1))[0]?.storedAt).toBe(stored.storedAt);
  });

  it.runIf(underTest.controlsClock)('dates each block by the time of its append', async () => {
    let now = 1_700_000_000_000;
    const { log } = await bench.connect(await bench.store({ now: () => now }));
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    now += 5000;
    await store(log, [commit(order('b'), NOWHERE, 'c2')]);
    expect(log.now()).toBe(now);
    expect((await log.read(PARTITION, START, ALL)).map(({ storedAt }) => storedAt)).toEqual([now - 5000, now]);
  });

  it('keeps what it holds when a reader writes into what it got', async () => {
    const { log } = await bench.connect();
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    const [stored] = (await log.read(PARTITION, START, ALL)) as [StoredBlock];
    const before = Buffer.from(stored.bytes);
    stored.bytes.fill(0xff);
    (await log.history(order('a'), NOWHERE.version, 1))[0]?.payload.fill(0xff);
    (await log.find(order('a'), headAfter(NOWHERE, 'c1').tag))[0]?.payload.fill(0xff);
    const [again] = (await log.read(PARTITION, START, ALL)) as [StoredBlock];
    expect(Buffer.compare(again.bytes, before)).toBe(0);
  });

  it('reads what another connection has stored', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    await threeBlocks(one.log);
    expect(await two.log.read(PARTITION, START, ALL)).toEqual(await one.log.read(PARTITION, START, ALL));
    expect(await two.log.head(PARTITION)).toEqual(await one.log.head(PARTITION));
  });

  it('reads nothing that only a check or a refused block brought', async () => {
    const { log } = await bench.connect();
    await log.append(PARTITION, block([], [check(order('a'), NOWHERE)]));
    await log.append(PARTITION, block([commit(order('a'), headAfter(NOWHERE, 'x'), 'c1')]));
    expect(await log.read(PARTITION, START, ALL)).toEqual([]);
  });
}
