// Processes that share folds on one server: they come, leave, are killed and stand still, and read models stay exactly the fold of the log.
import { afterEach, expect, it, vi } from 'vitest';
import { startEngine } from '../../src/engine/start-engine.js';
import type { Partition, Receipt } from '../../src/kernel/place.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import { type CounterEngine, type CountRow, countersApp } from '../support/counters.js';
import { type FoldWorker, type FoldWorkerOptions, type Harm, startFoldWorker } from '../support/fold-workers.js';
import type { RedisServer } from '../support/redis-server.js';
import { describeRedis, redisBench, rounds } from './bench.js';

// Processes take seconds to start where a machine is busy with other tests.
vi.setConfig({ testTimeout: rounds(180_000, 3_600_000) });

const PARTITIONS = 4;
/** Two projections in each partition. */
const FOLDS = 2 * PARTITIONS;
const FOLD_TIMEOUT = 400;
const MINUTES = 60_000;

describeRedis('processes that fold on one server', () => {
  const bench = redisBench();
  const workers = new Set<FoldWorker>();
  const engines: CounterEngine[] = [];
  const loads: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    await Promise.all(loads.splice(0).map((stop) => stop()));
    for (const worker of workers) worker.signal('SIGKILL');
    await Promise.all([...workers].map(({ ended }) => ended));
    workers.clear();
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
  });

  interface Scene {
    readonly server: RedisServer;
    /** Sends commands, asks queries, and folds nothing. */
    readonly front: CounterEngine;
    readonly connection: StoreConnection;
    start(more?: Partial<FoldWorkerOptions>): Promise<FoldWorker>;
  }

  async function scene(settings: readonly string[] = []): Promise<Scene> {
    const server = await bench.server(settings);
    const { url } = server;
    const options = { url, namespace: 'n', partitions: PARTITIONS, durability: 'memory' } as const;
    const connection = await bench.connect(options);
    const store = redisStore({ ...options, onWarning: () => {} });
    const front = await startEngine(countersApp, { store, fold: false });
    engines.push(front);
    const start: Scene['start'] = async (more) => {
      const worker = await startFoldWorker({ url, namespace: 'n', foldTimeout: FOLD_TIMEOUT, ...more });
      workers.add(worker);
      void worker.ended.then(() => workers.delete(worker));
      return worker;
    };
    return { server, front, connection, start };
  }

  /** How many folds each worker holds now, the busiest first. */
  async function spread(connection: StoreConnection): Promise<readonly number[]> {
    const held = new Map<string, number>();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (const { owner, until } of await connection.leases.list(partition as Partition)) {
        if (owner !== '' && until > connection.log.now()) held.set(owner, (held.get(owner) ?? 0) + 1);
      }
    }
    return [...held.values()].sort((a, b) => b - a);
  }

  async function fencesOf(connection: StoreConnection): Promise<ReadonlyMap<string, number>> {
    const fences = new Map<string, number>();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (const { name, fence } of await connection.leases.list(partition as Partition)) {
        fences.set(`${partition} ${name}`, fence);
      }
    }
    return fences;
  }

  /** Within seconds, and on a machine that is busy with other things a little later. */
  async function spreadBecomes(connection: StoreConnection, wanted: readonly number[]): Promise<void> {
    await expect.poll(() => spread(connection), { timeout: 15_000, interval: 10 }).toEqual(wanted);
  }

  /** Counts up some counters all the time; `stop` answers the last receipt of each. */
  function load(front: CounterEngine, counters: number): { stop(): Promise<ReadonlyMap<string, Receipt>> } {
    const last = new Map<string, Receipt>();
    let running = true;
    const clients = Array.from({ length: counters }, async (_, index) => {
      for (let number = 0; running; number++) {
        // A counter's row holds all that it has seen: it must not grow without end.
        const id = `group${index % 3}-${index}-${Math.floor(number / 40)}`;
        try {
          last.set(id, await front.commands.count(id, { by: index + 1 }));
        } catch (error) {
          // Only while the server is away: what became of it, the log says.
          expect(['UNAVAILABLE', 'OUTCOME_UNKNOWN', 'TIMEOUT']).toContain((error as { code?: string }).code);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    const stop = async (): Promise<ReadonlyMap<string, Receipt>> => {
      running = false;
      await Promise.all(clients);
      return last;
    };
    loads.push(stop);
    return { stop };
  }

  /** Every row has seen each event of its counter once and in order, and all tables are what a fold from scratch gives. */
  async function mustBeExact(front: CounterEngine, last: ReadonlyMap<string, Receipt>): Promise<void> {
    expect(last.size).toBeGreaterThan(0);
    for (const [counterId, after] of last) {
      const events = await front.aggregates.counter(counterId).history();
      for (const ask of [front.queries.getCount, front.queries.getCopy]) {
        const { value, stale } = await ask({ counterId }, { after, timeout: 20_000 });
        expect(stale).toBe(false);
        expect(value).toEqual<CountRow>({
          counterId,
          group: counterId.split('-')[0] ?? '',
          count: events.length,
          sum: events.reduce((sum, { data }) => sum + data.by, 0),
          seen: events.map(({ id }) => id),
        });
      }
    }
    for (const name of ['Counts', 'Copies'] as const) {
      expect(await front.projections.verify(name)).toMatchObject({ identical: true, differences: [] });
    }
  }

  it('share evenly, and hand over as others come, leave and are killed, however wrong their own clocks are', async () => {
    const { front, connection, start } = await scene();
    const { stop } = load(front, 6);
    const first = await start({ skewMs: 10 * MINUTES });
    await spreadBecomes(connection, [8]);
    const second = await start({ skewMs: -10 * MINUTES });
    await spreadBecomes(connection, [4, 4]);
    const third = await start();
    await spreadBecomes(connection, [3, 3, 2]);
    const healths = await Promise.all([first, second, third].map((worker) => worker.health()));
    expect(healths.flatMap(({ health }) => health.leases)).toHaveLength(FOLDS);

    // Who leaves gives up what it holds, before it has closed.
    first.signal('SIGTERM');
    await first.next('closed');
    expect((await spread(connection)).length).toBeLessThan(3);
    await spreadBecomes(connection, [4, 4]);
    await first.ended;
    // Who is killed does not: its leases end.
    second.signal('SIGKILL');
    await spreadBecomes(connection, [8]);
    await mustBeExact(front, await stop());
    expect((await third.health()).errors).toEqual([]);
  });

  it('refuse the step of one that stood still, and wakes when others fold', async () => {
    const { front, connection, start } = await scene();
    const pair = await Promise.all([start(), start()]);
    await spreadBecomes(connection, [4, 4]);
    const { stop } = load(front, 8);
    const count = rounds(3, 300);
    let fenced = 0;
    for (let round = 0; round < count; round++) {
      const zombie = pair[round % 2] as FoldWorker;
      const harming = zombie.next('harming');
      zombie.harm('stop before');
      await harming;
      // It stands still in the middle of a step, and the other has everything.
      await spreadBecomes(connection, [8]);
      const receipt = await front.commands.count(`round-${round}`, { by: 1 });
      const counterId = `round-${round}`;
      expect((await front.queries.getCount({ counterId }, { after: receipt })).stale).toBe(false);
      const applied = zombie.next('applied');
      zombie.signal('SIGCONT');
      if ((await applied).answer === 'fenced') fenced += 1;
      await spreadBecomes(connection, [4, 4]);
    }
    expect(fenced).toBe(count);
    await mustBeExact(front, await stop());
    const healths = await Promise.all(pair.map((worker) => worker.health()));
    expect(healths.reduce((sum, { health }) => sum + health.fenced, 0)).toBeGreaterThanOrEqual(count);
    expect(healths.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('count every event once, though they are killed before, during and after a step', async () => {
    const { front, start } = await scene();
    const { stop } = load(front, 6);
    const harms: readonly Harm[] = ['kill before', 'kill when sent', 'kill when done'];
    let killed = 0;
    let next = start();
    for (let round = 0; round < rounds(10, 1000); round++) {
      const worker = await next;
      // The next one starts meanwhile, and takes over.
      next = start();
      const harming = worker.next('harming');
      worker.harm(harms[round % harms.length] as Harm);
      await harming;
      await worker.ended;
      killed += 1;
    }
    await next;
    expect(killed).toBe(rounds(10, 1000));
    await mustBeExact(front, await stop());
  });

  it('go on where they were when the server is killed and started again', async () => {
    const { server, front, connection, start } = await scene(['--appendonly', 'yes', '--appendfsync', 'always']);
    const pair = await Promise.all([start(), start()]);
    await spreadBecomes(connection, [4, 4]);
    const { stop } = load(front, 6);
    for (let kill = 0; kill < rounds(2, 50); kill++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = await fencesOf(connection);
      await server.kill();
      await server.start();
      await spreadBecomes(connection, [4, 4]);
      const after = await fencesOf(connection);
      for (const [name, fence] of before) expect(after.get(name)).toBeGreaterThanOrEqual(fence);
    }
    await mustBeExact(front, await stop());
    const healths = await Promise.all(pair.map((worker) => worker.health()));
    expect(healths.flatMap(({ health }) => health.leases)).toHaveLength(FOLDS);
  });

  it('settle what is under way when they are told to end, and leave everything to others within five seconds', async () => {
    const { front, connection, start } = await scene();
    const stays = await start();
    const { stop } = load(front, 4);
    for (let round = 0; round < rounds(3, 100); round++) {
      const worker = await start({ clients: 20 });
      await spreadBecomes(connection, [4, 4]);
      const closed = worker.next('closed');
      worker.signal('SIGTERM');
      const { ms, settled, errors } = await closed;
      expect(ms).toBeLessThan(5000);
      expect(settled).toMatchObject({ unknown: 0 });
      // One of each client meets the closed engine.
      expect(settled.refused).toBeLessThanOrEqual(20);
      expect(settled.done).toBeGreaterThan(0);
      expect(errors).toEqual([]);
      expect((await spread(connection)).length).toBeLessThan(2);
      await spreadBecomes(connection, [8]);
      await worker.ended;
    }
    await mustBeExact(front, await stop());
    expect((await stays.health()).errors).toEqual([]);
  });
});
