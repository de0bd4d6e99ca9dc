import { describe, expect, it, vi } from 'vitest';
import { encodeValue } from '../../../src/codec/packer.js';
import type { Snapshots } from '../../../src/log/snapshots.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { type LedgerOptions, ledgerActors, sendTo } from '../../support/ledger.js';
import { overriding } from '../../support/overriding.js';

const A = { type: 'Ledger', id: 'a' };
const enter = { type: 'Enter', data: { amount: 1 } } as const;

/** One engine on a store; counts the commits that it reads to load. */
async function setUp(store = memoryStore(), options: LedgerOptions = {}) {
  const { log, snapshots } = await store.connect();
  const read = { commits: 0 };
  const counting = overriding(log, {
    history: async (...question) => {
      const found = await log.history(...question);
      read.commits += found.length;
      return found;
    },
  });
  const actors = ledgerActors(counting, { snapshots, snapshotEvery: 10, ...options });
  const send = async (count: number, id = 'a') => {
    for (let sent = 0; sent < count; sent++) await sendTo(actors, log, id, enter);
  };
  return { store, snapshots, actors, send, read };
}

describe('snapshots', () => {
  it('are written after a number of events, and make a cold load short', async () => {
    const first = await setUp();
    await first.send(25);
    await vi.waitFor(async () =>
      expect(await first.snapshots.load(A, 'ledger')).toMatchObject({ head: { version: 20 } }),
    );

    const second = await setUp(first.store);
    await second.send(1);
    expect(second.read.commits).toBe(5);
    expect(await second.actors.of('Ledger', 'a').read()).toMatchObject({
      version: 26,
      machine: { context: { total: 26 } },
    });
  });

  it('hold acknowledged states only, and the next is due after as many events again', async () => {
    const { send, snapshots } = await setUp();
    await Promise.all(Array.from({ length: 30 }, () => send(1)));
    await vi.waitFor(async () => expect(await snapshots.load(A, 'ledger')).toMatchObject({ head: { version: 30 } }));
  });

  it('are looked at under the fingerprint of the machine only', async () => {
    const first = await setUp();
    await first.send(20);
    await vi.waitFor(async () => expect(await first.snapshots.load(A, 'ledger')).not.toBeNull());
    const changed = await setUp(first.store, { fingerprint: 'changed' });
    await changed.send(1);
    expect(changed.read.commits).toBe(20);
  });

  it('are never needed: without them a load only takes longer', async () => {
    const first = await setUp();
    await first.send(20);
    const withSnapshot = await (await setUp(first.store)).actors.of('Ledger', 'a').read();
    await first.snapshots.clear('Ledger');
    const { actors, read } = await setUp(first.store);
    const { machine, ...rest } = await actors.of('Ledger', 'a').read();
    expect(read.commits).toBe(20);
    const { machine: before, ...known } = withSnapshot;
    expect(rest).toEqual(known);
    expect(machine.context).toEqual(before.context);
    expect(machine.value).toEqual(before.value);
  });

  it('are written when an aggregate is forgotten that has come some way since the last', async () => {
    const { send, snapshots } = await setUp(memoryStore(), { snapshotEvery: 100, maxResident: 1 });
    await send(12);
    await send(1, 'b');
    await vi.waitFor(async () => expect(await snapshots.load(A, 'ledger')).toMatchObject({ head: { version: 12 } }));
    await send(1, 'c');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await snapshots.load({ type: 'Ledger', id: 'b' }, 'ledger')).toBeNull();
  });

  it('that cannot be read are reported, and the aggregate is loaded from its events', async () => {
    const first = await setUp();
    await first.send(20);
    await vi.waitFor(async () => expect(await first.snapshots.load(A, 'ledger')).not.toBeNull());
    const kept = await first.snapshots.load(A, 'ledger');
    for (const bytes of [
      encodeValue({ configuration: '99', context: {} }),
      encodeValue('nonsense'),
      new Uint8Array([0xc1]),
    ]) {
      await first.snapshots.save(A, 'ledger', { head: kept?.head as never, bytes });
      const errors: unknown[] = [];
      const next = await setUp(first.store, { onSnapshotError: (error) => errors.push(error) });
      expect(await next.actors.of('Ledger', 'a').read()).toMatchObject({ version: 20 });
      expect(next.read.commits).toBe(20);
      expect(errors).toEqual([
        expect.objectContaining({ code: 'CORRUPT', details: { where: 'snapshot of Ledger-a' } }),
      ]);
    }
  });

  it('that cannot be written are reported, and the command is accepted', async () => {
    const errors: unknown[] = [];
    const broken: Snapshots = {
      load: async () => null,
      save: () => Promise.reject(new Error('the cache is full')),
      clear: async () => {},
    };
    const { send } = await setUp(memoryStore(), { snapshots: broken, onSnapshotError: (error) => errors.push(error) });
    await send(10);
    await vi.waitFor(() =>
      expect(errors).toEqual([expect.objectContaining({ code: 'UNAVAILABLE', cause: new Error('the cache is full') })]),
    );
  });
});
