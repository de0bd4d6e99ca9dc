import { describe, expect, it } from 'vitest';
import { GroupCommit, type GroupCommitLimits, type Outcome } from '../../../src/aggregate/group-commit.js';
import { NO_TAG, type Tag, tagOf } from '../../../src/kernel/hash.js';
import type { Partition } from '../../../src/kernel/place.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { version } from '../../../src/kernel/version.js';
import type { CommitDraft, EventLog, Expectation, Head } from '../../../src/log/event-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';

const LIMITS: GroupCommitLimits = { blocksInFlight: 2, itemsPerBlock: 3, bytesPerBlock: 1000 };
const NOTHING: Head = { version: version(0), tag: NO_TAG };

async function setUp(limits: Partial<GroupCommitLimits> = {}) {
  const { log } = await memoryStore().connect();
  const group = new GroupCommit(log, 0 as Partition, systemRuntime, { ...LIMITS, ...limits });
  const commit = (draft: CommitDraft) =>
    new Promise<Outcome>((settle) => group.send({ expects: draft.expects, draft, settle }));
  const check = (expects: Expectation) =>
    new Promise<Outcome>((settle) => group.send({ expects, draft: null, settle }));
  return { log, commit, check };
}

function draftOf(id: string, number: number, after: Head = headOf(id, number - 1), bytes = 10): CommitDraft {
  const expects = { aggregate: { type: 'Ledger', id }, head: after, deadline: Date.now() + 5000 };
  return { expects, next: headOf(id, number), payload: new Uint8Array(bytes) };
}

function headOf(id: string, number: number): Head {
  return number === 0 ? NOTHING : { version: version(number), tag: tagOf(`${id}-${number}`) };
}

const blocksIn = async (log: EventLog) => log.read(0 as Partition, 0 as never, 1 << 20);

describe('group commit', () => {
  it('puts what is ready at once into one block, up to its limits', async () => {
    const { log, commit } = await setUp();
    const outcomes = await Promise.all([1, 2, 3, 4].map((number) => commit(draftOf('a', number))));
    expect(outcomes).toEqual(
      [1, 2, 3, 4].map((position) => ({ kind: 'stored', place: expect.objectContaining({ position }) })),
    );
    expect((await blocksIn(log)).map(({ first, last }) => [first, last])).toEqual([
      [1, 3],
      [4, 4],
    ]);
  });

  it('sends many at once, while the next ones are still being decided', async () => {
    const { log, commit } = await setUp({ itemsPerBlock: 1000, bytesPerBlock: 1 << 20 });
    const sizes: number[] = [];
    const append = log.append.bind(log);
    log.append = (partition, block) => {
      sizes.push(block.commits.length);
      return append(partition, block);
    };
    const sent = Array.from({ length: 300 }, (_, index) => commit(draftOf(`l${index}`, 1, NOTHING, 1)));
    expect(sizes).toEqual([128, 128]);
    await Promise.all(sent);
    expect(sizes).toEqual([128, 128, 44]);
  });

  it('splits a block that grows too large, but never a commit', async () => {
    const { log, commit } = await setUp();
    await Promise.all([700, 700, 2000].map((bytes, index) => commit(draftOf(`l${index}`, 1, NOTHING, bytes))));
    expect((await blocksIn(log)).map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('sends again what was refused only for the company it kept', async () => {
    const { log, commit } = await setUp();
    const stale = draftOf('a', 2, { version: version(1), tag: 'ffffffffffffffff' as Tag });
    expect(await Promise.all([commit(draftOf('b', 1)), commit(stale), commit(draftOf('c', 1))])).toEqual([
      { kind: 'stored', place: expect.objectContaining({ position: 1 }) },
      { kind: 'stale' },
      { kind: 'stored', place: expect.objectContaining({ position: 2 }) },
    ]);
    expect(await log.aggregateHead({ type: 'Ledger', id: 'a' })).toEqual(NOTHING);
  });

  it('does not send what stands on a refused commit', async () => {
    const { log, commit, check } = await setUp({ itemsPerBlock: 1, blocksInFlight: 1 });
    const stale = draftOf('a', 2, { version: version(1), tag: 'ffffffffffffffff' as Tag });
    let appends = 0;
    const append = log.append.bind(log);
    log.append = (partition, block) => {
      appends++;
      return append(partition, block);
    };
    const onTop = draftOf('a', 3);
    const outcomes = await Promise.all([commit(stale), commit(onTop), check({ ...onTop.expects, head: onTop.next })]);
    expect(outcomes).toEqual([{ kind: 'stale' }, { kind: 'stale' }, { kind: 'stale' }]);
    expect(appends).toBe(1);
  });

  it('confirms a check without taking a position', async () => {
    const { log, commit, check } = await setUp();
    await commit(draftOf('a', 1));
    const expects = draftOf('a', 2).expects;
    expect(await check(expects)).toEqual({ kind: 'confirmed' });
    expect(await check({ ...expects, head: NOTHING })).toEqual({ kind: 'stale' });
    expect(await check({ ...expects, deadline: 0 })).toEqual({ kind: 'expired' });
    expect((await log.head(0 as Partition)).position).toBe(1);
  });

  it('tells everyone in a block that the log threw', async () => {
    const { log, commit, check } = await setUp();
    const error = new Error('the log is gone');
    log.append = () => Promise.reject(error);
    expect(await Promise.all([commit(draftOf('a', 1)), check(draftOf('b', 1).expects)])).toEqual([
      { kind: 'failed', error },
      { kind: 'failed', error },
    ]);
  });

  it('calls a refusal without a reason a breach of the contract', async () => {
    const { log, commit } = await setUp();
    log.append = async () => ({ kind: 'refused', commits: ['fine'], checks: [] });
    expect(await commit(draftOf('a', 1))).toMatchObject({ kind: 'failed', error: { code: 'CORRUPT' } });
  });
});
