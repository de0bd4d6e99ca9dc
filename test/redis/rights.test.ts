// The least that a user must be allowed, and servers that cannot do what they are asked for a while.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { NO_VERSION } from '../../src/kernel/version.js';
import { verifyLog } from '../../src/log/verify-log.js';
import { examine } from '../../src/store/redis/inspect/doctor.js';
import { openInspection } from '../../src/store/redis/inspect/inspection.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { entry, FOLD, INDEX, stateOf, TABLE, write } from '../contract/steps.js';
import { describeRedis, outcomeOf, redisBench } from './bench.js';

/** What a user of one log needs, and nothing more: the keys and channels of its namespace. */
const RIGHTS = [
  'on',
  '>pw',
  '~{shop:*',
  '&{shop:*',
  '-@all',
  ...['hello', 'ping', 'info', 'time', 'wait', 'evalsha', 'eval', 'script|load'],
  ...['hget', 'hmget', 'hgetall', 'hlen', 'hset', 'hsetnx', 'hdel', 'hincrby'],
  ...['strlen', 'getrange', 'append', 'set', 'llen', 'lrange', 'rpush', 'type', 'exists', 'unlink'],
  ...['xadd', 'xrange', 'xgroup|create', 'xgroup|setid', 'zadd', 'zrem', 'zrange', 'zlexcount', 'zcard'],
  ...['ssubscribe', 'spublish'],
].map((right) => (/^[a-z]/.test(right) && right !== 'on' ? `+${right}` : right));

describeRedis('a user with the least rights', () => {
  const bench = redisBench();

  it('can do all that a store does, and nothing that destroys a log', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    await client.call('ACL', 'SETUSER', 'shop', ...RIGHTS);
    const url = `redis://shop:pw@127.0.0.1:${server.port}`;
    const connection = await bench.connect({ url, namespace: 'shop', segmentBytes: 100 });
    const { log, tables, leases, snapshots, registry } = connection;
    let woken = 0;
    log.onAppend(PARTITION, () => woken++);
    tables.onApply(FOLD.projection, () => woken++);
    for (const id of ['a', 'b', 'c']) await store(log, chain(order(id), NOWHERE, ['1', '2']));
    await tables.serve(FOLD.projection, null, FOLD.generation);
    await write(tables, { rows: { a: 'row', b: 'other' }, put: [entry('x'), entry('y')] });
    await write(tables, { rows: { b: null }, remove: [entry('y')] });
    expect(await stateOf(tables)).toMatchObject({ rows: [['a', 'row']], size: 1, entries: [entry('x')] });
    expect(await log.read(PARTITION, START, 1 << 20)).toHaveLength(3);
    expect(await log.history(order('b'), NO_VERSION, 10)).toHaveLength(2);
    expect(await log.holds({ partition: PARTITION, ...(await log.head(PARTITION)) })).toBe(true);
    const head = headAfter(headAfter(NOWHERE, '1'), '2');
    expect(await snapshots.save(order('a'), 'f', { head, bytes: Buffer.from('s') })).toBe(true);
    expect(await snapshots.load(order('a'), 'f')).toMatchObject({ head });
    await snapshots.clear('Order');
    const worker = { id: 'w', folds: [FOLD.projection] };
    expect(await leases.attend(worker, 10_000)).toEqual([worker]);
    expect((await leases.take(PARTITION, worker.id, worker.folds, 10_000)).size).toBe(1);
    await leases.release(PARTITION, worker.id, worker.folds);
    await leases.leave(worker);
    expect(await leases.list(PARTITION)).toMatchObject([{ name: FOLD.projection, owner: '' }]);
    await registry.add(new Map([['f', 't']]));
    expect(await registry.read()).toEqual(new Map([['f', 't']]));
    await tables.drop(FOLD, [TABLE], [INDEX]);
    await until('wake-ups', () => woken >= 2);
    expect(bench.warnings).toEqual([]);

    const thief = bench.client(url);
    for (const command of [
      ['FLUSHALL'],
      ['XTRIM', '{shop:0}log:1', 'MAXLEN', '0'],
      ['DEL', '{shop:0}head'],
      ['KEYS', '*'],
    ]) {
      await expect(thief.call(...(command as [string, ...string[]]))).rejects.toThrow('NOPERM');
    }
    await expect(thief.call('HGET', '{bank:0}head', 'mark')).rejects.toThrow('NOPERM');
  });

  it('can verify a log and look at it with a few commands more, and without CONFIG', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    const more = ['+scan', '+xlen', '+xrevrange', '+memory|usage', '+pttl', '+xinfo|groups'];
    await client.call('ACL', 'SETUSER', 'shop', ...RIGHTS, ...more);
    const url = `redis://shop:pw@127.0.0.1:${server.port}`;
    const { log, audit } = await bench.connect({ url, namespace: 'shop', segmentBytes: 100 });
    for (const id of ['a', 'b', 'c']) await store(log, chain(order(id), NOWHERE, ['1', '2']));
    expect(await verifyLog({ log, ...(audit === undefined ? {} : { audit }) })).toMatchObject({
      blocks: 3,
      findings: [],
    });
    const inspection = await openInspection({ url, namespace: 'shop' });
    const { findings, partitions } = await examine(inspection, 'memory');
    inspection.close();
    expect(partitions).toMatchObject([{ position: 6, segments: 3 }]);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describeRedis('a server that cannot for a while', () => {
  const bench = redisBench();

  it('because a script blocks it (BUSY) is waited for, and definitely did nothing where that takes too long', async () => {
    const server = await bench.server(['--busy-reply-threshold', '50']);
    const [client, killer] = [bench.client(server.url), bench.client(server.url)];
    const { log } = await bench.connect({ url: server.url, timeout: 500 });
    await killer.ping();
    const blocked = expect(client.eval('while true do end', 0)).rejects.toThrow('SCRIPT KILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(killer.ping()).rejects.toThrow('BUSY');
    expect(await outcomeOf(log.append(PARTITION, block([commit(order('a'), NOWHERE, 'a')])))).toBe('UNAVAILABLE');
    const waiting = log.append(PARTITION, block([commit(order('b'), NOWHERE, 'b')]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await killer.script('KILL');
    await blocked;
    expect(await outcomeOf(waiting)).toBe('appended');
    expect(await log.aggregateHead(order('a'))).toEqual(NOWHERE);
  });

  it('because it cannot save (MISCONF) takes nothing, says so, and takes it again later', async () => {
    const server = await bench.server(['--dbfilename', 'blocked']);
    const client = bench.client(server.url);
    const [, folder = ''] = (await client.config('GET', 'dir')) as string[];
    const { log } = await bench.connect({ url: server.url, timeout: 1000 });
    // Where its file should go there is a folder: saving fails as on a full disk.
    mkdirSync(join(folder, 'blocked', 'full'), { recursive: true });
    await client.config('SET', 'save', '3600 1');
    await client.bgsave();
    await until('the failure', async () => (await infoOf(client)).includes('rdb_last_bgsave_status:err'));
    const refused = log.append(PARTITION, block([commit(order('a'), NOWHERE, 'a')]));
    await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('MISCONF') });
    expect(await log.read(PARTITION, START, 1000)).toEqual([]);
    await client.config('SET', 'save', '');
    expect(await outcomeOf(log.append(PARTITION, block([commit(order('a'), NOWHERE, 'a')])))).toBe('appended');
  });

  it('because it loads its data (LOADING) is waited for', async () => {
    const server = await bench.server(['--appendonly', 'yes', '--enable-debug-command', 'yes']);
    const [client, other] = [bench.client(server.url), bench.client(server.url)];
    await other.ping();
    const { log } = await bench.connect({ url: server.url, namespace: 'n', timeout: 5000 });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    await client.call('DEBUG', 'POPULATE', '30000', 'filler', '100');
    await client.bgrewriteaof();
    await until('the rewrite', async () => (await infoOf(client)).includes('aof_rewrite_in_progress:0'));
    await client.config('SET', 'key-load-delay', '50');
    const reloading = client.call('DEBUG', 'LOADAOF');
    await expect(other.get('filler')).rejects.toThrow('LOADING');
    expect(await outcomeOf(log.append(PARTITION, block([commit(order('b'), NOWHERE, 'b')])))).toBe('appended');
    expect(await reloading).toBe('OK');
  });
});

async function infoOf(client: Redis): Promise<string> {
  return client.info('persistence');
}
