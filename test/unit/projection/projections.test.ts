import { afterEach, describe, expect, it } from 'vitest';
import { encodeCanonical } from '../../../src/codec/packer.js';
import { StatefoldError } from '../../../src/kernel/error.js';
import type { Partition, Position } from '../../../src/kernel/place.js';
import { type Runtime, systemRuntime } from '../../../src/kernel/runtime.js';
import type { ProjectionDefinition, Row } from '../../../src/projection/definition.js';
import { foldId } from '../../../src/projection/fold-unit.js';
import { Projections, type ProjectionsOptions } from '../../../src/projection/projections.js';
import type { RebuildProgress } from '../../../src/projection/rebuild-progress.js';
import { groupKey } from '../../../src/projection/rollup-plan.js';
import { StoredCheckpoint } from '../../../src/projection/stored-checkpoint.js';
import { TableReader } from '../../../src/projection/table-reader.js';
import { TailReader } from '../../../src/projection/tail-reader.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store, StoreConnection } from '../../../src/store/store.js';
import type { Checkpoint, Tables } from '../../../src/table/tables.js';
import { Wire } from '../../../src/testing/wire.js';
import { overriding } from '../../support/overriding.js';
import { domain, orders, TestWriter } from './orders.js';

const opened = (customer: string | null, total: number) => ({
  type: 'Opened',
  data: { customer, total, lines: [{ sku: 'pen', quantity: 2 }] },
});
const shipped = { type: 'Closed', data: { status: 'shipped' } };
const touched = { type: 'Touched', data: {} };

const started: Projections[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((projections) => projections.stopFolding()));
});

async function start(store: Store, options: Partial<ProjectionsOptions> = {}) {
  const connection = await store.connect();
  const errors: StatefoldError[] = [];
  const projections = new Projections({
    connection,
    runtime: systemRuntime,
    ...domain,
    onError: (error) => errors.push(error),
    ...options,
  });
  started.push(projections);
  return { connection, projections, writer: new TestWriter(connection.log), errors };
}

async function statusOf(projections: Projections, name = 'Orders') {
  const status = (await projections.status()).find((one) => one.name === name);
  if (status === undefined) throw new Error(`${name} has no status.`);
  return status;
}

async function caughtUp(projections: Projections, name = 'Orders'): Promise<void> {
  const commitsLeft = async () => {
    const { state, lag } = await statusOf(projections, name);
    return state === 'live' ? lag.commits : state;
  };
  await expect.poll(commitsLeft, { interval: 5 }).toBe(0);
}

async function rowsOf(projections: Projections, connection: StoreConnection, table = 'Orders'): Promise<Row[]> {
  const host = projections.hostOf(table);
  const rows: Row[] = [];
  const reader = new TableReader(connection, host.unit, (await host.serving()) ?? '', table);
  for await (const [, row] of reader.all()) rows.push(row);
  return rows;
}

/** The orders, with a fold that fails at one event while `isBroken()`. */
function breaking(type: string, isBroken: () => boolean, result?: unknown): ProjectionDefinition {
  const { updates } = orders.folds;
  const fold: ProjectionDefinition['folds']['updates'][string] = (input) => {
    if (!isBroken()) return updates[type]?.(input) ?? input.row;
    if (result === undefined) throw new RangeError('no such status');
    return result as Row;
  };
  return { ...orders, folds: { ...orders.folds, updates: { ...updates, [type]: fold } } };
}

describe('Projections', () => {
  it('fold what was there before they started and what is appended later', async () => {
    const store = memoryStore({ partitions: 3 });
    const writer = new TestWriter((await store.connect()).log);
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    const { projections, connection } = await start(store);
    await caughtUp(projections);
    await writer.append([{ id: 'o-2', time: 2000, events: [opened('a', 7), shipped] }]);
    await caughtUp(projections);
    expect(await rowsOf(projections, connection, 'CustomerTotals')).toEqual([
      { customer: 'a', orders: 2, spent: 12, firstAt: new Date(1000), lastAt: new Date(2000) },
    ]);
    expect(await projections.verify('Orders')).toMatchObject({ identical: true, events: 3, differences: [] });
  });

  it('are live at once on an empty log', async () => {
    const { projections } = await start(memoryStore({ partitions: 4 }));
    await caughtUp(projections);
    expect(await statusOf(projections)).toMatchObject({ state: 'live', lag: { commits: 0, ms: 0 } });
  });

  it('count the updates that find no row, and do nothing', async () => {
    const { projections, connection, writer } = await start(memoryStore());
    await writer.append([{ id: 'o-1', time: 1000, events: [shipped, shipped, touched] }]);
    await caughtUp(projections);
    expect((await statusOf(projections)).updatesWithoutRow).toBe(2);
    expect(await rowsOf(projections, connection)).toEqual([]);
  });

  it('say how far and how long they are behind', async () => {
    let now = 10_000;
    const { projections, writer } = await start(memoryStore({ now: () => now }));
    await caughtUp(projections);
    await projections.stopFolding();
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    now = 12_000;
    await writer.append([{ id: 'o-2', time: 1000, events: [opened('a', 5)] }]);
    now = 15_000;
    expect(await statusOf(projections)).toMatchObject({
      lag: { commits: 2, ms: 5000 },
      partitions: [{ position: 0, head: 2 }],
    });
  });

  it('leave a second engine with other indexes to build a generation of its own', async () => {
    const store = memoryStore();
    const { projections, writer } = await start(store);
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(projections);
    const other = await start(store, { queries: [] });
    await caughtUp(other.projections);
    expect((await statusOf(other.projections)).generation).not.toBe((await statusOf(projections)).generation);
    expect(await projections.verify('Orders')).toMatchObject({ identical: true });
    expect(await other.projections.verify('Orders')).toMatchObject({ identical: true });
  });
});

describe('a fold that fails', () => {
  it('halts its projection at its place, keeps what came before, and leaves other projections alone', async () => {
    let isBroken = true;
    const copy = { ...orders, name: 'Copies' };
    const broken = breaking('Closed', () => isBroken);
    const { projections, connection, writer, errors } = await start(memoryStore(), { projections: [broken, copy] });
    await caughtUp(projections);
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', 5)] },
      { id: 'o-2', time: 1000, events: [opened('a', 7), shipped] },
      { id: 'o-3', time: 1000, events: [opened('a', 9)] },
    ]);
    await caughtUp(projections, 'Copies');
    await expect.poll(async () => (await statusOf(projections)).state).toBe('failed');
    const { error, partitions } = await statusOf(projections);
    expect(error).toMatchObject({ code: 'DEFECT', details: { where: 'Orders.Closed', aggregateId: 'o-2' } });
    expect(error?.message).toContain('Order o-2@2 threw: no such status');
    expect(error?.cause).toBeInstanceOf(RangeError);
    expect(errors).toEqual([error]);
    expect(partitions).toEqual([{ position: 1, head: 3 }]);
    expect(await rowsOf(projections, connection)).toMatchObject([{ orderId: 'o-1' }]);

    isBroken = false;
    projections.retry('Orders');
    await caughtUp(projections);
    expect(await rowsOf(projections, connection)).toMatchObject([
      { orderId: 'o-1' },
      { status: 'shipped' },
      { orderId: 'o-3' },
    ]);
  });

  it.each([
    ['a row without its key', { customer: 'a' }, "key 'orderId' is not the aggregate's id"],
    ['what is no row', 5, 'returned no row'],
    ['a row that cannot be stored', { orderId: 'o-1', total: Number.NaN }, 'cannot be stored'],
  ])('halts when it returns %s', async (_, result, message) => {
    const { projections, writer } = await start(memoryStore(), {
      projections: [breaking('Closed', () => true, result)],
    });
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5), shipped] }]);
    await expect.poll(async () => (await statusOf(projections)).error?.message).toContain(message);
  });

  it('halts when a row does not fit its type', async () => {
    const checkRow = (_table: string, row: unknown) =>
      (row as Row).total === 6 ? [{ pointer: '/total', message: 'must be odd' }] : [];
    const { projections, writer } = await start(memoryStore(), { checkRow });
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', 5)] },
      { id: 'o-2', time: 1000, events: [opened('a', 6)] },
    ]);
    await expect.poll(async () => (await statusOf(projections)).error?.message).toContain('/total must be odd');
    expect((await statusOf(projections)).partitions).toEqual([{ position: 1, head: 2 }]);
  });

  it('halts when it changes the row or event that it is given', async () => {
    const mutating = breaking('Closed', () => false);
    const updates = {
      ...mutating.folds.updates,
      Closed: ({ row }: { row: Row | null }) => {
        (row as { status: string }).status = 'shipped';
        return row;
      },
    };
    const { projections, writer } = await start(memoryStore(), {
      projections: [{ ...orders, folds: { ...orders.folds, updates } }],
    });
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', 5)] },
      { id: 'o-1', time: 1000, events: [shipped] },
    ]);
    await expect.poll(async () => (await statusOf(projections)).error?.message).toContain('read only');
  });

  it('halts at the commit that takes a sum past the safe integers', async () => {
    const { projections, connection, writer } = await start(memoryStore());
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', Number.MAX_SAFE_INTEGER)] },
      { id: 'o-2', time: 1000, events: [opened('b', 1)] },
      { id: 'o-3', time: 1000, events: [opened('a', 1)] },
      { id: 'o-4', time: 1000, events: [opened('b', 1)] },
    ]);
    await expect.poll(async () => (await statusOf(projections)).state).toBe('failed');
    expect(await statusOf(projections)).toMatchObject({
      error: { code: 'DEFECT', details: { where: 'CustomerTotals.spent' } },
      partitions: [{ position: 2, head: 4 }],
    });
    const unit = projections.hostOf('Orders').unit;
    const first = foldId(unit, (await statusOf(projections)).generation);
    expect((await connection.tables.checkpoint(first, 0 as never))?.position).toBe(2);
  });

  it('halts with LOG_TRUNCATED on a log that is not the one it has read', async () => {
    const [store, other] = [memoryStore(), memoryStore()];
    const before = await start(store);
    await before.writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(before.projections);
    await before.projections.stopFolding();
    const { log } = await other.connect();
    await new TestWriter(log).append([{ id: 'o-1', time: 1000, events: [opened('a', 6)] }]);
    const connection = await store.connect();
    const after = await start({ name: 'mixed', connect: async () => ({ ...connection, log }) });
    await expect.poll(async () => (await statusOf(after.projections)).error).toMatchObject({ code: 'LOG_TRUNCATED' });
    await after.projections.rebuild('Orders');
    await caughtUp(after.projections);
    expect(await after.projections.verify('Orders')).toMatchObject({ identical: true, events: 1 });
  });
});

describe('rebuild', () => {
  it('replaces the serving generation and drops the one before', async () => {
    const { projections, connection, writer } = await start(memoryStore({ partitions: 2 }));
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', 5), shipped] },
      { id: 'o-2', time: 2000, events: [opened('b', 6)] },
    ]);
    await caughtUp(projections);
    const rows = await rowsOf(projections, connection);
    const { generation: old } = await statusOf(projections);
    const progress: RebuildProgress[] = [];
    const result = await projections.rebuild('Orders', { onProgress: (one) => progress.push(one) });
    await caughtUp(projections);
    expect(result).toMatchObject({
      projection: 'Orders',
      generation: (await statusOf(projections)).generation,
      events: 3,
    });
    expect(result.generation).not.toBe(old);
    expect(progress.at(-1)).toMatchObject({
      projection: 'Orders',
      events: 3,
      position: 2,
      head: 2,
      remainingSeconds: 0,
    });
    expect(await rowsOf(projections, connection)).toEqual(rows);
    const { unit } = projections.hostOf('Orders');
    expect(await connection.tables.checkpoint(foldId(unit, old), 0 as never)).toBeNull();
    expect(await connection.tables.size({ table: 'Orders', generation: old }, 0 as never)).toBe(0);
  });

  it('leaves the old generation serving when it is called off', async () => {
    const { projections, connection, writer } = await start(memoryStore());
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(projections);
    const { generation } = await statusOf(projections);
    const abort = new AbortController();
    const rebuild = projections.rebuild('Orders', {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(rebuild).rejects.toThrow('enough');
    await writer.append([{ id: 'o-2', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(projections);
    expect((await statusOf(projections)).generation).toBe(generation);
    expect(await rowsOf(projections, connection)).toHaveLength(2);
  });

  it('fails with the error of a fold, and leaves the old generation serving', async () => {
    let isBroken = false;
    const { projections, writer } = await start(memoryStore(), { projections: [breaking('Closed', () => isBroken)] });
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5), shipped] }]);
    await caughtUp(projections);
    const { generation } = await statusOf(projections);
    isBroken = true;
    await expect(projections.rebuild('Orders')).rejects.toMatchObject({ code: 'DEFECT' });
    expect(await statusOf(projections)).toMatchObject({ generation, state: 'live' });
  });

  it('is called off when folding ends for good, and leaves nothing behind', async () => {
    const { projections, connection, writer } = await start(memoryStore());
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(projections);
    const { generation } = await statusOf(projections);
    let closed: Promise<void> | undefined;
    const rebuild = projections.rebuild('Orders', { onProgress: () => (closed ??= projections.close()) });
    await expect(rebuild).rejects.toMatchObject({ code: 'CLOSED' });
    await closed;
    expect((await statusOf(projections)).generation).toBe(generation);
    expect(await rowsOf(projections, connection)).toHaveLength(1);
    await expect(projections.rebuild('Orders')).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('ends when folding ends for good, though the store is cut off', async () => {
    const wire = new Wire([0], () => {});
    const store = memoryStore();
    const { projections, writer } = await start({
      name: 'cut off',
      connect: async () => wire.over(await store.connect()),
    });
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(projections);
    const rebuild = projections.rebuild('Orders', { onProgress: () => wire.cut() });
    const outcome = rebuild.catch((error: unknown) => error);
    // Still under way: it goes on when the store is back.
    expect(await Promise.race([outcome, new Promise((resume) => setTimeout(resume, 100, 'waits'))])).toBe('waits');
    await projections.close();
    expect(await outcome).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('moves other engines to the new generation', async () => {
    const store = memoryStore();
    const [one, two] = [await start(store), await start(store)];
    await one.writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await Promise.all([caughtUp(one.projections), caughtUp(two.projections)]);
    const { generation } = await one.projections.rebuild('Orders');
    await one.projections.stopFolding();
    await one.writer.append([{ id: 'o-2', time: 1000, events: [opened('a', 5)] }]);
    await caughtUp(two.projections);
    expect((await statusOf(two.projections)).generation).toBe(generation);
    expect(await rowsOf(two.projections, two.connection)).toHaveLength(2);
  });

  it('builds the first generation where nothing is folded', async () => {
    const { projections, connection, writer } = await start(memoryStore(), { fold: false });
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    expect((await statusOf(projections)).state).toBe('building');
    await projections.rebuild('Orders');
    expect(await statusOf(projections)).toMatchObject({ state: 'live', partitions: [{ position: 1, head: 1 }] });
    expect(await rowsOf(projections, connection)).toHaveLength(1);
  });

  it('is refused while another runs', async () => {
    const { projections } = await start(memoryStore());
    await caughtUp(projections);
    const first = projections.rebuild('Orders');
    await expect(projections.rebuild('Orders')).rejects.toMatchObject({ code: 'OVERLOADED' });
    await first;
  });
});

describe('a serving generation that the store has lost', () => {
  it('is reported, does not spin, and is mended by a rebuild', async () => {
    const { projections, connection, writer, errors } = await start(memoryStore());
    await caughtUp(projections);
    const { generation } = await statusOf(projections);
    await connection.tables.drop(foldId(projections.hostOf('Orders').unit, generation), [], []);
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('a', 5)] }]);
    await expect.poll(() => errors[0]).toMatchObject({ code: 'CORRUPT' });
    await projections.rebuild('Orders');
    await caughtUp(projections);
    expect(await rowsOf(projections, connection)).toHaveLength(1);
  });
});

describe('verify', () => {
  it('names table, key and field of each difference', async () => {
    const { projections, connection, writer } = await start(memoryStore());
    await writer.append([
      { id: 'o-1', time: 1000, events: [opened('a', 5)] },
      { id: 'o-2', time: 1000, events: [opened('a', 6)] },
    ]);
    await caughtUp(projections);
    const { unit } = projections.hostOf('Orders');
    const { generation } = await statusOf(projections);
    const fold = foldId(unit, generation);
    const expects = await connection.tables.checkpoint(fold, 0 as never);
    if (expects === null) throw new Error('There is no checkpoint.');
    const [first] = await rowsOf(projections, connection);
    const index = { table: 'Orders', generation, index: 'customer;placedAt' };
    const [entry] = await connection.tables.entries(index, 0 as never, {
      from: '',
      to: '\uffff',
      direction: 'asc',
      offset: 0,
      limit: 1,
    });
    if (entry === undefined) throw new Error('The index is empty.');
    await connection.tables.apply({
      fold,
      partition: 0 as never,
      expects,
      next: { ...expects, revision: expects.revision + 1 },
      rows: [
        {
          table: { table: 'Orders', generation },
          rows: new Map([
            ['o-1', encodeCanonical({ ...first, total: 8 })],
            ['o-2', null],
          ]),
        },
        { table: { table: 'ProductSales', generation }, rows: new Map([[groupKey('pen'), null]]) },
      ],
      indexes: [{ index, put: [], remove: [entry] }],
    });
    const { identical, differences } = await projections.verify('Orders');
    expect(identical).toBe(false);
    const at = { partition: 0, index: null, field: null };
    expect(differences).toHaveLength(4);
    expect(differences).toEqual(
      expect.arrayContaining([
        { ...at, table: 'Orders', key: 'o-1', field: 'total', expected: 5, actual: 8 },
        { ...at, table: 'Orders', key: 'o-2', expected: expect.objectContaining({ total: 6 }), actual: undefined },
        { ...at, table: 'Orders', index: 'customer;placedAt', key: 'o-1', expected: entry.entry, actual: undefined },
        {
          ...at,
          table: 'ProductSales',
          key: 'pen',
          expected: expect.objectContaining({ units: 4 }),
          actual: undefined,
        },
      ]),
    );
  });
});

describe('folding while the store fails', () => {
  it('waits longer each time that a step fails, though what it reads is there', async () => {
    const pauses: number[] = [];
    const hasty: Runtime = {
      ...systemRuntime,
      inBackground: (ms, task) => {
        pauses.push(ms);
        return systemRuntime.inBackground(0, task);
      },
    };
    let failing = true;
    const store = memoryStore();
    const over: Store = {
      name: 'full',
      connect: async () => {
        const connection = await store.connect();
        const apply: Tables['apply'] = (step) => {
          if (!failing || step.expects === null) return connection.tables.apply(step);
          return Promise.reject(new StatefoldError('UNAVAILABLE', 'Out of memory.', { what: 'a store' }));
        };
        return { ...connection, tables: overriding(connection.tables, { apply }) };
      },
    };
    const { projections, writer } = await start(over, { runtime: hasty, projections: [orders], rollups: [] });
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('ann', 1)] }]);
    // Beside the beats of the leases.
    const growing = () => pauses.filter((ms) => Number.isInteger(Math.log2(ms / 50)));
    await expect.poll(() => growing().slice(0, 5), { timeout: 10_000 }).toEqual([50, 100, 200, 400, 800]);
    failing = false;
    await caughtUp(projections);
  });

  it('looks again where the checkpoint that it was told of is another one by now', async () => {
    const store = memoryStore();
    const { projections, writer, connection } = await start(store);
    await writer.append([{ id: 'o-1', time: 1000, events: [opened('ann', 1)] }]);
    await caughtUp(projections);
    await projections.stopFolding();
    // As a server tells of it that is succeeded, before the next question, by one that lacks some steps.
    let told = 0;
    const { tables } = connection;
    const checkpoint: Tables['checkpoint'] = async (fold, partition) => {
      const found = await tables.checkpoint(fold, partition);
      told += 1;
      return found && told === 1 ? { ...found, position: 100 as Position, revision: found.revision + 3 } : found;
    };
    const stored = new StoredCheckpoint(
      { ...connection, tables: overriding(tables, { checkpoint }) },
      foldId(projections.hostOf('Orders').unit, (await projections.hostOf('Orders').serving()) ?? ''),
      new TailReader({ log: connection.log, recorded: domain.recorded }, 0 as Partition, 1 << 20),
    );
    const loaded = await stored.load();
    expect(told).toBe(3);
    expect(loaded.checkpoint?.position).toBe(1);
    const known = loaded.checkpoint as Checkpoint;
    expect(await stored.hasMoved(known)).toBe(false);
    // After a failover a revision is given out anew.
    expect(await stored.hasMoved({ ...known, position: 7 as Position })).toBe(true);
  });

  it('tries again after a pause, and stops at once when told to', async () => {
    const pauses: number[] = [];
    const patient: Runtime = {
      ...systemRuntime,
      inBackground: (ms, task) => {
        pauses.push(ms);
        return pauses.length < 4 ? systemRuntime.inBackground(0, task) : () => {};
      },
    };
    const connection = await memoryStore().connect();
    await connection.close();
    const { projections, errors } = await start(
      { name: 'closed', connect: async () => connection },
      { runtime: patient },
    );
    await expect.poll(() => pauses.length).toBeGreaterThanOrEqual(4);
    await projections.stopFolding();
    expect(errors[0]).toMatchObject({ code: 'CLOSED' });
  });
});
