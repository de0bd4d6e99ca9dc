// Consumer groups that show true progress, and wake-ups that come also when what was published is lost.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startEngine } from '../../src/engine/start-engine.js';
import type { Position } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import type { Checkpoint, FoldId } from '../../src/table/tables.js';
import { commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { step } from '../contract/steps.js';
import { countersApp } from '../support/counters.js';
import { describeRedis, redisBench } from './bench.js';
import { consumerGroups } from './consumer-groups.js';

const keys = new Keys('n').of(PARTITION);
const FOLD: FoldId = { projection: 'Summary', generation: 'g1' };

const groupsOf = (client: Redis, segment: number) => consumerGroups(client, keys.segment(segment));

/** Moves a fold's checkpoint to a position, wherever it is. */
async function foldTo({ log, tables }: StoreConnection, position: number, fold = FOLD): Promise<Checkpoint> {
  const expects = await tables.checkpoint(fold, PARTITION);
  const blocks = await log.read(PARTITION, START, 1 << 20);
  const block = blocks.find(({ first, last }) => first <= position && position <= last);
  if (block === undefined) throw new Error(`No block holds ${position}.`);
  const { epoch, mark } = block;
  const next = { epoch, mark, position: position as Position, revision: (expects?.revision ?? 0) + 1 };
  const applied = await tables.apply({ ...step(expects, next), fold });
  if (applied.kind !== 'applied') throw new Error('The step met a conflict.');
  return next;
}

describeRedis('the consumer group of a projection', () => {
  const bench = redisBench();

  async function threeBlocks(
    segmentBytes = 1 << 20,
  ): Promise<{ connection: StoreConnection; client: Redis; url: string }> {
    const server = await bench.server();
    const connection = await bench.connect({ url: server.url, namespace: 'n', segmentBytes });
    for (const names of [['a', 'b'], ['c', 'd', 'e'], ['f']]) {
      await store(
        connection.log,
        names.map((name) => commit(order(name), NOWHERE, name)),
      );
    }
    return { connection, client: bench.client(server.url), url: server.url };
  }

  it('shows how far the serving generation has folded, after each step', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary', null, 'g1');
    expect(await groupsOf(client, 1)).toEqual([]);
    const shown = [];
    for (const position of [2, 5, 6]) {
      await foldTo(connection, position);
      shown.push(...(await groupsOf(client, 1)));
    }
    expect(shown).toEqual([
      { name: 'Summary', last: '2', read: 1, lag: 2 },
      { name: 'Summary', last: '5', read: 2, lag: 1 },
      { name: 'Summary', last: '6', read: 3, lag: 0 },
    ]);
  });

  it('has not read a block of which only a part was folded', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary', null, 'g1');
    await foldTo(connection, 4);
    expect(await groupsOf(client, 1)).toEqual([{ name: 'Summary', last: '2', read: 1, lag: 2 }]);
  });

  it('does not move for a generation that is only being built, and jumps to it when it serves', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary', null, 'g1');
    await foldTo(connection, 2);
    const next = { projection: 'Summary', generation: 'g2' };
    await foldTo(connection, 6, next);
    expect((await groupsOf(client, 1))[0]?.last).toBe('2');
    expect(await connection.tables.serve('Summary', 'g1', 'g2')).toBe(true);
    expect((await groupsOf(client, 1))[0]?.last).toBe('6');
  });

  it('follows the generation that another connection lets serve', async () => {
    const { connection, client, url } = await threeBlocks();
    const other = await bench.connect({ url, namespace: 'n' });
    await connection.tables.serve('Summary', null, 'g1');
    await foldTo(connection, 2);
    let woken = 0;
    connection.tables.onApply('Summary', () => woken++);
    await other.tables.serve('Summary', 'g1', 'g2');
    await until('the news', () => woken > 0);
    await foldTo(connection, 5);
    expect((await groupsOf(client, 1))[0]?.last).toBe('2');
  });

  it('is named after what a release serves, one for each of two releases side by side', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary@old', null, 'old.1');
    await connection.tables.serve('Summary@new', null, 'new.1');
    await foldTo(connection, 2, { projection: 'Summary', generation: 'old.1' });
    await foldTo(connection, 6, { projection: 'Summary', generation: 'new.1' });
    await foldTo(connection, 6, { projection: 'Other', generation: 'new.1' });
    expect((await groupsOf(client, 1)).map(({ name, last }) => `${name} ${last}`)).toEqual([
      'Summary@new 6',
      'Summary@old 2',
    ]);
  });

  it('comes back at the checkpoint when somebody has destroyed it', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary', null, 'g1');
    await foldTo(connection, 2);
    await client.xgroup('DESTROY', keys.segment(1), 'Summary');
    await foldTo(connection, 5);
    expect(await groupsOf(client, 1)).toEqual([{ name: 'Summary', last: '5', read: 2, lag: 1 }]);
  });

  it('decides nothing: a group that was moved by hand changes no checkpoint', async () => {
    const { connection, client } = await threeBlocks();
    await connection.tables.serve('Summary', null, 'g1');
    const at = await foldTo(connection, 2);
    await client.xgroup('SETID', keys.segment(1), 'Summary', '$');
    expect(await connection.tables.checkpoint(FOLD, PARTITION)).toEqual(at);
    await foldTo(connection, 5);
    expect((await groupsOf(client, 1))[0]?.last).toBe('5');
  });

  it('has read a segment to its end once the checkpoint lies in the next', async () => {
    const { connection, client } = await threeBlocks(1);
    await connection.tables.serve('Summary', null, 'g1');
    await foldTo(connection, 2);
    await foldTo(connection, 6);
    await until('the end of the first segment', async () => (await groupsOf(client, 1))[0]?.lag === 0);
    expect(await groupsOf(client, 3)).toEqual([{ name: 'Summary', last: '6', read: 1, lag: 0 }]);
  });
});

describeRedis('a wake-up', () => {
  const bench = redisBench();

  it('comes from the look every second where the server lets nobody subscribe', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    await client.call('ACL', 'SETUSER', 'deaf', 'on', '>pw', '~*', '+@all', '-ssubscribe', 'resetchannels');
    const deaf = await bench.connect({ url: server.url, namespace: 'n', username: 'deaf', password: 'pw' });
    const writer = await bench.connect({ url: server.url, namespace: 'n' });
    const woken = { append: 0, apply: 0, serve: 0 };
    deaf.log.onAppend(PARTITION, () => woken.append++);
    deaf.tables.onApply('Summary', () => woken.apply++);
    deaf.tables.onApply('Other', () => woken.serve++);
    await store(writer.log, [commit(order('a'), NOWHERE, 'a')]);
    await foldTo(writer, 1);
    await writer.tables.serve('Other', null, 'g1');
    await until('all three', () => Object.values(woken).every((times) => times > 0));
    expect(await client.call('PUBSUB', 'SHARDCHANNELS')).toEqual(expect.arrayContaining([keys.appends]));
    expect(bench.warnings).toEqual([expect.stringMatching(/lets nobody subscribe: NOPERM.*look every second/)]);
    // Nothing new, so that nobody is woken again.
    const before = { ...woken };
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(woken).toEqual(before);
    // Nor is it told again, though subscribing has been tried again.
    const refusals = async () =>
      Number(/cmdstat_ssubscribe:.*rejected_calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
    await expect.poll(refusals, { timeout: 8000 }).toBeGreaterThan(1);
    expect(bench.warnings).toHaveLength(1);
  });

  it('comes to a query that waits for what another process folds, also where nobody may subscribe', async () => {
    const { url } = await bench.server();
    const client = bench.client(url);
    await client.call('ACL', 'SETUSER', 'deaf', 'on', '>pw', '~*', '+@all', '-ssubscribe', 'resetchannels');
    const engine = async (fold: boolean, user: object) => {
      const store = redisStore({ url, namespace: 'n', durability: 'memory', onWarning: () => {}, ...user });
      const started = await startEngine(countersApp, { store, fold });
      bench.atEnd(() => started.close());
      return started;
    };
    await engine(true, {});
    for (const user of [{}, { username: 'deaf', password: 'pw' }]) {
      const front = await engine(false, user);
      for (let number = 1; number <= 3; number++) {
        const after = await front.commands.count(`c-${JSON.stringify(user).length}`, { by: 1 });
        const counterId = after.aggregateId;
        const { stale, value } = await front.queries.getCount({ counterId }, { after, timeout: 4000 });
        expect({ stale, count: value?.count }).toEqual({ stale: false, count: number });
      }
    }
  });

  it('is published when a worker comes or goes, and when leases are free', async () => {
    const { url } = await bench.server();
    const { leases } = await bench.connect({ url, namespace: 'n' });
    const heard: string[] = [];
    const listener = bench.client(url);
    listener.on('smessage', (_channel: string, message: string) => heard.push(message));
    await listener.ssubscribe(new Keys('n').servingChannel);
    const worker = { id: 'w', folds: ['Summary'] };
    await leases.attend(worker, 60_000);
    await leases.attend(worker, 60_000);
    await leases.announce();
    await leases.leave(worker);
    await until('three messages', () => heard.length === 3);
    expect(heard).toEqual(['\n1', '\n2', '\n3']);
  });

  it('that was published while nobody was connected is made good', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const reader = await bench.connect({ url: proxy.url, namespace: 'n' });
    const writer = await bench.connect({ url: server.url, namespace: 'n' });
    let position = 0;
    reader.log.onAppend(PARTITION, async () => {
      position = (await reader.log.head(PARTITION)).position;
    });
    for (let round = 1; round <= 5; round++) {
      await proxy.shut();
      await store(writer.log, [commit(order(`o${round}`), NOWHERE, 'c')]);
      await proxy.reopen();
      await until(`position ${round}`, () => position === round);
    }
    expect(proxy.happened.get('reset')).toBeGreaterThanOrEqual(5);
  });

  it('takes one subscriber for all listeners and partitions', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    const { log, tables } = await bench.connect({ url: server.url, partitions: 4 });
    for (const partition of [0, 1, 2, 3]) log.onAppend(partition as never, () => {});
    for (const projection of ['A', 'B', 'C']) tables.onApply(projection, () => {});
    const clients = String(await client.client('LIST')).split('\n');
    expect(clients.filter((line) => /ssub=9/.test(line))).toHaveLength(1);
    expect(clients.filter((line) => line.includes('name=statefold'))).toHaveLength(3);
  });
});
