// Consumer groups show progress and decide nothing: whatever becomes of them, folding goes on from the checkpoint, and they from it.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startEngine } from '../../src/engine/start-engine.js';
import type { StatefoldError } from '../../src/kernel/error.js';
import type { Position } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import type { Fence } from '../../src/table/leases.js';
import type { Checkpoint } from '../../src/table/tables.js';
import { commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { FOLD, step, TABLE } from '../contract/steps.js';
import { type CounterEngine, countersApp } from '../support/counters.js';
import { moved, withScript } from '../support/planted-script.js';
import { describeRedis, redisBench } from './bench.js';
import { consumerGroups } from './consumer-groups.js';

const keys = new Keys('n').of(PARTITION);

/** Up to which position a segment's groups have read, by name. */
async function groupsOf(client: Redis, segment = 1): Promise<Readonly<Record<string, number>>> {
  const groups = await consumerGroups(client, keys.segment(segment));
  return Object.fromEntries(groups.map(({ name, last }) => [name, Number(last)]));
}

// What moves the group, and what it needs to know; what stands before the writes, and before the checks.
const GROUP = ["if group ~= ''", "redis.pcall('SPUBLISH'"] as const;
const NAMES = ['local epoch, position, mark, revision = ', "redis.call('HSET', checkpoint"] as const;
const WRITES = '\nat = OPERATIONS\nwhile';
const CHECKS = "local actual = redis.call('HMGET', checkpoint";

const mirroredBefore = (place: string) => (text: string) => moved(moved(text, NAMES, place), GROUP, place);
const failingInTheRows = (text: string) =>
  text.replace('redis.call(command, key, unpack', "if command == 'ZADD' then error('in the middle') end\n    $&");

describeRedis('the group of a step that is not applied', () => {
  const bench = redisBench();

  /** A checkpoint and a group at 1, and steps to 2 that must not be applied. */
  async function scene() {
    const server = await bench.server();
    const connection = await bench.connect({ url: server.url, namespace: 'n' });
    const client = bench.client(server.url);
    for (const name of ['a', 'b']) await store(connection.log, [commit(order(name), NOWHERE, name)]);
    await connection.tables.serve(FOLD.projection, null, FOLD.generation);
    const [first, second] = await connection.log.read(PARTITION, START, 1 << 20);
    if (first === undefined || second === undefined) throw new Error('There are two blocks.');
    const at = (block: typeof first, revision: number): Checkpoint => ({ ...block, position: block.last, revision });
    await connection.tables.apply(step(null, at(first, 1), { rows: { a: 'row' } }));
    const refused = {
      conflict: step(at(first, 7), at(second, 2), { rows: { b: 'row' } }),
      fenced: { ...step(at(first, 1), at(second, 2)), lease: { name: 'Orders', fence: 1 as Fence } },
      ordinary: step(at(first, 1), at(second, 2), { rows: { b: 'row' } }),
    };
    /** How far the group has read once a step was refused or has failed. */
    const after = async (which: keyof typeof refused): Promise<number | undefined> => {
      const outcome = await connection.tables.apply(refused[which]).then(
        ({ kind }) => kind,
        () => 'failed',
      );
      expect(outcome).not.toBe('applied');
      return (await groupsOf(client))[FOLD.projection];
    };
    return { client, after };
  }

  it.each(['conflict', 'fenced'] as const)('stays where the checkpoint is: %s', async (which) => {
    expect(await (await scene()).after(which)).toBe(1);
  });

  it('stays where the checkpoint is: the rows are no rows', async () => {
    const { client, after } = await scene();
    await breakRows(client);
    expect(await after('ordinary')).toBe(1);
  });

  it('stays where the checkpoint is: the step fails in the middle of its rows', async () => {
    const { after } = await scene();
    expect(await withScript('apply', failingInTheRows, () => after('ordinary'))).toBe(1);
  });

  it('would be found ahead if it were moved before the rows are written', async () => {
    const { after } = await scene();
    const planted = (text: string) => failingInTheRows(mirroredBefore(WRITES)(text));
    expect(await withScript('apply', planted, () => after('ordinary'))).toBe(2);
  });

  it('would be found ahead if it were moved before the checks', async () => {
    const { client, after } = await scene();
    const planted = mirroredBefore(CHECKS);
    expect(await withScript('apply', planted, () => after('conflict'))).toBe(2);
    await client.xgroup('SETID', keys.segment(1), FOLD.projection, '1-0');
    await breakRows(client);
    expect(await withScript('apply', planted, () => after('ordinary'))).toBe(2);
  });

  async function breakRows(client: Redis): Promise<void> {
    await client.unlink(keys.rowKeys(TABLE));
    await client.set(keys.rowKeys(TABLE), 'not a set');
  }
});

describeRedis('a projection whose group is harmed', () => {
  const bench = redisBench();

  async function scene(): Promise<{
    readonly client: Redis;
    readonly engine: CounterEngine;
    readonly connection: StoreConnection;
    readonly errors: StatefoldError[];
  }> {
    const { url } = await bench.server();
    const options = { url, namespace: 'n', durability: 'memory' } as const;
    const errors: StatefoldError[] = [];
    const engine = await startEngine(countersApp, {
      store: redisStore(options),
      onError: (error) => errors.push(error),
    });
    bench.atEnd(() => engine.close());
    return { client: bench.client(url), engine, connection: await bench.connect(options), errors };
  }

  async function count(engine: CounterEngine, times: number): Promise<void> {
    const after = await Promise.all(
      Array.from({ length: times }, (_, index) => engine.commands.count(`group-${index % 5}`, { by: 1 })),
    ).then((receipts) => receipts.at(-1));
    if (after === undefined) throw new Error('Something must be counted.');
    const { stale } = await engine.queries.getCount({ counterId: 'group-0' }, { after });
    expect(stale).toBe(false);
  }

  async function mustBeWhole(engine: CounterEngine, events: number): Promise<void> {
    expect(await engine.projections.verify('Counts')).toMatchObject({ identical: true, behind: 0, events });
  }

  it('folds every event, and the group comes back at the checkpoint, though it is destroyed and moved all the time', async () => {
    const { client, engine } = await scene();
    await count(engine, 5);
    const groups = Object.keys(await groupsOf(client));
    expect(groups.map((name) => name.split('@')[0]).sort()).toEqual(['Copies', 'Counts']);
    let harmed = 0;
    for (let round = 0; round < 30; round++) {
      const counting = count(engine, 20);
      for (const name of groups) {
        if (round % 3 === 0) harmed += await client.xgroup('DESTROY', keys.segment(1), name).then(Number);
        // A group that is not there cannot be moved.
        else
          harmed += await client.xgroup('SETID', keys.segment(1), name, round % 3 === 1 ? '$' : '0').then(
            () => 1,
            () => 0,
          );
      }
      await counting;
    }
    expect(harmed).toBeGreaterThan(30);
    await count(engine, 1);
    await mustBeWhole(engine, 5 + 30 * 20 + 1);
    const { position } = (await engine.projections.status())[0]?.partitions[0] ?? {};
    await expect.poll(() => groupsOf(client)).toEqual(Object.fromEntries(groups.map((name) => [name, position])));
  });

  it('goes on from its checkpoint, never from the end of the log, where the group was destroyed while nobody folded', async () => {
    const { client, engine } = await scene();
    await count(engine, 5);
    await engine.projections.stopFolding();
    for (const name of Object.keys(await groupsOf(client))) await client.xgroup('DESTROY', keys.segment(1), name);
    for (let index = 0; index < 10; index++) await engine.commands.count('group-0', { by: 1 });
    engine.projections.startFolding();
    await count(engine, 1);
    await mustBeWhole(engine, 16);
    expect(Object.values(await groupsOf(client)).sort()).toEqual([16, 16]);
  });

  it('stops and says so where its checkpoint is lost, whatever the group says, and is whole after a rebuild', async () => {
    const { client, engine, connection, errors } = await scene();
    await count(engine, 5);
    const [status] = await engine.projections.status();
    const fold = { projection: 'Counts', generation: status?.generation ?? '' };
    expect(await client.unlink(keys.checkpoint(fold))).toBe(1);
    await engine.commands.count('group-0', { by: 1 });
    await expect.poll(() => errors[0]).toMatchObject({ code: 'CORRUPT' });
    expect(await connection.tables.checkpoint(fold, PARTITION)).toBeNull();
    await engine.projections.rebuild('Counts');
    await count(engine, 1);
    await mustBeWhole(engine, 7);
    const names = Object.entries(await groupsOf(client)).filter(([name]) => name.startsWith('Counts'));
    expect(names.map(([, position]) => position)).toEqual([7 as Position]);
  });
});
