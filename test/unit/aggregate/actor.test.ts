import { describe, expect, it, vi } from 'vitest';
import { history } from '../../../src/aggregate/history.js';
import type { ErrorCode } from '../../../src/kernel/error.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { faultyLog } from '../../support/faulty-log.js';
import { ledgerActors, recordedLedgers as recorded, sendTo } from '../../support/ledger.js';

async function setUp(options: { shared?: boolean; limits?: Parameters<typeof ledgerActors>[1] } = {}) {
  const store = memoryStore({ shared: options.shared ?? true });
  const log = faultyLog((await store.connect()).log);
  const actors = ledgerActors(log, options.limits);
  const other = (await store.connect()).log;
  return {
    log,
    actors,
    other: { log: other, actors: ledgerActors(other) },
    send: (id: string, command: Parameters<typeof sendTo>[3], more?: Parameters<typeof sendTo>[4]) =>
      sendTo(actors, log, id, command, more),
    stored: async (id: string) =>
      (await history({ log, recorded, aggregate: { type: 'Ledger', id } })).map((event) => event.data),
  };
}

const enter = (amount: number) => ({ type: 'Enter', data: { amount } }) as const;
const coded = (code: ErrorCode) => expect.objectContaining({ code });

describe('an actor', () => {
  it('gives a receipt with version and place once the store has acknowledged', async () => {
    const { log, send } = await setUp();
    log.fault = 'hold';
    let settled = false;
    const sent = send('a', enter(5)).then((receipt) => {
      settled = true;
      return receipt;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.happened.get('hold')).toBe(1);
    expect(settled).toBe(false);
    log.release();
    const receipt = await sent;
    expect(receipt).toMatchObject({
      aggregate: 'Ledger',
      aggregateId: 'a',
      version: 1,
      place: { position: 1, partition: 0 },
    });
    await expect(log.holds(receipt.place as NonNullable<typeof receipt.place>)).resolves.toBe(true);
  });

  it('decides on its own unacknowledged commits, in one block, each on the one before', async () => {
    const { send, stored, log } = await setUp();
    const receipts = await Promise.all([1, 2, 3, 4].map((amount) => send('a', enter(amount))));
    expect(receipts.map((receipt) => receipt.version)).toEqual([1, 2, 3, 4]);
    expect((await stored('a')).map((data) => (data as { total: number }).total)).toEqual([1, 3, 6, 10]);
    expect(await log.read(0 as never, 0 as never, 1 << 20)).toHaveLength(1);
  });

  it('finds the first act of an id that the bus had made', async () => {
    const { send, stored } = await setUp();
    const first = await send('a', enter(5));
    await expect(send('a', enter(5), { commandId: first.commandId })).resolves.toEqual(first);
    await expect(send('a', enter(6), { commandId: first.commandId })).rejects.toEqual(coded('DUPLICATE'));
    expect(await stored('a')).toHaveLength(1);
  });

  it('acts once under an id that looks as if the bus had made it', async () => {
    const { send, stored } = await setUp();
    const commandId = '0123456789abcdef'.repeat(2);
    const first = await send('a', enter(5), { commandId });
    await expect(send('a', enter(5), { commandId })).resolves.toEqual(first);
    expect(await stored('a')).toHaveLength(1);
  });

  it('stores all events of one command together', async () => {
    const { send, stored } = await setUp();
    const receipt = await send('a', { type: 'EnterTwice', data: { amount: 2 } });
    expect(receipt.version).toBe(2);
    expect((await stored('a')).map((data) => (data as { total: number }).total)).toEqual([2, 4]);
  });

  it('refuses with state, version and the guard that said no', async () => {
    const { send, stored } = await setUp();
    await send('a', enter(3));
    const refused = await send('a', enter(-4)).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'REJECTED',
      message: 'Ledger-a@1 (open): Enter is refused by enough.',
      details: { aggregateId: 'a', command: 'Enter', guards: ['enough'], state: 'open', version: 1 },
    });
    expect(await stored('a')).toHaveLength(1);
  });

  it('refuses every command once a final state is reached', async () => {
    const { send } = await setUp();
    await send('a', { type: 'Close', data: {} });
    await expect(send('a', enter(1))).rejects.toMatchObject({
      code: 'REJECTED',
      details: { guards: [], state: 'closed' },
    });
  });

  it('accepts a decision of no events and leaves no commit', async () => {
    const { send, stored } = await setUp();
    expect(await send('a', { type: 'Nothing', data: {} })).toMatchObject({ version: 0, place: null });
    await send('a', enter(1));
    expect(await send('a', { type: 'Nothing', data: {} })).toMatchObject({ version: 1, place: { position: 1 } });
    expect(await stored('a')).toHaveLength(1);
  });

  it('decides a lost race again from the newer state', async () => {
    const { send, stored, other } = await setUp();
    await send('a', enter(1));
    await sendTo(other.actors, other.log, 'a', enter(10));
    expect(await send('a', enter(100))).toMatchObject({ version: 3 });
    expect((await stored('a')).at(-1)).toMatchObject({ total: 111 });
  });

  it('reports a lost race where the sender expects a version', async () => {
    const { send, stored, other } = await setUp();
    await send('a', enter(1));
    await sendTo(other.actors, other.log, 'a', enter(10));
    await expect(send('a', enter(100), { expectedVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { expected: 1, actual: 2 },
    });
    expect(await stored('a')).toHaveLength(2);
    await expect(send('a', enter(100), { expectedVersion: 2 })).resolves.toMatchObject({ version: 3 });
  });

  it('refuses only what the newest state refuses: a refusal from a stale state is decided again', async () => {
    const { send, other } = await setUp();
    await send('a', enter(1));
    await sendTo(other.actors, other.log, 'a', enter(10));
    await expect(send('a', enter(-5))).resolves.toMatchObject({ version: 3 });
  });

  it('confirms nothing where it is the only owner of the store', async () => {
    const { log, send } = await setUp({ shared: false });
    log.fault = 'unavailable';
    await expect(send('a', enter(-5))).rejects.toMatchObject({ code: 'REJECTED' });
    expect(log.happened.get('unavailable')).toBeUndefined();
  });

  it('answers nothing that was decided on a commit before that commit is acknowledged', async () => {
    const { log, send } = await setUp({ shared: false });
    log.fault = 'hold';
    const order: string[] = [];
    const commit = send('a', enter(1)).then(() => order.push('commit'));
    const refusal = send('a', enter(-5)).catch(() => order.push('refusal'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(order).toEqual([]);
    log.release();
    await Promise.all([commit, refusal]);
    expect(order).toEqual(['commit', 'refusal']);
  });

  it('gives a retried command its first receipt, also on another engine, and acts once', async () => {
    const { send, stored, other } = await setUp();
    const first = await send('a', enter(5), { commandId: 'once' });
    await send('a', enter(1));
    expect(await send('a', enter(5), { commandId: 'once' })).toEqual(first);
    expect(await sendTo(other.actors, other.log, 'a', enter(5), { commandId: 'once' })).toEqual(first);
    expect(await stored('a')).toHaveLength(2);
  });

  it('joins a retry that arrives while its twin is under way', async () => {
    const { log, send, stored } = await setUp();
    log.fault = 'hold';
    const first = send('a', enter(5), { commandId: 'once' });
    const twin = send('a', enter(5), { commandId: 'once' });
    const impostor = send('a', enter(6), { commandId: 'once' });
    await expect(impostor).rejects.toEqual(coded('DUPLICATE'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    log.release();
    expect(await twin).toEqual(await first);
    expect(await stored('a')).toHaveLength(1);
  });

  it('refuses a command id that was used for other content', async () => {
    const { send } = await setUp();
    await send('a', enter(5), { commandId: 'once' });
    await expect(send('a', enter(6), { commandId: 'once' })).rejects.toMatchObject({
      code: 'DUPLICATE',
      details: { aggregate: 'Ledger', aggregateId: 'a', commandId: 'once' },
    });
  });

  it.each([
    'ThrowInGuard',
    'ThrowInDecision',
    'MutateInGuard',
    'MutateInDecision',
    'MutateInEvolve',
    'DecideInvalid',
    'DecideUnapplied',
  ] as const)('calls %s a defect of the domain, and stores nothing', async (type) => {
    const { actors, send, stored } = await setUp();
    await expect(send('a', { type, data: {} })).rejects.toEqual(coded('DEFECT'));
    expect(await stored('a')).toEqual([]);
    expect(actors.counts.defects).toBe(1);
    await expect(send('a', enter(1))).resolves.toMatchObject({ version: 1 });
    expect((await actors.of('Ledger', 'a').warm()).machine.context).toMatchObject({ total: 1, seen: [] });
  });

  it('tells what the domain threw, and keeps it as the cause', async () => {
    const { send } = await setUp();
    await expect(send('a', { type: 'ThrowInGuard', data: {} })).rejects.toMatchObject({
      message: 'Ledger-a@0: deciding ThrowInGuard threw: the guard is broken. Mend its guard or decision.',
      cause: { message: expect.stringContaining('the guard is broken') },
    });
  });

  it('refuses at once what exceeds its mailbox', async () => {
    const { log, send } = await setUp({ limits: { maxMailbox: 2 } });
    log.fault = 'hold';
    const sent = [send('a', enter(1)), send('a', enter(1))];
    await expect(send('a', enter(1))).rejects.toMatchObject({ code: 'OVERLOADED', details: { limit: 2 } });
    log.release();
    await Promise.all(sent);
  });

  it('passes on that the store definitely failed, and goes on afterwards', async () => {
    const { log, send, stored } = await setUp();
    await send('a', enter(1));
    log.fault = 'unavailable';
    await expect(send('a', enter(2))).rejects.toEqual(coded('UNAVAILABLE'));
    log.fault = 'none';
    await expect(send('a', enter(4))).resolves.toMatchObject({ version: 2 });
    expect((await stored('a')).at(-1)).toMatchObject({ total: 5 });
  });

  it('finds a commit whose reply was lost, once its deadline has passed', async () => {
    const { log, send, stored } = await setUp();
    log.fault = 'lose-reply';
    const started = log.now();
    const sent = send('a', enter(5), { timeout: 150 });
    await expect(sent).resolves.toMatchObject({ version: 1, place: { position: 1 } });
    expect(log.now()).toBeGreaterThan(started + 150);
    expect(log.happened.get('lose-reply')).toBe(1);
    expect(await stored('a')).toHaveLength(1);
  });

  it('says definitely not done of a commit that never arrived, once its deadline has passed', async () => {
    const { log, send, stored } = await setUp();
    log.fault = 'lose-request';
    await expect(send('a', enter(5), { timeout: 100 })).rejects.toEqual(coded('TIMEOUT'));
    log.fault = 'none';
    await expect(send('a', enter(7))).resolves.toMatchObject({ version: 1 });
    expect(await stored('a')).toHaveLength(1);
  });

  it('decides a refusal again whose confirmation was lost', async () => {
    const { log, send, stored } = await setUp();
    await send('a', enter(1));
    log.fault = 'lose-reply';
    const sent = send('a', enter(-5));
    await vi.waitFor(() => expect(log.happened.get('lose-reply')).toBeGreaterThan(0));
    log.fault = 'none';
    await expect(sent).rejects.toMatchObject({ code: 'REJECTED', details: { version: 1 } });
    expect(await stored('a')).toHaveLength(1);
  });

  it('settles within a second of the deadline when the store never answers', async () => {
    const { log, send } = await setUp();
    log.fault = 'black-hole';
    const started = performance.now();
    const first = send('a', enter(5), { timeout: 200, commandId: 'unknown' });
    await expect(first).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { commandId: 'unknown' } });
    expect(performance.now() - started).toBeLessThan(1200);
    expect(log.happened.get('black-hole')).toBe(1);
  });

  it('is idle again once a late reply has come, and its deadlines are watched no longer', async () => {
    const { actors, log, send } = await setUp();
    log.fault = 'hold';
    await expect(send('a', enter(5), { timeout: 100 })).rejects.toEqual(coded('OUTCOME_UNKNOWN'));
    expect(actors.counts.busy).toBe(1);
    log.release();
    await vi.waitFor(() => expect(actors.counts.busy).toBe(0));
  });

  it('says definitely not done of what still waited in the mailbox', async () => {
    const { log, send } = await setUp();
    log.fault = 'black-hole';
    const first = send('a', enter(5), { timeout: 200, commandId: 'first' });
    const second = send('a', enter(6), { timeout: 200 });
    await expect(second).rejects.toEqual(coded('TIMEOUT'));
    await expect(first).rejects.toEqual(coded('OUTCOME_UNKNOWN'));
  });

  it('forgets the longest unused aggregates above its bound, and loads them again', async () => {
    const { actors, send } = await setUp({ limits: { maxResident: 3 } });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await send(id, enter(1));
    expect(actors.counts.resident).toBe(3);
    await expect(send('a', enter(1))).resolves.toMatchObject({ version: 2 });
  });

  it('loads a history of many pages', async () => {
    const { send, other } = await setUp();
    const sent: Promise<unknown>[] = [];
    for (let i = 0; i < 1000; i++) sent.push(send('a', enter(1)));
    await Promise.all(sent);
    await expect(sendTo(other.actors, other.log, 'a', enter(1))).resolves.toMatchObject({ version: 1001 });
  });
});
