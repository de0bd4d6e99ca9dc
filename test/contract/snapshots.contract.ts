// What every store's snapshots promise: a cache that is proved against the log.
import { beforeEach, expect, it } from 'vitest';
import type { Tag } from '../../src/kernel/hash.js';
import { version } from '../../src/kernel/version.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { SnapshotDraft, Snapshots } from '../../src/log/snapshots.js';
import type { Store } from '../../src/store/store.js';
import type { StoreUnderTest } from '../support/stores.js';
import { chain, commit, headAfter, NOWHERE, order, store } from './drafts.js';
import { benchOf } from './open-stores.js';

const A = order('a');
const [ONE, TWO] = [headAfter(NOWHERE, 'a1'), headAfter(headAfter(NOWHERE, 'a1'), 'a2')];

export function snapshotsContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);
  let shared: Store;
  let log: EventLog;
  let snapshots: Snapshots;

  /** Two commits of order a. */
  beforeEach(async () => {
    shared = await bench.store();
    ({ log, snapshots } = await bench.connect(shared));
    await store(log, chain(A, NOWHERE, ['a1', 'a2']));
  });

  function draft(head: SnapshotDraft['head'], text = 'state'): SnapshotDraft {
    return { head, bytes: new TextEncoder().encode(text) };
  }

  it('gives what was kept, with the place of its commit', async () => {
    expect(await snapshots.save(A, 'f1', draft(ONE))).toBe(true);
    const [first] = await log.history(A, NOWHERE.version, 1);
    const found = await snapshots.load(A, 'f1');
    expect(found).toMatchObject({ head: ONE, place: first?.place });
    expect(new TextDecoder().decode(found?.bytes)).toBe('state');
  });

  it('gives it to every connection', async () => {
    await snapshots.save(A, 'f1', draft(TWO));
    const other = await bench.connect(shared);
    expect(await other.snapshots.load(A, 'f1')).toMatchObject({ head: TWO });
  });

  it('has none where none was kept', async () => {
    expect(await snapshots.load(A, 'f1')).toBeNull();
    expect(await snapshots.load(order('b'), 'f1')).toBeNull();
  });

  it('tells fingerprints apart', async () => {
    await snapshots.save(A, 'f1', draft(ONE));
    expect(await snapshots.load(A, 'f2')).toBeNull();
    await snapshots.save(A, 'f2', draft(TWO));
    expect(await snapshots.load(A, 'f1')).toMatchObject({ head: ONE });
  });

  it('tells aggregates apart whose names run together', async () => {
    const [one, other] = [
      { type: 'Order', id: 'x:f1' },
      { type: 'Order:x', id: 'f1' },
    ];
    await store(log, chain(one, NOWHERE, ['x1']));
    await snapshots.save(one, 'f1', draft(headAfter(NOWHERE, 'x1')));
    expect(await snapshots.load(other, 'f1')).toBeNull();
  });

  it.each([
    ['a version that the aggregate has not reached', { version: version(3), tag: TWO.tag }],
    ['another tag', { version: TWO.version, tag: 'ffffffffffffffff' as Tag }],
    ['no commit at all', NOWHERE],
  ])('does not keep what stands on %s', async (_, head) => {
    expect(await snapshots.save(A, 'f1', draft(head))).toBe(false);
    expect(await snapshots.load(A, 'f1')).toBeNull();
  });

  it('does not keep what stands inside a commit', async () => {
    await store(log, [commit(order('m'), NOWHERE, 'm1', { events: 3 })]);
    const inside = { version: version(2), tag: headAfter(NOWHERE, 'm1').tag };
    expect(await snapshots.save(order('m'), 'f1', draft(inside))).toBe(false);
  });

  it('keeps the newest only', async () => {
    await snapshots.save(A, 'f1', draft(TWO, 'new'));
    expect(await snapshots.save(A, 'f1', draft(ONE, 'old'))).toBe(false);
    expect(await snapshots.load(A, 'f1')).toMatchObject({ head: TWO });
    expect(await snapshots.save(A, 'f1', draft(TWO, 'again'))).toBe(true);
    expect(new TextDecoder().decode((await snapshots.load(A, 'f1'))?.bytes)).toBe('again');
  });

  it('deletes all of one aggregate type', async () => {
    await snapshots.save(A, 'f1', draft(ONE));
    await snapshots.save(A, 'f2', draft(ONE));
    await snapshots.clear('Invoice');
    expect(await snapshots.load(A, 'f1')).not.toBeNull();
    await snapshots.clear('Order');
    expect(await snapshots.load(A, 'f1')).toBeNull();
    expect(await snapshots.load(A, 'f2')).toBeNull();
  });

  it('gives bytes that the reader owns', async () => {
    await snapshots.save(A, 'f1', draft(ONE, 'state'));
    (await snapshots.load(A, 'f1'))?.bytes.fill(0);
    expect(new TextDecoder().decode((await snapshots.load(A, 'f1'))?.bytes)).toBe('state');
  });

  it('is closed with its connection', async () => {
    const connection = await bench.connect(shared);
    await connection.close();
    await expect(connection.snapshots.load(A, 'f1')).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(connection.snapshots.save(A, 'f1', draft(ONE))).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(connection.snapshots.clear('Order')).rejects.toMatchObject({ code: 'CLOSED' });
  });
}
