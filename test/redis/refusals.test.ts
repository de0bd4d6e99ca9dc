// A script that does not do everything does nothing: for every way to be refused, each key stays as it was, byte by byte.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { version } from '../../src/kernel/version.js';
import { Keys } from '../../src/store/redis/keys.js';
import { SCRIPT_NAMES, scriptOf } from '../../src/store/redis/script.js';
import type { StoreConnection } from '../../src/store/store.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { checkpoint, entry, FOLD, INDEX, step, TABLE, write } from '../contract/steps.js';
import { describeRedis, dumpOf, redisBench } from './bench.js';

const NAMESPACE = 'refusals';
const keys = new Keys(NAMESPACE).of(PARTITION);
const A = order('a');

describeRedis('a refused call', () => {
  const bench = redisBench();

  /** A log of two blocks, a table of one step, and a look at all that the server holds. */
  async function filled(
    timeout = 5000,
  ): Promise<{ connection: StoreConnection; client: Redis; dump(): Promise<unknown> }> {
    const server = await bench.server();
    const connection = await bench.connect({ url: server.url, namespace: NAMESPACE, timeout });
    await store(connection.log, chain(A, NOWHERE, ['a1', 'a2']));
    await store(connection.log, [commit(order('b'), NOWHERE, 'b1')]);
    await write(connection.tables, { rows: { a: 'row' }, put: [entry('x')] });
    const client = bench.client(server.url);
    return { connection, client, dump: () => dumpOf(client) };
  }

  const next = commit(order('c'), NOWHERE, 'c1');
  const afterA = headAfter(headAfter(NOWHERE, 'a1'), 'a2');

  it.each([
    ['a stale commit', [next, commit(A, NOWHERE, 'a3')]],
    ['another tag', [next, commit(A, { ...afterA, tag: headAfter(NOWHERE, 'x').tag }, 'a3')]],
    ['a deadline that has passed', [next, commit(A, afterA, 'a3', { deadline: 1 })]],
    ['commits that do not stand on each other', [next, commit(A, afterA, 'a3'), commit(A, afterA, 'a4')]],
  ])('for %s changes nothing', async (_what, commits) => {
    const { connection, dump } = await filled();
    const before = await dump();
    expect(await connection.log.append(PARTITION, block(commits))).toMatchObject({ kind: 'refused' });
    expect(await dump()).toEqual(before);
  });

  it.each([
    ['head', keys.head],
    ['segment', keys.segment(1)],
    ['index of an aggregate', keys.aggregate(order('c'))],
  ])('for another type under the key of the %s changes nothing', async (_what, key) => {
    const { connection, client, dump } = await filled();
    await client.del(key);
    await client.sadd(key, 'something else');
    const before = await dump();
    const commits = [commit(order('d'), NOWHERE, 'd1'), next];
    await expect(connection.log.append(PARTITION, block(commits))).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await dump()).toEqual(before);
  });

  it('for another type under the starts of segments changes nothing, when a segment begins', async () => {
    const { client, dump } = await filled();
    const small = await bench.connect({ url: urlOf(client), namespace: NAMESPACE, segmentBytes: 1 });
    await client.set(keys.segments, 'something else');
    const before = await dump();
    await expect(small.log.append(PARTITION, block([next]))).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await dump()).toEqual(before);
  });

  it('for want of memory changes nothing, and is typed', async () => {
    const { connection, client, dump } = await filled();
    const before = await dump();
    await client.config('SET', 'maxmemory', '1');
    await expect(connection.log.append(PARTITION, block([next]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(
      connection.tables.apply(step(checkpoint(1), checkpoint(2), { rows: { a: 'b' } })),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await client.config('SET', 'maxmemory', '0');
    expect(await dump()).toEqual(before);
    await store(connection.log, [next]);
  });

  it('on a replica changes nothing, and is typed', async () => {
    const { connection, client, dump } = await filled(300);
    const before = await dump();
    await client.replicaof('127.0.0.1', '1');
    await expect(connection.log.append(PARTITION, block([next]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await client.replicaof('NO', 'ONE');
    expect(await dump()).toEqual(before);
  });

  it.each(['xadd', 'hset', 'append', 'rpush'])(
    'for a user who may not %s changes nothing, and is typed',
    async (right) => {
      const { connection: first, client, dump } = await filled();
      await client.call('ACL', 'SETUSER', 'writer', 'on', '>pw', '~*', '&*', '+@all', `-${right}`);
      const user = { username: 'writer', password: 'pw' };
      const connection = await bench.connect({ url: urlOf(client), namespace: NAMESPACE, ...user });
      const before = await dump();
      await expect(connection.log.append(PARTITION, block([next]))).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('NOPERM'),
      });
      expect(await dump()).toEqual(before);
      await store(first.log, [next]);
    },
  );

  it.each(['hset', 'hdel', 'zadd', 'zrem', 'hincrby'])(
    'of a step, for a user who may not %s, changes nothing, and is typed',
    async (right) => {
      const { client, dump } = await filled();
      await client.call('ACL', 'SETUSER', 'folder', 'on', '>pw', '~*', '&*', '+@all', `-${right}`);
      const user = { username: 'folder', password: 'pw' };
      const { tables } = await bench.connect({ url: urlOf(client), namespace: NAMESPACE, ...user });
      const before = await dump();
      const changes = { rows: { a: null, b: 'new' }, put: [entry('y')], remove: [entry('x')] };
      await expect(tables.apply(step(checkpoint(1), checkpoint(2), changes))).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('NOPERM'),
      });
      expect(await dump()).toEqual(before);
    },
  );

  it.each([
    ['the checkpoint', keys.checkpoint(FOLD)],
    ['the counts of steps', keys.steps],
    ['the order of rows', keys.rowKeys(TABLE)],
    ['an index', keys.index(INDEX)],
  ])('of a step, for another type under the key of %s, changes nothing', async (_what, key) => {
    const { connection, client, dump } = await filled();
    await client.del(key);
    await client.sadd(key, 'something else');
    const before = await dump();
    const changed = step(checkpoint(1), checkpoint(2), { rows: { a: null, b: 'new' }, put: [entry('y')] });
    await expect(connection.tables.apply(changed)).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await dump()).toEqual(before);
  });

  it('of a step in conflict changes nothing', async () => {
    const { connection, dump } = await filled();
    const before = await dump();
    const applied = await connection.tables.apply(step(checkpoint(7), checkpoint(8), { rows: { a: 'b' } }));
    expect(applied).toMatchObject({ kind: 'conflict' });
    expect(await dump()).toEqual(before);
  });

  it('of a snapshot without its commit changes nothing', async () => {
    const { connection, dump } = await filled();
    const before = await dump();
    const head = { version: version(9), tag: afterA.tag };
    expect(await connection.snapshots.save(A, 'f', { head, bytes: Buffer.from('s') })).toBe(false);
    expect(await dump()).toEqual(before);
  });
});

it.each(SCRIPT_NAMES)('%s.lua reads and judges before it writes', (name) => {
  const lines = scriptOf(name).text.split('\n');
  const command = (line: string): string | undefined => /redis\.call\('(\w+)'/.exec(line)?.[1];
  const reads = [
    'INFO',
    'TIME',
    'HMGET',
    'HGET',
    'HLEN',
    'LLEN',
    'STRLEN',
    'GETRANGE',
    'XRANGE',
    'TYPE',
    'EXISTS',
    'ZCARD',
    'ZLEXCOUNT',
    'ZRANGE',
  ];
  const isWrite = (line: string): boolean =>
    /redis\.call\((?!'(?:\w+)')/.test(line) || !reads.includes(command(line) ?? 'INFO');
  const firstWrite = lines.findIndex((line) => line.includes('redis.call(') && isWrite(line));
  if (firstWrite === -1) return expect(lines[0]).toBe('#!lua flags=no-writes');
  expect(lines[0]).toBe('#!lua');
  const after = lines.slice(firstWrite).join('\n');
  expect(after).not.toMatch(/return \{ '(refused|conflict|server|epoch|segment|differs|headless)'/);
  expect(after).not.toMatch(/error_reply/);
});

function urlOf(client: Redis): string {
  return `redis://127.0.0.1:${client.options.port}`;
}
