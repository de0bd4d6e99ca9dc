// The read models of a release that runs no more: taken away whole, and nothing else.
import type { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { retire } from '../../src/cli/retire.js';
import type { Epoch, Mark, Partition, Position } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import { orderId, placing, startShop } from '../support/shop.js';
import { describeRedis, dumpOf, redisBench } from './bench.js';

const PARTITIONS = 2;
const OLD = 'OrderSummary@0123456789abcdef';
const GENERATIONS = ['0123456789abcdef.1', '0123456789abcdef.2-deadbeef'];
const keys = new Keys('shop');

describeRedis('a release that runs no more', () => {
  const bench = redisBench();

  /** A shop with some orders, and beside its read models those of another release. */
  async function shop() {
    const server = await bench.server();
    const store = redisStore({ url: server.url, namespace: 'shop', durability: 'memory', partitions: PARTITIONS });
    const engine = await startShop({ store });
    bench.atEnd(() => engine.close());
    for (let number = 0; number < 6; number++) {
      const after = await engine.commands.placeOrder(orderId(`o${number}`), placing());
      await engine.queries.getOrder({ orderId: orderId(`o${number}`) }, { after });
    }
    const client = bench.client(server.url);
    const connection = await bench.connect({ url: server.url, namespace: 'shop' });
    return { server, store, engine, client, connection };
  }

  /** Folds something under the name of the other release, as it had done. */
  async function foldOld({ tables }: StoreConnection): Promise<void> {
    for (const generation of GENERATIONS) {
      for (let partition = 0 as Partition; partition < PARTITIONS; partition++) {
        const table = { table: 'OrderSummary', generation };
        await tables.apply({
          fold: { projection: 'OrderSummary', generation },
          partition,
          expects: null,
          next: { epoch: '1' as Epoch, position: 0 as Position, mark: '0'.repeat(16) as Mark, revision: 1 },
          rows: [
            { table, rows: new Map(Array.from({ length: 30 }, (_, index) => [`row ${index}`, Buffer.from('row')])) },
            { table: { ...table, table: 'CustomerTotals' }, rows: new Map([['a', Buffer.from('group')]]) },
          ],
          indexes: [{ index: { ...table, index: 'status' }, put: [{ entry: 'a', key: 'row 1' }], remove: [] }],
        });
      }
    }
    await tables.serve(OLD, null, GENERATIONS[0] ?? '');
  }

  async function retired(url: string, name: string): Promise<string> {
    const said: string[] = [];
    const write = (text: unknown) => said.push(String(text)) > 0;
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(write));
    const code = await retire(async () => ({ url, namespace: 'shop' }), name);
    for (const spy of spies) spy.mockRestore();
    return `${code}: ${said.join('')}`;
  }

  const groupsOf = async (client: Redis) =>
    JSON.stringify(await client.call('XINFO', 'GROUPS', keys.of(0 as Partition).segment(1)));

  it('is taken away with all that it has left, and what others have stays byte for byte', async () => {
    const { server, engine, client, connection } = await shop();
    await engine.close();
    const before = await dumpOf(client);
    await foldOld(connection);
    expect(await groupsOf(client)).toContain(OLD);
    expect([...(await dumpOf(client)).keys()].join()).toContain(GENERATIONS[1]);
    expect(await retired(server.url, OLD)).toMatch(
      /^0: OrderSummary@0123456789abcdef: 2 generations, \d\d keys deleted\.\n$/,
    );
    expect(await connection.tables.serving(OLD)).toBeNull();
    expect(await groupsOf(client)).not.toContain(OLD);
    const after = await dumpOf(client);
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    const counts = [keys.servingSteps, ...[0, 1].map((number) => keys.of(number as Partition).steps)];
    const streams = [0, 1].map((number) => keys.of(number as Partition).segment(1));
    for (const [key, dump] of before) if (![...counts, ...streams].includes(key)) expect(after.get(key)).toBe(dump);
    expect(await retired(server.url, OLD)).toMatch(
      /^1: There is nothing of OrderSummary@0123456789abcdef\. These are there: .*OrderSummary@/,
    );
  });

  it('is one of its projection: nothing is deleted under the name of another, though the fingerprint is right', async () => {
    const { server, engine, client, connection } = await shop();
    await foldOld(connection);
    const serving = Object.keys(await client.hgetall(keys.serving));
    const before = [...(await dumpOf(client)).keys()].sort();
    for (const name of serving.filter((one) => one.startsWith('OrderSummary@'))) {
      for (const other of [name.replace('OrderSummary', 'Nope'), name.toLowerCase()])
        expect(await retired(server.url, other)).toMatch(/^1: There is nothing of/);
    }
    expect([...(await dumpOf(client)).keys()].sort()).toEqual(before);
    expect((await engine.queries.getOrder({ orderId: orderId('o1') }))?.orderId).toBe('o1');
  });

  it('takes no event with it, whatever is deleted: the log and its indexes are the same to the last byte', async () => {
    const { server, engine, client, connection } = await shop();
    const events = async () => {
      const all = [];
      for (const key of (await client.keys('{shop:*}log:*')).sort())
        all.push(key, await client.xrangeBuffer(key, '-', '+'));
      for (const key of (await client.keys('{shop:*}agg:*')).sort()) all.push(key, await client.getBuffer(key));
      return JSON.stringify(all);
    };
    const before = await events();
    await engine.projections.rebuild('OrderSummary');
    await foldOld(connection);
    const [generation = ''] = GENERATIONS;
    await connection.tables.drop(
      { projection: 'OrderSummary', generation },
      [{ table: 'OrderSummary', generation }],
      [],
    );
    await connection.snapshots.clear('Order');
    await engine.close();
    const release =
      Object.keys(await client.hgetall(keys.serving)).find((name) => /^OrderSummary@(?!0123)/.test(name)) ?? '';
    expect(await retired(server.url, release)).toMatch(/^0: /);
    expect(await retired(server.url, OLD)).toMatch(/^0: /);
    expect(before).toContain('log:1');
    expect(await events()).toBe(before);
  });

  it('is left alone while it is folded, or somebody says that he will', async () => {
    const { server, engine, client, connection } = await shop();
    await foldOld(connection);
    const serving =
      [...Object.keys(await client.hgetall(keys.serving))].find((name) => /^OrderSummary@(?!0123)/.test(name)) ?? '';
    expect(await retired(server.url, serving)).toMatch(
      /^1: OrderSummary@\w+ is folded by worker \w+\. Stop all processes of that release first\.\n$/,
    );
    await connection.leases.take(1 as Partition, 'somebody', [OLD], 60_000);
    expect(await retired(server.url, OLD)).toBe(
      `1: ${OLD} is folded by worker somebody. Stop all processes of that release first.\n`,
    );
    await connection.leases.release(1 as Partition, 'somebody', [OLD]);
    expect(await retired(server.url, OLD)).toMatch(/^0: /);
    const row = await engine.queries.getOrder({ orderId: orderId('o1') });
    expect(row?.orderId).toBe('o1');
  });

  it('builds its read models anew where it runs after all', async () => {
    const { server, store, engine, client } = await shop();
    const row = await engine.queries.getOrder({ orderId: orderId('o1') });
    await engine.close();
    const name = Object.keys(await client.hgetall(keys.serving)).find((one) => one.startsWith('OrderSummary@')) ?? '';
    expect(await retired(server.url, name)).toMatch(/^0: /);
    const again = await startShop({ store });
    bench.atEnd(() => again.close());
    await expect.poll(() => again.queries.getOrder({ orderId: orderId('o1') }).catch(({ code }) => code)).toEqual(row);
    expect(await again.projections.verify('OrderSummary')).toMatchObject({ identical: true });
  });

  it('is taken away by nobody on a server that has not been written on since it was restarted', async () => {
    const { server, engine, client, connection } = await shop();
    await engine.close();
    await foldOld(connection);
    await connection.close();
    await client.hset(keys.meta, 'server', 'another');
    const before = await dumpOf(client);
    expect(await retired(server.url, OLD)).toContain('Start an engine on it, and try again.');
    expect(await dumpOf(client)).toEqual(before);
  });

  it('is told from what is none', async () => {
    const { server } = await shop();
    expect(await retired(server.url, 'OrderSummary')).toContain("'OrderSummary' names no release of a projection");
  });
});
