import { afterEach, describe, expect, it } from 'vitest';
import { StatefoldError } from '../../../src/kernel/error.js';
import type { Partition } from '../../../src/kernel/place.js';
import type { Fold } from '../../../src/projection/definition.js';
import { type FoldUnit, foldId, indexesOf, tablesOf } from '../../../src/projection/fold-unit.js';
import { Projections, type ProjectionsOptions } from '../../../src/projection/projections.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store, StoreConnection } from '../../../src/store/store.js';
import { TestClock } from '../../../src/testing/test-clock.js';
import { turns, Wire } from '../../../src/testing/wire.js';
import { overriding } from '../../support/overriding.js';
import { orders as baseOrders, domain, TestWriter } from './orders.js';

const PARTITIONS = 6;
const FOLD_TIMEOUT = 3000;
/** So few turns of the event loop in which time stands still on a test's clock, and enough for what needs no time. */
const NO_TIME = 30;

const opened = (total: number) => ({ type: 'Opened', data: { customer: 'a', total, lines: [] } });
const partitionsOf = ({ leases }: Projections) => leases.map(({ partition }) => partition).sort();

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Scene {
  readonly clock: TestClock;
  readonly store: Store;
  readonly writer: TestWriter;
  /** Another server takes the place of the one before. It lacks a generation, where one is named. */
  failOver(unit?: FoldUnit, lacking?: string): Promise<void>;
  start(
    options?: Partial<ProjectionsOptions>,
    over?: (connection: StoreConnection) => StoreConnection,
  ): Promise<Projections>;
}

async function scene(partitions = PARTITIONS): Promise<Scene> {
  const clock = new TestClock();
  let epoch = 1;
  const store = memoryStore({ partitions, now: () => clock.now(), epoch: () => String(epoch) });
  ends.push(async () => clock.stop());
  const { log, tables } = await store.connect();
  return {
    clock,
    store,
    writer: new TestWriter(log),
    failOver: async (unit, lacking) => {
      epoch += 1;
      if (unit === undefined || lacking === undefined) return;
      await tables.drop(foldId(unit, lacking), tablesOf(unit, lacking), indexesOf(unit, lacking));
    },
    start: async (options, over = (connection) => connection) => {
      const connection = over(await store.connect());
      const projections = new Projections({
        connection,
        runtime: clock,
        ...domain,
        foldTimeout: FOLD_TIMEOUT,
        ...options,
      });
      ends.push(() => projections.close().catch(() => {}));
      return projections;
    },
  };
}

/** Lets nobody through until it is opened. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** Tables whose steps wait for a gate. */
function behind({ opened }: { readonly opened: Promise<void> }) {
  return (connection: StoreConnection): StoreConnection => ({
    ...connection,
    tables: overriding(connection.tables, {
      apply: async (step) => {
        await opened;
        return connection.tables.apply(step);
      },
    }),
  });
}

async function orders(writer: TestWriter, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number++) {
    await writer.append([{ id: `o-${number}`, time: 1000, events: [opened(number)] }]);
  }
}

async function caughtUp(projections: Projections): Promise<void> {
  const lag = async () => {
    const [status] = await projections.status();
    return status?.error ?? (status?.state === 'live' ? status.lag.commits : status?.state);
  };
  await expect.poll(lag, { interval: 1 }).toBe(0);
}

describe('a worker', () => {
  it('folds everything while it is alone, at once', async () => {
    const { clock, start, writer } = await scene();
    const before = clock.now();
    const one = await start();
    await orders(writer, 1, 3);
    await turns(NO_TIME);
    expect(one.leases).toHaveLength(PARTITIONS);
    expect(clock.now()).toBe(before);
    await caughtUp(one);
  });

  it('shares evenly with others as they come, and takes over from those that leave, in no time', async () => {
    const { clock, start } = await scene();
    const before = clock.now();
    const one = await start();
    await turns(NO_TIME);
    const two = await start();
    await turns(NO_TIME);
    expect([one, two].map(({ leases }) => leases.length)).toEqual([3, 3]);
    const three = await start();
    await turns(NO_TIME);
    const all = [one, two, three];
    expect(all.map(({ leases }) => leases.length)).toEqual([2, 2, 2]);
    expect(all.flatMap(partitionsOf).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    await one.stopFolding();
    await turns(NO_TIME);
    expect(all.map(({ leases }) => leases.length)).toEqual([0, 3, 3]);
    await two.close();
    await turns(NO_TIME);
    expect(all.map(({ leases }) => leases.length)).toEqual([0, 0, 6]);
    expect(clock.now()).toBe(before);
    expect(all.reduce((sum, { fenced }) => sum + fenced, 0)).toBe(0);
  });

  it('hands a fold over at once when the step that was under way has ended', async () => {
    const { clock, start, writer } = await scene();
    const before = clock.now();
    const steps = gate();
    const one = await start({}, behind(steps));
    await orders(writer, 1, 20);
    await turns(5);
    const two = await start();
    await turns(5);
    expect(two.leases).toEqual([]);
    steps.open();
    await turns(NO_TIME);
    expect([one, two].map(({ leases }) => leases.length)).toEqual([3, 3]);
    expect(clock.now()).toBe(before);
    await Promise.all([caughtUp(one), caughtUp(two)]);
    expect(one.fenced).toBe(0);
  });

  it('does not wait for a step so long that its other leases end, and folds on when it gets the lease back', async () => {
    const { start, writer } = await scene();
    const steps = gate();
    const one = await start({}, behind(steps));
    await orders(writer, 1, 20);
    await turns(5);
    const two = await start();
    await expect.poll(() => two.leases.length, { interval: 1 }).toBe(3);
    await two.close();
    await expect.poll(() => one.leases.length, { interval: 1 }).toBe(PARTITIONS);
    steps.open();
    await caughtUp(one);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 20 });
  });

  it('folds on under a new lease where a step under the old one was refused', async () => {
    const { start, writer, store } = await scene(1);
    const steps = gate();
    const one = await start({}, behind(steps));
    await orders(writer, 1, 2);
    await turns(NO_TIME);
    const [lease] = one.leases;
    if (lease === undefined) throw new Error('It has no lease.');
    // Somebody takes its lease and gives it up, before it has looked again.
    const { leases } = await store.connect();
    const [held] = await leases.list(lease.partition);
    const name = held?.name ?? '';
    await leases.release(lease.partition, held?.owner ?? '', [name]);
    expect((await leases.take(lease.partition, 'thief', [name], 1)).size).toBe(1);
    await leases.release(lease.partition, 'thief', [name]);
    const fenceOf = async () => (await leases.list(lease.partition))[0]?.owner;
    await leases.announce();
    await expect.poll(fenceOf, { interval: 1 }).toBe(held?.owner);
    await turns(NO_TIME);
    steps.open();
    await caughtUp(one);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 2 });
  });

  it('takes part again when it is told to, also while it is still stopping', async () => {
    const { start } = await scene();
    const one = await start();
    await turns(NO_TIME);
    const stopped = one.stopFolding();
    one.startFolding();
    await stopped;
    await turns(NO_TIME);
    expect(one.leases).toHaveLength(PARTITIONS);
  });

  it('that folds nothing takes no part', async () => {
    const { start, store } = await scene();
    await start({ fold: false });
    const one = await start();
    await turns(NO_TIME);
    expect(one.leases).toHaveLength(PARTITIONS);
    const { leases } = await store.connect();
    expect(await leases.attend({ id: 'z', folds: [] }, 1)).toHaveLength(2);
  });

  it('shares nothing with one of another release: each folds its own tables', async () => {
    const { start, writer } = await scene();
    const [one, other] = [await start(), await start({ queries: [] })];
    await orders(writer, 1, 5);
    await turns(NO_TIME);
    expect([one, other].map(({ leases }) => leases.length)).toEqual([PARTITIONS, PARTITIONS]);
    await Promise.all([caughtUp(one), caughtUp(other)]);
  });

  it('that dies is followed by another when its leases have ended, and not before', async () => {
    const { clock, start, writer } = await scene();
    const wire = new Wire([0], clock.touch);
    const dies = await start({}, (connection) => wire.over(connection));
    await turns(NO_TIME);
    const other = await start();
    await turns(2 * NO_TIME);
    expect(other.leases).toHaveLength(3);
    const diedAt = clock.now();
    wire.cut();
    await orders(writer, 1, 20);
    const seen: [number, number][] = [];
    while (other.leases.length < PARTITIONS) {
      seen.push([clock.now() - diedAt, other.leases.length]);
      await turns(1);
    }
    const tookMs = clock.now() - diedAt;
    expect(tookMs).toBeGreaterThanOrEqual(FOLD_TIMEOUT / 3);
    expect(tookMs).toBeLessThanOrEqual((FOLD_TIMEOUT * 4) / 3);
    await caughtUp(other);
    expect(await other.verify('Orders')).toMatchObject({ identical: true, events: 20 });
    await expect(dies.stopFolding()).resolves.toBeUndefined();
  });

  it('that stood still writes nothing when it wakes, and gets its share again', async () => {
    const { clock, start, writer } = await scene(1);
    const asleep = gate();
    let isStill = false;
    const answers: string[] = [];
    const sleeper = await start({}, (connection) => ({
      ...connection,
      // It says nothing to the store meanwhile: its process stands still.
      leases: overriding(connection.leases, {
        attend: async (...given) => {
          if (isStill) await asleep.opened;
          return connection.leases.attend(...given);
        },
      }),
      tables: overriding(connection.tables, {
        apply: async (step) => {
          if (isStill) await asleep.opened;
          const applied = await connection.tables.apply(step);
          if (isStill) answers.push(applied.kind);
          return applied;
        },
      }),
    }));
    await orders(writer, 1, 1);
    await caughtUp(sleeper);
    isStill = true;
    await orders(writer, 2, 2);
    await turns(NO_TIME);
    const other = await start();
    await expect.poll(() => other.leases.length, { interval: 1 }).toBe(1);
    expect(clock.now()).toBeGreaterThan(FOLD_TIMEOUT);
    await orders(writer, 3, 4);
    await caughtUp(other);
    asleep.open();
    await expect.poll(() => answers[0], { interval: 1 }).toBe('fenced');
    isStill = false;
    expect(sleeper.fenced).toBe(1);
    expect(await other.verify('Orders')).toMatchObject({ identical: true, events: 4 });
    await other.close();
    await expect.poll(() => sleeper.leases.length, { interval: 1 }).toBe(1);
    await orders(writer, 5, 5);
    await caughtUp(sleeper);
    expect(await sleeper.verify('Orders')).toMatchObject({ identical: true, events: 5 });
  });

  it('that stood still while it read rows does not halt over rows that another has moved', async () => {
    const { start, writer } = await scene(1);
    const { folds } = baseOrders;
    const once: Fold = ({ row }) => {
      if (row?.status === 'shipped') throw new RangeError('closed twice');
      return { ...row, status: 'shipped' };
    };
    const strict = { ...baseOrders, folds: { ...folds, updates: { ...folds.updates, Closed: once } } };
    const options = { projections: [strict] };
    const first = await start(options);
    await orders(writer, 1, 1);
    await caughtUp(first);
    await first.close();

    let isStill = false;
    const [asleep, unaware] = [gate(), gate()];
    const errors: StatefoldError[] = [];
    let read = 0;
    const sleeper = await start({ ...options, onError: (error) => errors.push(error) }, (connection) => ({
      ...connection,
      leases: overriding(connection.leases, {
        attend: async (...given) => {
          if (isStill) await unaware.opened;
          return connection.leases.attend(...given);
        },
      }),
      tables: overriding(connection.tables, {
        rows: async (...given) => {
          read += 1;
          if (isStill) await asleep.opened;
          return connection.tables.rows(...given);
        },
      }),
    }));
    await expect.poll(() => sleeper.leases.length, { interval: 1 }).toBe(1);
    isStill = true;
    await writer.append([{ id: 'o-1', time: 1000, events: [{ type: 'Closed', data: { status: 'shipped' } }] }]);
    await expect.poll(() => read, { interval: 1 }).toBe(1);
    const other = await start(options);
    await caughtUp(other);
    // It sees the rows before it can know that it has lost its lease.
    asleep.open();
    await turns(NO_TIME);
    expect(sleeper.leases).toHaveLength(1);
    unaware.open();
    isStill = false;
    await other.close();
    await orders(writer, 2, 2);
    await expect.poll(() => sleeper.leases.length, { interval: 1 }).toBe(1);
    await caughtUp(sleeper);
    expect(read).toBeGreaterThan(1);
    expect(errors).toEqual([]);
  });

  it('builds the first generation together with others, which serves when all parts are there', async () => {
    const { start, writer, store } = await scene();
    await orders(writer, 1, 30);
    const held: (() => void)[] = [];
    const slow = await start({}, (connection) => ({
      ...connection,
      tables: overriding(connection.tables, {
        apply: async (step) => {
          await new Promise<void>((resolve) => held.push(resolve));
          return connection.tables.apply(step);
        },
      }),
    }));
    const fast = await start();
    await turns(NO_TIME);
    await expect.poll(() => [slow, fast].map(({ leases }) => leases.length), { interval: 1 }).toEqual([3, 3]);
    const pointer = fast.hostOf('Orders').unit.pointer;
    const { tables } = await store.connect();
    expect(await tables.serving(pointer)).toBeNull();
    const letting = setInterval(() => {
      for (const go of held.splice(0)) go();
    }, 1);
    await caughtUp(fast);
    expect(await tables.serving(pointer)).not.toBeNull();
    expect(await fast.verify('Orders')).toMatchObject({ identical: true, events: 30 });
    await slow.close();
    clearInterval(letting);
  });

  it('tells once that it cannot take leases, and takes them when it can', async () => {
    const { start } = await scene();
    let isAway = true;
    let tries = 0;
    const errors: StatefoldError[] = [];
    const one = await start({ onError: (error) => errors.push(error) }, (connection) => ({
      ...connection,
      leases: overriding(connection.leases, {
        attend: async (...given) => {
          tries += 1;
          if (isAway) throw new StatefoldError('UNAVAILABLE', 'The store is away.', { what: 'leases' });
          return connection.leases.attend(...given);
        },
      }),
    }));
    await expect.poll(() => tries, { interval: 1 }).toBeGreaterThan(3);
    expect(one.leases).toEqual([]);
    isAway = false;
    await expect.poll(() => one.leases.length, { interval: 1 }).toBe(PARTITIONS);
    expect(errors.map(({ message }) => message)).toEqual(['The store is away.']);
  });

  it('leaves within a second where the store does not answer', async () => {
    const { clock, start } = await scene();
    let isSilent = false;
    const one = await start({}, (connection) => ({
      ...connection,
      leases: overriding(connection.leases, {
        release: async (...given) => (isSilent ? new Promise<void>(() => {}) : connection.leases.release(...given)),
      }),
    }));
    await turns(NO_TIME);
    isSilent = true;
    const before = clock.now();
    await one.stopFolding();
    expect(clock.now() - before).toBeLessThanOrEqual(1000);
  });
});

describe('a rebuild', () => {
  /** An engine whose steps wait, once `isStill`, until `wake`. */
  async function sleepy(start: Scene['start']) {
    const asleep = gate();
    const state = { isStill: false };
    const projections = await start({ fold: false }, (connection) => ({
      ...connection,
      leases: overriding(connection.leases, {
        take: async (...given) => {
          if (state.isStill) await asleep.opened;
          return connection.leases.take(...given);
        },
      }),
      tables: overriding(connection.tables, {
        apply: async (step) => {
          if (state.isStill) await asleep.opened;
          return connection.tables.apply(step);
        },
      }),
    }));
    return { projections, state, wake: asleep.open };
  }

  it('is refused while another engine is seen to rebuild the projection', async () => {
    const { start, writer } = await scene(2);
    const one = await start();
    await orders(writer, 1, 4);
    await caughtUp(one);
    const steps = gate();
    const slow = await start({ fold: false }, behind(steps));
    const first = slow.rebuild('Orders');
    await turns(NO_TIME);
    await expect(one.rebuild('Orders')).rejects.toMatchObject({
      code: 'OVERLOADED',
      message: 'Orders is being rebuilt by another engine. Wait for that.',
    });
    steps.open();
    const { generation } = await first;
    await caughtUp(one);
    expect((await one.status())[0]?.generation).toBe(generation);
  });

  it('drops what one that has died had built, once its own serves', async () => {
    const { clock, start, writer, store } = await scene(2);
    const one = await start();
    await orders(writer, 1, 9);
    await caughtUp(one);
    const wire = new Wire([0], clock.touch);
    const dies = await start({ fold: false }, (connection) => wire.over(connection));
    const dead = dies.rebuild('Orders', { onProgress: ({ events }) => events > 0 && wire.cut() }).catch(() => 'dead');
    const { leases, tables } = await store.connect();
    const build = async () => (await leases.list(0 as Partition)).find(({ name }) => name.endsWith(' rebuild'));
    await turns(NO_TIME);
    const left = { projection: 'Orders', generation: (await build())?.owner ?? '' };
    const parts = () => Promise.all([0, 1].map((partition) => tables.checkpoint(left, partition as Partition)));
    expect((await parts()).filter((checkpoint) => checkpoint !== null)).not.toEqual([]);
    const { generation } = await one.rebuild('Orders');
    expect(generation).not.toBe(left.generation);
    expect(await parts()).toEqual([null, null]);
    expect(await build()).toMatchObject({ owner: '' });
    await dies.close();
    expect(await dead).toBe('dead');
    await caughtUp(one);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 9 });
  });

  it('is called off while it waits for one that may have died', async () => {
    const { start, store } = await scene(2);
    const one = await start();
    await caughtUp(one);
    const { leases } = await store.connect();
    await leases.take(1 as Partition, 'dead', [`${one.hostOf('Orders').unit.pointer} rebuild`], 1_000_000);
    const waiting = one.rebuild('Orders');
    await turns(NO_TIME);
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'CLOSED' }), one.close()]);
  });

  it('takes over from an engine that stood still, whose own is refused when it wakes', async () => {
    const { start, writer, store } = await scene(2);
    const one = await start();
    await orders(writer, 1, 9);
    await caughtUp(one);
    const { projections, state, wake } = await sleepy(start);
    const before = (await one.status())[0]?.generation;
    // It falls asleep with its leases in hand, before its first step.
    const late = projections.rebuild('Orders', {
      onProgress: () => {
        state.isStill = true;
      },
    });
    const refused = expect(late).rejects.toMatchObject({ code: 'UNAVAILABLE', message: /stood still for too long/ });
    await turns(NO_TIME);
    const { generation } = await one.rebuild('Orders');
    expect(generation).not.toBe(before);
    wake();
    await refused;
    await orders(writer, 10, 12);
    await caughtUp(one);
    expect((await one.status())[0]?.generation).toBe(generation);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 12 });
    const { leases } = await store.connect();
    const builds = (await leases.list(0 as Partition)).filter(({ name }) => name.endsWith(' rebuild'));
    expect(builds).toMatchObject([{ owner: '' }]);
  });

  /** A worker that folds, and an engine that rebuilds and does `beforeServing` each time before its generation comes to serve. */
  async function replacing(
    { start, writer, store }: Scene,
    beforeServing: (seen: { readonly count: number; old(): Promise<number> }) => Promise<void>,
    serve = (doing: () => Promise<boolean>) => doing(),
  ) {
    const worker = await start();
    await orders(writer, 1, 4);
    await caughtUp(worker);
    const { tables } = await store.connect();
    const { pointer } = worker.hostOf('Orders').unit;
    const generation = (await tables.serving(pointer)) ?? '';
    const old = async () =>
      (await tables.checkpoint({ projection: 'Orders', generation }, 0 as Partition))?.position ?? 0;
    let count = 0;
    const builder = await start({ fold: false }, (connection) => ({
      ...connection,
      tables: overriding(connection.tables, {
        serve: async (...given) => {
          count += 1;
          await beforeServing({ count, old });
          return serve(() => connection.tables.serve(...given));
        },
      }),
    }));
    return { worker, builder, old, served: () => count };
  }

  it('does not take its own generation for one that was left behind, where the store did not hear that it gave it up', async () => {
    const { start, writer, store } = await scene(2);
    const one = await start();
    await orders(writer, 1, 9);
    await caughtUp(one);
    const { leases } = await store.connect();
    const name = `${one.hostOf('Orders').unit.pointer} rebuild`;
    // Somebody else has a part of it: so it gives up what it has got, and asks again.
    await leases.take(1 as Partition, 'another', [name], FOLD_TIMEOUT);
    let lost = 0;
    const builder = await start({ fold: false }, (connection) => ({
      ...connection,
      leases: overriding(connection.leases, {
        release: async (partition, owner, names) => {
          if (lost > 0 || !names.includes(name)) return connection.leases.release(partition, owner, names);
          lost += 1;
        },
      }),
    }));
    const { generation } = await builder.rebuild('Orders');
    expect(lost).toBe(1);
    await caughtUp(one);
    expect((await one.status())[0]).toMatchObject({ generation, error: null });
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 9 });
  });

  it('has the generation that it replaces stand still, wherever that is folded, until its own serves', async () => {
    const all = await scene(1);
    const positions: number[] = [];
    const { worker, builder } = await replacing(all, async ({ old }) => {
      positions.push(await old());
      await orders(all.writer, 5, 6);
      await turns(NO_TIME);
      positions.push(await old());
    });
    const { generation } = await builder.rebuild('Orders');
    expect(positions).toEqual([4, 4]);
    const before = all.clock.now();
    await turns(NO_TIME);
    expect(worker.leases).toHaveLength(1);
    expect(all.clock.now()).toBe(before);
    await caughtUp(worker);
    expect((await worker.status())[0]?.generation).toBe(generation);
    expect(await worker.verify('Orders')).toMatchObject({ identical: true, events: 6 });
  });

  it('takes the time again where others could fold before its own served', async () => {
    const all = await scene(1);
    const positions: number[] = [];
    const { worker, builder, served } = await replacing(all, async ({ count, old }) => {
      positions.push(await old());
      if (count > 1) return;
      await orders(all.writer, 5, 6);
      await expect.poll(old, { interval: 1 }).toBe(6);
    });
    await builder.rebuild('Orders');
    expect(served()).toBe(2);
    expect(positions).toEqual([4, 6]);
    await caughtUp(worker);
    expect(await worker.verify('Orders')).toMatchObject({ identical: true, events: 6 });
  });

  it('that cannot know whether it serves has the other stand still until it no longer can', async () => {
    const all = await scene(1);
    const { clock, writer } = all;
    const away = new StatefoldError('UNAVAILABLE', 'No answer.', { what: 'store' });
    let begun = 0;
    const { worker, builder, old } = await replacing(
      all,
      async () => {
        begun = clock.now();
      },
      () => Promise.reject(away),
    );
    await expect(builder.rebuild('Orders')).rejects.toBe(away);
    await orders(writer, 5, 6);
    await turns(NO_TIME);
    expect(await old()).toBe(4);
    const { leases } = await all.store.connect();
    const { pointer } = worker.hostOf('Orders').unit;
    const seized = (await leases.list(0 as Partition)).find(({ name }) => name === pointer);
    expect(seized?.until).toBeLessThanOrEqual(begun + FOLD_TIMEOUT);
    await caughtUp(worker);
    expect(await old()).toBe(6);
  });
});

describe('a generation that was folded on another server', () => {
  /** Does something, once, when a generation is about to serve. */
  function beforeServing(doing: (generation: string) => Promise<void>) {
    const seen = { count: 0 };
    const over = (connection: StoreConnection): StoreConnection => ({
      ...connection,
      tables: overriding(connection.tables, {
        serve: async (pointer, from, to, conditions) => {
          seen.count += 1;
          if (seen.count === 1) await doing(to);
          return connection.tables.serve(pointer, from, to, conditions);
        },
      }),
    });
    return { seen, over };
  }

  it('is built anew where that was the first, and this one lacks it', async () => {
    const { start, writer, failOver } = await scene(2);
    await orders(writer, 1, 9);
    const { seen, over } = beforeServing(async (generation) =>
      failOver((await started).hostOf('Orders').unit, generation),
    );
    const started: Promise<Projections> = start({}, over);
    const one = await started;
    await caughtUp(one);
    expect(seen.count).toBe(2);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 9 });
  });

  it('does not replace one that is there', async () => {
    const { start, writer, failOver } = await scene(2);
    const one = await start();
    await orders(writer, 1, 9);
    await caughtUp(one);
    const before = (await one.status())[0]?.generation;
    const { over } = beforeServing(async (generation) => {
      await failOver(one.hostOf('Orders').unit, generation);
      await orders(writer, 10, 18);
    });
    const builder = await start({ fold: false }, over);
    await expect(builder.rebuild('Orders')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: /lost what had been rebuilt/,
    });
    await caughtUp(one);
    expect((await one.status())[0]?.generation).toBe(before);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 18 });
  });

  it('replaces the one before where this one lacks nothing', async () => {
    const { start, writer, failOver } = await scene(2);
    const one = await start();
    await orders(writer, 1, 9);
    await caughtUp(one);
    const { seen, over } = beforeServing(() => failOver());
    const builder = await start({ fold: false }, over);
    const { generation } = await builder.rebuild('Orders');
    expect(seen.count).toBe(2);
    await caughtUp(one);
    expect((await one.status())[0]?.generation).toBe(generation);
    expect(await one.verify('Orders')).toMatchObject({ identical: true, events: 9 });
  });
});
