// What an acknowledged commit survives: kills of a server that writes every block to disk, and servers that are not what they should be.
import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readDirectory } from '../../src/codec/block.js';
import { tagOf } from '../../src/kernel/hash.js';
import type { EventLog } from '../../src/log/event-log.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { block, commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { describeRedis, follow, redisBench, rounds } from '../redis/bench.js';
import type { RedisServer } from '../support/redis-server.js';

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
        // What is refused at once must not keep everything else from its turn, the server's replies among it.
        await new Promise((resolve) => setImmediate(resolve));
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
  const stored = await idsIn(server);
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
async function idsIn({ url }: RedisServer): Promise<ReadonlyMap<string, readonly number[]>> {
  // Patient: a server on a slow disk answers late.
  const patient = { url, namespace: 'n', durability: 'memory', timeout: 30_000, onWarning: () => {} } as const;
  const { log, close } = await redisStore(patient).connect();
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
    if (blocks.length === 0) break;
  }
  await close();
  return stored;
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
