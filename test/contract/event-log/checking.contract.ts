// Of the event-log contract: answers without a commit, confirmed by checks.
import { expect, it } from 'vitest';
import type { CommitDraft } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, chain, check, commit, FAR, headAfter, NOWHERE, order, PARTITION, START, store } from '../drafts.js';
import { benchOf } from '../open-stores.js';

const elsewhere = headAfter(NOWHERE, 'another command');

export function checkingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  it('answers each check of a block without commits, in order', async () => {
    const { log } = await bench.connect();
    const { next } = commit(order('a'), NOWHERE, 'c1');
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    const checks = [
      check(order('a'), next),
      check(order('a'), NOWHERE),
      check(order('a'), elsewhere),
      check(order('a'), next, log.now() - 10_000),
      check(order('b'), NOWHERE),
      check(order('b'), next),
    ];
    const appended = await log.append(PARTITION, block([], checks));
    expect(appended.kind).toBe('appended');
    expect(appended.checks).toEqual(['fine', 'stale', 'stale', 'expired', 'fine', 'stale']);
  });

  it('takes no position for a block of checks', async () => {
    const { log } = await bench.connect();
    await store(log, chain(order('a'), NOWHERE, ['c1', 'c2']));
    const head = await log.head(PARTITION);
    const appended = await log.append(PARTITION, block([], [check(order('b'), NOWHERE)]));
    expect(appended).toEqual({ kind: 'appended', epoch: head.epoch, first: 2, mark: head.mark, checks: ['fine'] });
    expect(await log.head(PARTITION)).toEqual(head);
    expect(await log.read(PARTITION, START, 1 << 20)).toHaveLength(1);
    expect((await store(log, [commit(order('c'), NOWHERE, 'c3')])).first).toBe(3);
  });

  it.each([
    ['stale', elsewhere, FAR],
    ['expired', NOWHERE, 1],
  ])('stores the commits beside a check that is %s', async (verdict, head, deadline) => {
    const { log } = await bench.connect();
    const appended = await log.append(
      PARTITION,
      block([commit(order('a'), NOWHERE, 'c1')], [check(order('b'), head, deadline)]),
    );
    expect(appended).toMatchObject({ kind: 'appended', first: 1, checks: [verdict] });
    expect((await log.head(PARTITION)).position).toBe(1);
  });

  it('answers the checks of a refused block', async () => {
    const { log } = await bench.connect();
    const checks = [check(order('b'), NOWHERE), check(order('b'), elsewhere), check(order('b'), NOWHERE, 1)];
    const appended = await log.append(PARTITION, block([commit(order('a'), elsewhere, 'c1')], checks));
    expect(appended).toEqual({ kind: 'refused', commits: ['stale'], checks: ['fine', 'stale', 'expired'] });
  });

  it('calls a check fine on each head that the block leads its aggregate through', async () => {
    const { log } = await bench.connect();
    const [c1, c2] = chain(order('a'), NOWHERE, ['c1', 'c2']) as [CommitDraft, CommitDraft];
    const checks = [NOWHERE, c1.next, c2.next, elsewhere].map((head) => check(order('a'), head));
    const appended = await log.append(PARTITION, block([c1, c2], checks));
    expect(appended.checks).toEqual(['fine', 'fine', 'fine', 'stale']);
  });

  it('calls a check stale on a head that the block leads another aggregate to', async () => {
    const { log } = await bench.connect();
    const draft = commit(order('a'), NOWHERE, 'c1');
    const checks = [check(order('b'), draft.next), check({ type: 'Stock', id: 'a' }, draft.next)];
    expect((await log.append(PARTITION, block([draft], checks))).checks).toEqual(['stale', 'stale']);
  });

  it('calls a check stale on a head that only a refused commit would have led to', async () => {
    const { log } = await bench.connect();
    const draft = commit(order('a'), NOWHERE, 'c1');
    const checks = [check(order('a'), draft.next), check(order('a'), NOWHERE)];
    const appended = await log.append(PARTITION, block([draft, commit(order('b'), elsewhere, 'c2')], checks));
    expect(appended).toEqual({ kind: 'refused', commits: ['fine', 'stale'], checks: ['stale', 'fine'] });
  });

  it('sees what another connection has stored', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    await store(one.log, [commit(order('a'), NOWHERE, 'c1')]);
    const appended = await two.log.append(PARTITION, block([], [check(order('a'), NOWHERE)]));
    expect(appended.checks).toEqual(['stale']);
  });
}
