// What an acknowledged commit survives: kills of a server that writes every block to disk, and servers that are not what they should be.
import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readDirectory } from '../../src/codec/block.js';
import { tagOf } from '../../src/kernel/hash.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { Durability } from '../../src/store/redis/server-check.js';
import { block, commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import type { RedisServer } from '../support/redis-server.js';
import { describeRedis, follow, outcomeOf, redisBench, rounds } from './bench.js';

/** What came of appends to a server that was killed under them. */
interface Survival {
  readonly kills: number;
  readonly acked: number;
  /** Acknowledged, and not in the log where they were acknowledged. */
  readonly lost: number;
  /** In the log more than once. */
  readonly twice: number;
  /** In the log, though their senders were told that they are not. */
  readonly strangers: number;
  readonly notAcked: number;
}

/** Kills a server again and again while eight writers append, and compares what they were told with what is left. */
async function survivalOf(
  server: RedisServer,
  log: EventLog,
  {
    kills,
    everyMs,
    onStart,
  }: { readonly kills: number; readonly everyMs: number; readonly onStart?: () => Promise<void> },
): Promise<Survival> {
  const acked = new Map<string, number>();
  const unknown = new Set<string>();
  let failed = 0;
  let running = true;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let number = 0; running; number++) {
      const id = `${writer}-${number}`;
      try {
        const appended = await store(log, [commit(order(id), NOWHERE, id)]);
        acked.set(id, appended.first);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === 'OUTCOME_UNKNOWN') unknown.add(id);
        else failed += 1;
      }
    }
  });
  try {
    for (let kill = 0; kill < kills; kill++) {
      await onStart?.();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const before = acked.size;
      await server.kill();
      await server.start();
      await until('appends after a kill', () => acked.size > before + 20);
    }
  } finally {
    running = false;
    await Promise.all(writers);
  }
  const stored = await idsIn(log);
  const positions = [...stored.values()];
  return {
    kills,
    acked: acked.size,
    lost: [...acked].filter(([id, position]) => !stored.get(id)?.includes(position)).length,
    twice: positions.filter((found) => found.length > 1).length,
    strangers: [...stored.keys()].filter((id) => !acked.has(id) && !unknown.has(id)).length,
    notAcked: unknown.size + failed,
  };
}

/** The positions of each aggregate's commits in a log; throws where positions have gaps. */
async function idsIn(log: EventLog): Promise<ReadonlyMap<string, readonly number[]>> {
  const stored = new Map<string, number[]>();
  let expected = 1;
  for (let after = START; ; ) {
    const blocks = await log.read(PARTITION, after, 1 << 20);
    for (const { first, last, bytes } of blocks) {
      expect(first).toBe(expected);
      expected = last + 1;
      for (const { aggregate } of readDirectory(bytes))
        stored.set(aggregate.id, [...(stored.get(aggregate.id) ?? []), first]);
      after = last;
    }
    if (blocks.length === 0) return stored;
  }
}

describeRedis('a server that is killed', () => {
  const bench = redisBench();
  // Others than root may trace their own children only, where at all.
  const canSlowDisk = process.getuid?.() === 0 && spawnSync('strace', ['-V']).status === 0;

  it('has every acknowledged block once, no refused one, and what is unknown at most once', async () => {
    const server = await bench.server(['--appendonly', 'yes', '--appendfsync', 'always']);
    const { log } = await bench.connect({ url: server.url, namespace: 'n', durability: 'fsync', timeout: 1000 });
    const survival = await survivalOf(server, log, { kills: rounds(5, 100), everyMs: 100 });
    expect(survival).toMatchObject({ kills: rounds(5, 100), lost: 0, twice: 0, strangers: 0 });
    expect(survival.notAcked).toBeGreaterThan(0);
  });

  /** Delays each fdatasync of a server's process. */
  async function slowDisk(server: RedisServer, delayMs: number): Promise<void> {
    const inject = ['-e', 'trace=fdatasync', '-e', `inject=fdatasync:delay_enter=${delayMs * 1000}`];
    const tracer = spawn('strace', ['-f', '-p', String(server.pid), ...inject], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((resolve, reject) => {
      tracer.stderr.once('data', () => resolve());
      tracer.once('exit', (code) => reject(new Error(`strace could not attach: exit ${code}.`)));
    });
  }

  it.runIf(canSlowDisk)('loses nothing that it acknowledged at `always`, however slow its disk is', async () => {
    const server = await bench.server(['--appendonly', 'yes', '--appendfsync', 'always']);
    const { log } = await bench.connect({ url: server.url, namespace: 'n', durability: 'fsync', timeout: 2000 });
    const onStart = () => slowDisk(server, 20);
    expect(await survivalOf(server, log, { kills: rounds(2, 20), everyMs: 600, onStart })).toMatchObject({
      lost: 0,
      twice: 0,
    });
  });

  it.runIf(canSlowDisk)(
    'loses acknowledged blocks at `everysec` on a slow disk: what that level says it may',
    async () => {
      const server = await bench.server(['--appendonly', 'yes', '--appendfsync', 'everysec']);
      const { log } = await bench.connect({ url: server.url, namespace: 'n', durability: 'everysec', timeout: 2000 });
      const onStart = () => slowDisk(server, 1500);
      const survival = await survivalOf(server, log, { kills: rounds(2, 4), everyMs: 2600, onStart });
      expect(survival.lost).toBeGreaterThan(0);
      expect(survival.twice).toBe(0);
      expect(bench.warnings.join()).toContain('no longer holds position');
    },
  );
});

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
    ['cluster_enabled', ['--cluster-enabled', 'yes'], 'memory'],
  ])(
    'is refused for its %s under %j for %j, and reported where that is allowed',
    async (setting, settings, durability) => {
      const server = await bench.server(settings);
      await expect(bench.connect({ url: server.url, durability })).rejects.toMatchObject({
        code: 'UNSAFE_SERVER',
        details: { setting },
      });
      if (setting === 'cluster_enabled') return;
      const { log } = await bench.connect({ url: server.url, durability, allowUnsafe: true });
      expect(bench.warnings.join()).toContain(setting);
      await log.append(PARTITION, block([]));
    },
  );

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

  it('is reported as unverified where it hides a setting', async () => {
    const server = await bench.server(['--appendonly', 'yes']);
    const client = bench.client(server.url);
    await client.call('ACL', 'SETUSER', 'managed', 'on', '>pw', '~*', '&*', '+@all', '-config');
    await bench.connect({ url: server.url, username: 'managed', password: 'pw', durability: 'everysec' });
    expect(bench.warnings).toEqual(['The server does not tell its appendfsync: it is not verified.']);
  });
});

describeRedis('durability by replicas', () => {
  const bench = redisBench();

  it('acknowledges what a replica has, and does not know of what none has', async () => {
    const [master, replica] = [await bench.server(), await bench.server()];
    const link = await bench.proxy(master.port);
    const [onMaster, onReplica] = [bench.client(master.url), bench.client(replica.url)];
    await follow(onMaster, onReplica, link.port);
    const durability = { replicas: 1, timeout: 1000 };
    const { log } = await bench.connect({ url: master.url, namespace: 'n', durability });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    link.mode = 'black-hole';
    const cut = log.append(PARTITION, block([commit(order('b'), NOWHERE, 'b')]));
    await expect(cut).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('0 of 1') });
    expect(link.happened.get('black-hole')).toBeGreaterThan(0);
    // Whoever finds it acknowledges it: not before a replica has it, on whatever connection.
    await expect(log.find(order('b'), tagOf('b'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await onMaster.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expect(log.find(order('b'), tagOf('b'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    // A refusal writes nothing, so that nobody has to have it.
    expect(await log.append(PARTITION, block([commit(order('a'), NOWHERE, 'again')]))).toMatchObject({
      kind: 'refused',
    });
  });
});
