// Of the event-log contract: which blocks are refused, and what a refusal says and leaves.
import { expect, it } from 'vitest';
import { tagOf } from '../../../src/kernel/hash.js';
import { version } from '../../../src/kernel/version.js';
import type { CommitDraft, EventLog, Head, Verdict } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store } from '../drafts.js';
import { benchOf } from '../open-stores.js';

const elsewhere = headAfter(NOWHERE, 'another command');

export function refusingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  async function verdicts(log: EventLog, commits: readonly CommitDraft[]): Promise<readonly Verdict[]> {
    const appended = await log.append(PARTITION, block(commits));
    if (appended.kind !== 'refused') throw new Error('The block was stored.');
    return appended.commits;
  }

  it.each<readonly [string, Head]>([
    ['at an older version', NOWHERE],
    ['at a newer version', { version: version(3), tag: tagOf('c2') }],
    ['at the right version with another tag', { version: version(2), tag: tagOf('another command') }],
    ['at the right version with the tag before', { version: version(2), tag: tagOf('c1') }],
    ['at the right version with no tag', { version: version(2), tag: NOWHERE.tag }],
    ['at another version with the right tag', { version: version(1), tag: tagOf('c2') }],
  ])('refuses a commit %s', async (_what, head) => {
    const { log } = await bench.connect();
    await store(log, chain(order('a'), NOWHERE, ['c1', 'c2']));
    expect(await verdicts(log, [commit(order('a'), head, 'c3')])).toEqual(['stale']);
    expect(await log.aggregateHead(order('a'))).toEqual({ version: 2, tag: tagOf('c2') });
  });

  it('refuses a commit to an aggregate that does not exist, decided on one that does', async () => {
    const { log } = await bench.connect();
    expect(await verdicts(log, [commit(order('a'), elsewhere, 'c1')])).toEqual(['stale']);
  });

  it('refuses the same block a second time', async () => {
    const { log } = await bench.connect();
    const draft = commit(order('a'), NOWHERE, 'c1');
    await store(log, [draft]);
    expect(await verdicts(log, [draft])).toEqual(['stale']);
    expect((await log.head(PARTITION)).position).toBe(1);
  });

  it.each([
    ['first', 0],
    ['in the middle', 2],
    ['last', 4],
  ])('stores nothing of a block whose stale commit is %s', async (_where, at) => {
    const { log } = await bench.connect();
    await store(log, [commit(order('before'), NOWHERE, 'c0')]);
    const head = await log.head(PARTITION);
    const commits = [0, 1, 2, 3, 4].map((index) =>
      commit(order(`o${index}`), index === at ? elsewhere : NOWHERE, `c${index}`),
    );
    await verdicts(log, commits);
    expect(await log.head(PARTITION)).toEqual(head);
    expect(await log.read(PARTITION, START, 1 << 20)).toHaveLength(1);
    for (const index of [0, 1, 2, 3, 4]) {
      expect(await log.aggregateHead(order(`o${index}`))).toEqual(NOWHERE);
      expect(await log.history(order(`o${index}`), NOWHERE.version, 10)).toEqual([]);
      expect(await log.find(order(`o${index}`), tagOf(`c${index}`))).toEqual([]);
    }
  });

  it('stores the fine commits of a refused block when they come again', async () => {
    const { log } = await bench.connect();
    const fine = commit(order('a'), NOWHERE, 'c1');
    await verdicts(log, [fine, commit(order('b'), elsewhere, 'c2')]);
    expect((await store(log, [fine])).first).toBe(1);
  });

  it('names each stale commit and calls the others fine', async () => {
    const { log } = await bench.connect();
    const commits = [NOWHERE, elsewhere, NOWHERE, elsewhere, NOWHERE].map((head, index) =>
      commit(order(`o${index}`), head, `c${index}`),
    );
    expect(await verdicts(log, commits)).toEqual(['fine', 'stale', 'fine', 'stale', 'fine']);
  });

  it('names each expired commit beside the stale ones', async () => {
    const { log } = await bench.connect();
    const past = log.now() - 10_000;
    const commits = [
      commit(order('a'), NOWHERE, 'c1', { deadline: past }),
      commit(order('b'), elsewhere, 'c2'),
      commit(order('c'), NOWHERE, 'c3'),
      commit(order('d'), NOWHERE, 'c4', { deadline: past }),
    ];
    expect(await verdicts(log, commits)).toEqual(['expired', 'stale', 'fine', 'expired']);
  });

  it('calls expired what is also stale', async () => {
    const { log } = await bench.connect();
    expect(await verdicts(log, [commit(order('a'), elsewhere, 'c1', { deadline: log.now() - 10_000 })])).toEqual([
      'expired',
    ]);
  });

  it('stores nothing of a block with an expired commit', async () => {
    const { log } = await bench.connect();
    await verdicts(log, [
      commit(order('a'), NOWHERE, 'c1'),
      commit(order('b'), NOWHERE, 'c2', { deadline: log.now() - 10_000 }),
    ]);
    expect((await log.head(PARTITION)).position).toBe(0);
    expect(await log.aggregateHead(order('a'))).toEqual(NOWHERE);
  });

  it('stores a commit whose deadline is near but has not passed', async () => {
    const { log } = await bench.connect();
    await store(log, [commit(order('a'), NOWHERE, 'c1', { deadline: log.now() + 5000 })]);
  });

  it.runIf(underTest.controlsClock)('lets a deadline pass only after its own millisecond', async () => {
    let now = 1_700_000_000_000;
    const { log } = await bench.connect(await bench.store({ now: () => now }));
    const deadline = now + 100;
    now = deadline;
    await store(log, [commit(order('a'), NOWHERE, 'c1', { deadline })]);
    now = deadline + 1;
    expect(await verdicts(log, [commit(order('b'), NOWHERE, 'c2', { deadline })])).toEqual(['expired']);
  });

  it('refuses a commit on the right version of its block with another tag', async () => {
    const { log } = await bench.connect();
    const first = commit(order('a'), NOWHERE, 'c1');
    const second = commit(order('a'), elsewhere, 'c2');
    expect(first.next.version).toBe(second.expects.head.version);
    expect(await verdicts(log, [first, second])).toEqual(['fine', 'stale']);
  });

  it('refuses two commits of one block on the same head', async () => {
    const { log } = await bench.connect();
    const twins = [commit(order('a'), NOWHERE, 'c1'), commit(order('a'), NOWHERE, 'c2')];
    expect(await verdicts(log, twins)).toEqual(['fine', 'stale']);
  });

  it('calls stale what was decided on top of a stale commit', async () => {
    const { log } = await bench.connect();
    const commits = [...chain(order('a'), elsewhere, ['c1', 'c2', 'c3']), commit(order('b'), NOWHERE, 'c4')];
    expect(await verdicts(log, commits)).toEqual(['stale', 'stale', 'stale', 'fine']);
  });

  it('calls stale what was decided on top of an expired commit', async () => {
    const { log } = await bench.connect();
    const first = commit(order('a'), NOWHERE, 'c1', { deadline: log.now() - 10_000 });
    expect(await verdicts(log, [first, commit(order('a'), first.next, 'c2')])).toEqual(['expired', 'stale']);
  });

  it('calls fine what stands on the stored head beside an expired commit', async () => {
    const { log } = await bench.connect();
    const expired = commit(order('a'), NOWHERE, 'c1', { deadline: log.now() - 10_000 });
    expect(await verdicts(log, [expired, commit(order('a'), NOWHERE, 'c2')])).toEqual(['expired', 'fine']);
  });

  it('refuses a block in flight whose predecessor was refused', async () => {
    const { log } = await bench.connect();
    const [c1, c2] = chain(order('a'), NOWHERE, ['c1', 'c2']) as [CommitDraft, CommitDraft];
    const answers = await Promise.all([
      log.append(PARTITION, block([c1, commit(order('b'), elsewhere, 'b1')])),
      log.append(PARTITION, block([c2])),
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
    expect((await log.head(PARTITION)).position).toBe(0);
  });
}
