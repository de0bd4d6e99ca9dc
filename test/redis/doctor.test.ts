// What a look at a log on a server finds: nothing in a sound one, and each thing that is wrong, with what mends it.
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import type { Partition } from '../../src/kernel/place.js';
import { examine } from '../../src/store/redis/inspect/doctor.js';
import { openInspection } from '../../src/store/redis/inspect/inspection.js';
import { readKeyName } from '../../src/store/redis/inspect/key-name.js';
import type { DoctorReport } from '../../src/store/redis/inspect/report.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Durability } from '../../src/store/redis/server-check.js';
import type { RedisServer } from '../support/redis-server.js';
import { orderId, placing, startShop } from '../support/shop.js';
import { describeRedis, dumpOf, follow, redisBench } from './bench.js';

const keys = new Keys('shop');
const own = keys.of(0 as Partition);

describeRedis('a look at a log', () => {
  const bench = redisBench();

  async function look(url: string, durability: Durability = 'memory', namespace = 'shop'): Promise<DoctorReport> {
    const inspection = await openInspection({ url, namespace, timeout: 2000 });
    try {
      return await examine(inspection, durability);
    } finally {
      inspection.close();
    }
  }

  const told = ({ findings }: DoctorReport) => findings.map(({ level, message }) => `${level}: ${message}`);

  /** The shop with a dozen orders, and its projections folded. */
  async function shop(settings?: readonly string[]): Promise<{ server: RedisServer; client: Redis }> {
    const server = await bench.server(settings);
    const engine = await startShop({
      store: redisStore({ url: server.url, namespace: 'shop', durability: 'memory', partitions: 2 }),
    });
    for (let number = 0; number < 12; number++) {
      const receipt = await engine.commands.placeOrder(orderId(`o${number}`), placing());
      await engine.queries.getOrder({ orderId: orderId(`o${number}`) }, { after: receipt });
    }
    await engine.close();
    return { server, client: bench.client(server.url) };
  }

  it('finds nothing wrong with a sound one, tells all about it, and changes nothing', async () => {
    const { server, client } = await shop();
    const before = await dumpOf(client);
    const report = await look(server.url);
    expect(told(report)).toEqual([]);
    expect(report).toMatchObject({
      server: { name: `Redis at 127.0.0.1:${server.port}`, role: 'master', appendonly: 'no' },
      namespace: 'shop',
      log: { format: 1, partitions: 2 },
      foreignGroups: [],
    });
    expect(report.partitions.map(({ partition, segments, isAdopted }) => [partition, segments, isAdopted])).toEqual([
      [0, 1, true],
      [1, 1, true],
    ]);
    expect(report.partitions.reduce((sum, { position }) => sum + position, 0)).toBe(12);
    expect(report.checkpoints.map(({ projection, partition, behind }) => [projection, partition, behind])).toEqual([
      ['OrderSummary', 0, 0],
      ['OrderSummary', 1, 0],
    ]);
    for (const { serves, group, position } of report.checkpoints) {
      expect(serves).toMatch(/^OrderSummary@/);
      expect(group).toBe(position);
    }
    expect(report.forms).toEqual([{ event: 'OrderPlaced', version: 1, revisions: 1 }]);
    expect(report.rows).toBeGreaterThanOrEqual(12);
    expect(report.bytesPerCommit).toBeGreaterThan(100);
    expect(report.bytesPerRow).toBeGreaterThan(100);
    expect(report.memory.find(({ part }) => part === 'index of aggregates')).toMatchObject({ keys: 12, isExact: true });
    expect(await dumpOf(client)).toEqual(before);
  });

  it('tells what each part takes, as the server measures it, worked out from some where there are many', async () => {
    const { server, client } = await shop();
    for (let number = 0; number < 500; number++)
      await client.append(own.aggregate({ type: 'Order', id: `x${number}` }), '');
    for (let number = 0; number < 500; number++)
      await client.set(own.aggregate({ type: 'Order', id: `x${number}` }), 'x'.repeat(20));
    const part = (await look(server.url)).memory.find(({ part }) => part === 'index of aggregates');
    const each = Number(await client.call('MEMORY', 'USAGE', own.aggregate({ type: 'Order', id: 'x1' })));
    expect(part).toMatchObject({ keys: 512, isExact: false });
    expect((part?.bytes ?? 0) / (512 * each)).toBeGreaterThan(0.9);
    expect((part?.bytes ?? 0) / (512 * each)).toBeLessThan(1.2);
  });

  it('says which log there is where the namespace is mistyped', async () => {
    const { server } = await shop();
    const report = await look(server.url, 'memory', 'shpo');
    expect(report.log).toBeNull();
    expect(told(report)).toEqual([
      'error: There is no log in namespace shpo. The server has logs in shop: name one with --namespace, or start an engine.',
    ]);
  });

  it.each<[string, Durability, string]>([
    ['everysec', 'everysec', 'CONFIG SET appendonly yes'],
    ['fsync', 'fsync', 'CONFIG SET appendfsync always'],
    ['replicas', { replicas: 2, timeout: 100 }, 'Connect 2 replicas'],
  ])('finds a server that does not keep what %s promises', async (_name, durability, remedy) => {
    const { server } = await shop();
    expect(told(await look(server.url, durability)).join('\n')).toMatch(new RegExp(`^error: .*${remedy}`, 'm'));
  });

  it('tells of a server that was restarted, and of one that is short of memory', async () => {
    const { server, client } = await shop(['--appendonly', 'yes']);
    await server.kill();
    await server.start();
    await expect.poll(() => client.ping().catch(String), { timeout: 5000 }).toBe('PONG');
    const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
    await client.config('SET', 'maxmemory', String(Math.round(used * 1.1)));
    const report = await look(server.url, 'everysec');
    expect(told(report)).toEqual([
      expect.stringMatching(/^warning: The server uses \d+ % of its maxmemory/),
      expect.stringMatching(/^warning: The log was last written on another server/),
    ]);
    expect(report.partitions.every(({ isAdopted }) => !isAdopted)).toBe(true);
  });

  it('finds a replica', async () => {
    const { server, client } = await shop();
    const replica = await bench.server();
    await follow(client, bench.client(replica.url), server.port);
    expect(told(await look(replica.url))).toContainEqual(expect.stringContaining('error: The server is a replica'));
  });

  it.each<[string, (client: Redis) => Promise<unknown>, string]>([
    ['a head that is gone', (client) => client.del(own.head), 'error: Partition 0 has no head'],
    [
      'a head that does not fit',
      (client) => client.hset(own.head, 'mark', '0123456789abcdef'),
      'error: Partition 0: its head does not fit the log',
    ],
    [
      'a tail that is gone',
      async (client) => {
        const [[id] = ['']] = await client.xrevrange(own.segment(1), '+', '-', 'COUNT', 1);
        await client.xdel(own.segment(1), id);
      },
      'error: Partition 0: its head does not fit the log',
    ],
    ['a log of another format', (client) => client.hset(keys.meta, 'format', '9'), 'error: The log is of format 9'],
    ['a key that expires', (client) => client.expire(own.head, 1000), `error: The key "${own.head}" will expire in`],
    [
      'a key of another type',
      async (client) => client.multi().del(own.steps).set(own.steps, 'x').exec(),
      `error: The key "${own.steps}" is a string, not a hash`,
    ],
    [
      'a key that does not belong',
      (client) => client.set('{shop:0}mine', 'x'),
      'warning: A key stands among those of the log and belong',
    ],
    ['a partition that does not belong', (client) => client.hset('{shop:7}head', 'position', '1'), '{shop:7}head'],
    ['a segment that does not belong', (client) => client.xadd(own.segment(2), '1-1', 'a', 'b'), own.segment(2)],
    [
      'a registry that cannot be read',
      (client) => client.hset(keys.registry, 'f', '{'),
      "error: The log's registry cannot be read at f",
    ],
    [
      'a checkpoint that the log does not hold',
      async (client) => {
        const [key = ''] = await client.keys('{shop:0}cp:*');
        await client.hset(key, 'mark', '0123456789abcdef');
      },
      "engine.projections.rebuild('OrderSummary')",
    ],
    [
      'a projection that is to serve and is not there',
      async (client) => {
        await client.unlink(await client.keys('{shop:0}cp:*'));
      },
      ") is to serve, and has no tables in partition 0. Rebuild it: engine.projections.rebuild('OrderSummary'), or,",
    ],
    [
      'a projection that nobody folds',
      async (client) => {
        const [key = ''] = await client.keys('{shop:0}cp:*');
        const [[id = '', fields]] = (await client.xrange(own.segment(1), '-', '+', 'COUNT', 1)) as [[string, string[]]];
        await client.hset(key, {
          position: id.split('-')[0] ?? '',
          epoch: id.split('-')[1] ?? '',
          mark: fields[5] ?? '',
        });
      },
      'behind, and nobody folds it. Start an engine that folds it, or, where that release runs no more: statefold retire OrderSummary@',
    ],
  ])('finds %s', async (_what, spoil, message) => {
    const { server, client } = await shop();
    await spoil(client);
    expect(told(await look(server.url)).join('\n')).toContain(message);
  });

  it('shows who folds, and which consumer groups are of others', async () => {
    const { server, client } = await shop();
    const [pointer = ''] = Object.keys(await client.hgetall(keys.serving)).filter((name) =>
      name.startsWith('OrderSummary@'),
    );
    const soon = Date.now() + 60_000;
    await client.hset(own.leases, pointer, `7 ${soon} worker-1`);
    await client.zadd(keys.workers, soon, 'worker-1\n[]', 1, 'gone\n[]');
    await client.xgroup('CREATE', own.segment(1), 'mine', '$');
    const report = await look(server.url);
    expect(report.checkpoints.map(({ worker }) => worker)).toEqual(['worker-1', '']);
    expect(report.workers).toEqual(['worker-1']);
    expect(report.foreignGroups).toEqual(['mine']);
    expect(told(report)).toEqual([]);
    await client.hset(own.leases, `${pointer} rebuild`, `8 ${soon} worker-2`);
    const [cp = ''] = await client.keys('{shop:0}cp:*');
    const fields = await client.hgetall(cp);
    await client.hset(`${cp.replace(/\.1$/, '')}.2`, fields);
    const built = (await look(server.url)).checkpoints.find(({ serves }) => serves === '');
    expect(built).toMatchObject({ partition: 0, worker: 'worker-2', group: null });
  });

  it('fails where it may not look, without the password that it came with', async () => {
    const server = await bench.server(['--requirepass', 'right']);
    await expect(look(`redis://:canary-4711@127.0.0.1:${server.port}`)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.not.stringContaining('canary'),
    });
  });
});

const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('{', '}', ':', '%', '3', 'A', 'a', '\r', '\n', '\0', '*', '😀') }),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
);
const bucket = fc.nat(63);

it('knows every key of a log again by its name, whatever it is named after', () => {
  const kinds = fc.oneof(
    fc
      .tuple(name, name)
      .map(([type, id]) => [own.aggregate({ type, id }), { kind: 'agg', aggregate: { type, id } }] as const),
    fc.tuple(name, bucket).map(([type, one]) => [own.snapshots(type, one), { kind: 'snap', type }] as const),
    fc
      .tuple(name, name)
      .map(
        ([projection, generation]) =>
          [own.checkpoint({ projection, generation }), { kind: 'cp', fold: { projection, generation } }] as const,
      ),
    fc
      .tuple(name, name, bucket)
      .map(
        ([table, generation, one]) =>
          [own.rows({ table, generation }, one), { kind: 'row', table: { table, generation } }] as const,
      ),
    fc
      .tuple(name, name)
      .map(
        ([table, generation]) =>
          [own.rowKeys({ table, generation }), { kind: 'keys', table: { table, generation } }] as const,
      ),
    fc
      .tuple(name, name, name)
      .map(
        ([table, generation, index]) =>
          [own.index({ table, generation, index }), { kind: 'ix', index: { table, generation, index } }] as const,
      ),
    fc.nat().map((number) => [own.segment(number), { kind: 'log', segment: number }] as const),
    fc.constantFrom(
      [own.head, { kind: 'head' }] as const,
      [own.segments, { kind: 'segments' }] as const,
      [own.steps, { kind: 'steps' }] as const,
      [own.leases, { kind: 'leases' }] as const,
    ),
  );
  fc.assert(
    fc.property(kinds, ([key, read]) => {
      expect(readKeyName(keys, key)).toEqual({ ...read, partition: 0 });
    }),
    { numRuns: 2000 },
  );
  for (const key of [keys.meta, keys.serving, keys.servingSteps, keys.registry, keys.workers]) {
    expect(readKeyName(keys, key)).toEqual({ kind: 'meta' });
  }
});

it.each([
  '{shop:0}',
  '{shop:0}heads',
  '{shop:00}head',
  '{shop:0}log:01',
  '{shop:0}log:x',
  '{shop:0}agg:Order',
  '{shop:0}agg:a%zz:1',
  '{shop:meta}x',
  '{shops:0}head',
  'head',
  '{shop:0}row:t:g:1x',
])('takes %s for no key of a log', (key) => {
  expect(readKeyName(keys, key)).toBeNull();
});
