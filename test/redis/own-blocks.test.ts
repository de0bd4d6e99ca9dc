// Blocks that a connection has stored itself, given to those who follow the log without asking the server.
import { describe, expect, it } from 'vitest';
import { digestOf, nextMark } from '../../src/kernel/hash.js';
import { type Epoch, FIRST_MARK, type Mark, type Partition, type Position } from '../../src/kernel/place.js';
import type { StoredBlock } from '../../src/log/event-log.js';
import { OwnBlocks } from '../../src/store/redis/own-blocks.js';
import { commit, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { describeRedis, redisBench } from './bench.js';

/** The block at some positions that goes on from a mark. */
function blockAt(first: number, last: number, markBefore: Mark, { epoch = '1', bytes = 'bytes' } = {}): StoredBlock {
  const storedAt = 1_000 + first;
  const block = { partition: 0 as Partition, epoch: epoch as Epoch, storedAt, bytes: Buffer.from(bytes) };
  const mark = nextMark(markBefore, digestOf(block.bytes), block);
  return { ...block, first: first as Position, last: last as Position, markBefore, mark };
}

/** Three blocks one after another: positions 1 and 2, 3, and 4 to 6. */
function threeBlocks(): readonly [StoredBlock, StoredBlock, StoredBlock] {
  const one = blockAt(1, 2, FIRST_MARK);
  const two = blockAt(3, 3, one.mark);
  return [one, two, blockAt(4, 6, two.mark)];
}

const behind = (own: OwnBlocks, after: number, maxBytes = 1 << 20) => own.behind(after as Position, maxBytes);

describe('own blocks', () => {
  it('are told from the one that begins behind a position', () => {
    const own = new OwnBlocks();
    const blocks = threeBlocks();
    for (const block of blocks) own.add(block);
    expect(behind(own, 0)).toEqual(blocks);
    expect(behind(own, 2)).toEqual(blocks.slice(1));
    expect(behind(own, 3)).toEqual(blocks.slice(2));
    expect(behind(own, 6)).toEqual([]);
  });

  it('are not told where none begins there: it may lie inside one, or before all', () => {
    const own = new OwnBlocks();
    const [, two, three] = threeBlocks();
    own.add(two);
    own.add(three);
    for (const after of [0, 1, 4, 5]) expect(behind(own, after)).toEqual([]);
  });

  it('are told up to so many bytes, and one always', () => {
    const own = new OwnBlocks();
    const blocks = threeBlocks();
    for (const block of blocks) own.add(block);
    expect(behind(own, 0, 0)).toEqual(blocks.slice(0, 1));
    expect(behind(own, 0, 11)).toEqual(blocks.slice(0, 2));
  });

  it.each<readonly [string, (blocks: ReturnType<typeof threeBlocks>) => readonly StoredBlock[]]>([
    ['another wrote between them', ([one, , three]) => [one, three]],
    ['one goes on from another mark', ([one]) => [one, blockAt(3, 3, 'ffffffffffffffff' as Mark)]],
  ])('are forgotten where %s', (_, added) => {
    const own = new OwnBlocks();
    const blocks = added(threeBlocks());
    for (const block of blocks) own.add(block);
    expect(behind(own, 0)).toEqual([]);
    expect(behind(own, (blocks[1]?.first ?? 0) - 1)).toEqual(blocks.slice(1));
  });

  it('are not kept where their mark is not that of their bytes', () => {
    const own = new OwnBlocks();
    own.add({ ...blockAt(1, 2, FIRST_MARK), bytes: Buffer.from('other') });
    expect(behind(own, 0)).toEqual([]);
  });

  it('are forgotten when the log goes on in another epoch, and a late one of the old epoch is not kept', () => {
    const own = new OwnBlocks();
    const [one, two] = threeBlocks();
    own.add(one);
    own.enter('2' as Epoch);
    expect(behind(own, 0)).toEqual([]);
    own.add(two);
    expect(behind(own, 2)).toEqual([]);
    const next = blockAt(3, 3, one.mark, { epoch: '2' });
    own.add(next);
    expect(behind(own, 2)).toEqual([next]);
  });

  it('are the newest ones, of a bounded size', () => {
    const own = new OwnBlocks();
    let markBefore: Mark = FIRST_MARK;
    for (let position = 1; position <= 100; position++) {
      const block = blockAt(position, position, markBefore, { bytes: 'x'.repeat(10_000) });
      own.add(block);
      markBefore = block.mark;
    }
    expect(behind(own, 0)).toEqual([]);
    expect(behind(own, 99)).toHaveLength(1);
    expect(behind(own, 100 - 26)).toHaveLength(26);
    expect(behind(own, 100 - 27)).toEqual([]);
  });
});

describeRedis('who follows a log that the same connection writes', () => {
  const bench = redisBench();

  it('reads it without asking the server, and is given what the server holds', async () => {
    const server = await bench.server();
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    let woken = 0;
    log.onAppend(PARTITION, () => woken++);
    await store(log, [commit(order('a'), NOWHERE, 'c1'), commit(order('b'), NOWHERE, 'c2')]);
    await store(log, [commit(order('c'), NOWHERE, 'c3')]);
    await until('a wake-up', () => woken > 0);
    const reads = async (): Promise<number> =>
      Number(/cmdstat_xrange:calls=(\d+)/.exec(await bench.client(server.url).info('commandstats'))?.[1] ?? 0);
    const before = await reads();
    const own = await log.read(PARTITION, 0 as Position, 1 << 20);
    expect(await reads()).toBe(before);
    const { log: other } = await bench.connect({ url: server.url, namespace: 'n' });
    expect(await other.read(PARTITION, 0 as Position, 1 << 20)).toMatchObject(own);
    expect(own).toHaveLength(2);
    expect(await reads()).toBeGreaterThan(before);
  });
});
