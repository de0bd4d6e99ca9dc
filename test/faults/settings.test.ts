// Servers that do not keep what they acknowledge as long as they were asked to: refused, or reported where that is allowed.
import { expect, it } from 'vitest';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Durability } from '../../src/store/redis/server-check.js';
import { block, commit, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { describeRedis, outcomeOf, redisBench } from '../redis/bench.js';
import { holdAllSlots } from '../support/redis-server.js';

describeRedis('a server whose settings do not keep what it acknowledges', () => {
  const bench = redisBench();
  const replicas = { replicas: 1, timeout: 100 } as const;

  it.each<readonly [string, readonly string[], Durability]>([
    ['appendonly', [], 'everysec'],
    ['appendonly', [], 'fsync'],
    ['appendfsync', ['--appendonly', 'yes', '--appendfsync', 'no'], 'everysec'],
    ['appendfsync', ['--appendonly', 'yes', '--appendfsync', 'everysec'], 'fsync'],
    ['maxmemory-policy', ['--maxmemory-policy', 'allkeys-lru'], 'memory'],
    ['connected_slaves', [], replicas],
  ])(
    'is refused for its %s under %j for %j, and reported where that is allowed',
    async (setting, settings, durability) => {
      const server = await bench.server(settings);
      await expect(bench.connect({ url: server.url, durability })).rejects.toMatchObject({
        code: 'UNSAFE_SERVER',
        details: { setting },
      });
      const { log } = await bench.connect({ url: server.url, durability, allowUnsafe: true });
      expect(bench.warnings.join()).toContain(setting);
      await log.append(PARTITION, block([]));
    },
  );

  it('is refused where it lets everybody in and must not, reported where that is allowed, and taken once it does not', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    await client.call('ACL', 'SETUSER', 'app', 'on', '>pw', '~*', '&*', '+@all');
    await client.call('ACL', 'SETUSER', 'few', 'on', '>pw', '~*', '&*', '+@all', '-acl');
    const asked = { url: server.url, hardened: true, password: 'pw' };
    const refused = expect.objectContaining({ code: 'UNSAFE_SERVER', details: { setting: 'default user' } });
    await expect(bench.connect({ ...asked, username: 'app' })).rejects.toEqual(refused);
    await bench.connect({ ...asked, username: 'app', hardened: false });
    expect(bench.warnings).toEqual([]);
    await bench.connect({ ...asked, username: 'app', allowUnsafe: true });
    expect(bench.warnings.splice(0).join()).toContain('ACL SETUSER default off');
    await bench.connect({ ...asked, username: 'few' });
    expect(bench.warnings.splice(0)).toEqual(['The server does not tell its default user: it is not verified.']);
    const admin = bench.client(server.url.replace('redis://', 'redis://app:pw@'));
    await admin.call('ACL', 'SETUSER', 'default', 'off');
    const { log } = await bench.connect({ ...asked, username: 'app' });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    expect(bench.warnings).toEqual([]);
    // What is read on the way cannot be taken back: nothing is sent at all.
    expect(() => redisStore({ url: 'redis://db.example:6379', hardened: true })).toThrow('rediss://');
    expect(() => redisStore({ url: 'rediss://db.example:6379', hardened: true })).not.toThrow();
  });

  it('is refused where it holds a part of the slots of its cluster, until it is said which, and taken where it holds all', async () => {
    const server = await bench.server(['--cluster-enabled', 'yes']);
    const other = await bench.server(['--cluster-enabled', 'yes']);
    const url = server.url;
    await expect(bench.connect({ url, timeout: 200 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('not all slots are served'),
    });
    const [here, there] = [bench.client(url), bench.client(other.url)];
    await here.call('CLUSTER', 'ADDSLOTSRANGE', '0', '8000');
    await there.call('CLUSTER', 'ADDSLOTSRANGE', '8001', '16383');
    await here.call('CLUSTER', 'MEET', '127.0.0.1', String(other.port));
    await expect.poll(() => here.call('CLUSTER', 'INFO'), { timeout: 10_000 }).toContain('cluster_state:ok');
    await expect(bench.connect({ url })).rejects.toMatchObject({
      code: 'UNSAFE_SERVER',
      details: { setting: 'cluster_size' },
      message: expect.stringContaining('cluster_size is 2'),
    });
    const alone = await bench.server(['--cluster-enabled', 'yes']);
    await holdAllSlots(alone.url);
    const { log } = await bench.connect({ url: alone.url });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    expect(bench.warnings).toEqual([]);
  });

  it.each<readonly [readonly string[], Durability]>([
    [[], 'memory'],
    [['--appendonly', 'yes', '--appendfsync', 'everysec'], 'everysec'],
    [['--appendonly', 'yes', '--appendfsync', 'always'], 'everysec'],
    [['--appendonly', 'yes', '--appendfsync', 'always'], 'fsync'],
  ])('is taken under %j for %j', async (settings, durability) => {
    const server = await bench.server(settings);
    const { log } = await bench.connect({ url: server.url, durability });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    expect(bench.warnings).toEqual([]);
  });

  it('is not written to after a reconnect, and again once it fits', async () => {
    const server = await bench.server(['--appendonly', 'yes']);
    const client = bench.client(server.url);
    const { log } = await bench.connect({ url: server.url, durability: 'everysec' });
    await client.config('SET', 'appendfsync', 'no');
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const append = (id: string) => outcomeOf(log.append(PARTITION, block([commit(order(id), NOWHERE, id)])));
    let number = 0;
    await expect.poll(() => append(`a${number++}`), { timeout: 5000 }).toBe('UNSAFE_SERVER');
    const { position } = await log.head(PARTITION);
    expect(await append('b')).toBe('UNSAFE_SERVER');
    expect((await log.head(PARTITION)).position).toBe(position);
    await client.config('SET', 'appendfsync', 'everysec');
    await expect.poll(() => append(`c${number++}`), { timeout: 5000 }).toBe('appended');
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['to its users', [], ['on', '>pw', '~*', '&*', '+@all', '-config']],
    ['from everybody', ['--rename-command', 'CONFIG', ''], ['on', '>pw', '~*', '&*', '+@all']],
    ['under another name', ['--rename-command', 'CONFIG', 'HIDDEN'], ['on', '>pw', '~*', '&*', '+@all']],
  ])('is reported as unverified where it hides a setting %s, and written to', async (_whom, settings, rights) => {
    const server = await bench.server(['--appendonly', 'yes', ...settings]);
    await bench.client(server.url).call('ACL', 'SETUSER', 'managed', ...rights);
    const user = { username: 'managed', password: 'pw' };
    const { log } = await bench.connect({ url: server.url, ...user, durability: 'everysec' });
    expect(bench.warnings).toEqual(['The server does not tell its appendfsync: it is not verified.']);
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
  });

  it.each<readonly [string, readonly string[], Durability]>([
    // What INFO tells is verified, whatever CONFIG hides.
    ['appendonly', [], 'everysec'],
    ['maxmemory-policy', ['--maxmemory-policy', 'allkeys-lru'], 'memory'],
    ['connected_slaves', [], replicas],
  ])('is refused for its %s also where it hides its settings', async (setting, settings, durability) => {
    const server = await bench.server([...settings, '--rename-command', 'CONFIG', '']);
    await expect(bench.connect({ url: server.url, durability })).rejects.toMatchObject({
      code: 'UNSAFE_SERVER',
      details: { setting },
    });
  });

  it('is refused for its version where that is too old, and reported where that is allowed', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    let told = 0;
    // No old server is at hand: a true one is made to say that it is old.
    proxy.onReply = (chunk) => {
      const text = chunk.toString('latin1');
      const older = text.replace(/redis_version:\d+(?=\.)/, (version) => {
        told += 1;
        return version.replace(/\d+/, (digits) => '6'.padStart(digits.length, '0'));
      });
      return Buffer.from(older, 'latin1');
    };
    await expect(bench.connect({ url: proxy.url })).rejects.toMatchObject({
      code: 'UNSAFE_SERVER',
      details: { setting: 'redis_version' },
      message: expect.stringContaining('Run Redis 7.0 or later.'),
    });
    expect(told).toBeGreaterThan(0);
    const { log } = await bench.connect({ url: proxy.url, allowUnsafe: true });
    expect(bench.warnings.join()).toContain('redis_version');
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
  });

  it('is not judged while it reads its data, when it says of itself what is not so', async () => {
    // It reads for about a second.
    const slowly = ['--key-load-delay', '40'];
    const server = await bench.server(['--appendonly', 'yes', ...slowly]);
    const client = bench.client(server.url);
    const { log } = await bench.connect({ url: server.url, durability: 'everysec' });
    const filling = client.pipeline();
    for (let number = 0; number < 20_000; number++) filling.set(`filler ${number}`, '');
    await filling.exec();
    await server.kill();
    const starting = server.start();
    const appends: Promise<string>[] = [];
    for (let number = 0; (await Promise.race([starting.then(() => 'started'), pause()])) !== 'started'; number++) {
      appends.push(outcomeOf(log.append(PARTITION, block([commit(order(`a${number}`), NOWHERE, 'a')]))));
    }
    const outcomes = await Promise.all(appends);
    // It was asked while it read, and had to say that it cannot answer.
    expect(await client.info('commandstats')).toMatch(/cmdstat_script\|load:.*rejected_calls=[1-9]/);
    expect(outcomes).not.toContain('UNSAFE_SERVER');
    expect(outcomes).toContain('appended');
  });

  it('names what is wrong, what that costs and the command that mends it', async () => {
    const server = await bench.server(['--appendonly', 'yes', '--appendfsync', 'no']);
    const client = bench.client(server.url);
    const error: unknown = await bench.connect({ url: server.url, durability: 'fsync' }).catch((caught) => caught);
    const { message } = error as Error;
    expect(message).toContain('appendfsync is no');
    const [command = ''] = /CONFIG SET \S+ \S+/.exec(message) ?? [];
    const [name, ...args] = command.split(' ');
    await client.call(name ?? '', ...args);
    await bench.connect({ url: server.url, durability: 'fsync' });
  });
});

function pause(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 10, 'paused'));
}
