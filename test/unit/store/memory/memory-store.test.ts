import { describe, expect, it } from 'vitest';
import { NO_TAG, partitionOf, type Tag, tagOf } from '../../../../src/kernel/hash.js';
import type { Partition } from '../../../../src/kernel/place.js';
import { NO_VERSION, type Version } from '../../../../src/kernel/version.js';
import type { CommitDraft } from '../../../../src/log/event-log.js';
import { memoryStore } from '../../../../src/store/memory/memory-store.js';

const P0 = 0 as Partition;

function commit(id: string, version = 1, tag = tagOf('c1')): CommitDraft {
  return {
    expects: {
      aggregate: { type: 'Order', id },
      head: { version: NO_VERSION, tag: NO_TAG },
      deadline: Number.MAX_SAFE_INTEGER,
    },
    next: { version: version as Version, tag },
    payload: Buffer.from('payload'),
  };
}

describe('memoryStore', () => {
  it('has one partition and expects others to append, unless told otherwise', async () => {
    const { log } = await memoryStore().connect();
    expect([log.partitions, log.shared]).toEqual([1, true]);
    const other = (await memoryStore({ partitions: 3, shared: false }).connect()).log;
    expect([other.partitions, other.shared]).toEqual([3, false]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d partitions', (partitions) => {
    expect(() => memoryStore({ partitions })).toThrow(RangeError);
  });

  it('refuses an option that it does not know, and options that are none', () => {
    const misspelt = { shard: false };
    expect(() => memoryStore(misspelt as object)).toThrow(
      new RangeError("memoryStore has no option 'shard' (did you mean shared?). Correct it, or leave it out."),
    );
    expect(() => memoryStore(4 as never)).toThrow('memoryStore takes an object of options: partitions, now');
  });

  it('counts its epoch in seconds of its clock at the start, and keeps it', async () => {
    let now = 1_700_000_000_500;
    const store = memoryStore({ now: () => now });
    now += 60_000;
    const { log } = await store.connect();
    expect((await log.head(P0)).epoch).toBe('1700000000');
    expect(await log.append(P0, { commits: [commit('a')], checks: [] })).toMatchObject({ epoch: '1700000000' });
  });

  it('knows no place of another store', async () => {
    const [one, two] = [
      await memoryStore({ now: () => 1e12 }).connect(),
      await memoryStore({ now: () => 2e12 }).connect(),
    ];
    for (const { log } of [one, two]) await log.append(P0, { commits: [commit('a')], checks: [] });
    const head = await one.log.head(P0);
    const other = await two.log.head(P0);
    expect(other.mark).not.toBe(head.mark);
    expect(await two.log.holds({ partition: P0, ...head })).toBe(false);
    expect(await two.log.holds({ partition: P0, ...head, mark: other.mark })).toBe(false);
  });

  it('fails for a partition that is not there', async () => {
    const { log } = await memoryStore({ partitions: 2 }).connect();
    await expect(log.head(2 as Partition)).rejects.toThrow(RangeError);
    expect(() => log.onAppend(2 as Partition, () => {})).toThrow(RangeError);
  });

  it('fails a block that is sent to a partition where its aggregate does not live', async () => {
    const { log } = await memoryStore({ partitions: 2 }).connect();
    const wrong = (1 - partitionOf('Order', 'a', 2)) as Partition;
    const { expects } = commit('a');
    await expect(log.append(wrong, { commits: [commit('a')], checks: [] })).rejects.toThrow(/lives in partition/);
    await expect(log.append(wrong, { commits: [], checks: [expects] })).rejects.toThrow(/lives in partition/);
  });

  it.each([
    ['leads nowhere', commit('b', 0)],
    ['has a tag that is none', commit('b', 1, 'not a tag' as Tag)],
    ['has a lone surrogate in its id', commit('\ud800')],
    ['has an id too long for a block', commit('x'.repeat(70_000))],
  ])('fails a block with a commit that %s, and stores nothing of it', async (_what, bad) => {
    const { log } = await memoryStore().connect();
    await expect(log.append(P0, { commits: [commit('a'), bad], checks: [] })).rejects.toThrow(RangeError);
    expect((await log.head(P0)).position).toBe(0);
    expect(await log.aggregateHead({ type: 'Order', id: 'a' })).toEqual({ version: 0, tag: '' });
    expect(await log.append(P0, { commits: [commit('a')], checks: [] })).toMatchObject({ kind: 'appended', first: 1 });
  });
});
