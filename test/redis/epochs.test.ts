// What happens when the server is another than it was: restarted, promoted, restored or emptied.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import type { Place, Position } from '../../src/kernel/place.js';
import type { EventLog } from '../../src/log/event-log.js';
import { Keys } from '../../src/store/redis/keys.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { checkpointAt, contents, step, write } from '../contract/steps.js';
import { describeRedis, dumpOf, follow, outcomeOf, redisBench, rounds } from './bench.js';

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

async function appendable(log: EventLog): Promise<void> {
  await expect.poll(() => log.append(PARTITION, block([])).then(() => 'up', String), { timeout: 5000 }).toBe('up');
}

async function placeOf(log: EventLog): Promise<Place> {
  return { partition: PARTITION, ...(await log.head(PARTITION)) };
}

describeRedis('a restarted server', () => {
  const bench = redisBench();

  it('goes on in a new epoch, with every block where it was', async () => {
    const server = await bench.server(DURABLE);
    const connection = await bench.connect({ url: server.url, namespace: 'n' });
    const { log, tables } = connection;
    const first = await store(log, chain(order('a'), NOWHERE, ['a1', 'a2']));
    await write(tables, { rows: { a: '1' } });
    const before = await placeOf(log);
    await server.kill();
    await server.start();
    await appendable(log);
    const head = headAfter(headAfter(NOWHERE, 'a1'), 'a2');
    const second = await store(log, [commit(order('a'), head, 'a3')]);
    expect(Number(second.epoch)).toBeGreaterThan(Number(first.epoch));
    expect(second.first).toBe(3);
    expect(await log.holds(before)).toBe(true);
    expect((await log.read(PARTITION, START, 1 << 20)).map(({ epoch }) => epoch)).toEqual([first.epoch, second.epoch]);
    expect(await contents(tables)).toEqual([['a', '1']]);
    expect(bench.warnings.join()).toContain(`goes on in epoch ${second.epoch}`);
  });

  it('never gives an epoch out twice, however often it restarts in one second, and whoever adopts it', async () => {
    const server = await bench.server(DURABLE);
    const connections = await Promise.all([1, 2, 3].map(() => bench.connect({ url: server.url, namespace: 'n' })));
    const epochs: string[] = [];
    for (let restart = 0; restart < rounds(4, 40); restart++) {
      await server.kill();
      await server.start();
      const stored = await Promise.all(
        connections.map(async ({ log }, index) => {
          await appendable(log);
          return (await store(log, [commit(order(`${restart}-${index}`), NOWHERE, 'c')])).epoch;
        }),
      );
      expect(new Set(stored).size).toBe(1);
      epochs.push(stored[0] ?? '');
    }
    expect(new Set(epochs).size).toBe(epochs.length);
    expect([...epochs].sort((a, b) => Number(a) - Number(b))).toEqual(epochs);
  });

  it('takes a step from a worker that connected before it', async () => {
    const server = await bench.server(DURABLE);
    const { log, tables } = await bench.connect({ url: server.url });
    for (const name of ['a', 'b']) await store(log, [commit(order(name), NOWHERE, name)]);
    const [first, second] = [await checkpointAt(log, 1), await checkpointAt(log, 2, 2)];
    await tables.apply(step(null, first, { rows: { a: '1' } }));
    await server.kill();
    await server.start();
    await appendable(log);
    expect(await tables.apply(step(first, second, { rows: { a: '2' } }))).toEqual({ kind: 'applied' });
  });
});

describeRedis('a server that becomes another under an open connection', () => {
  const bench = redisBench();

  async function changed(): Promise<{ client: Redis; identity(): Promise<string | undefined>; url: string }> {
    const server = await bench.server(['--enable-debug-command', 'yes']);
    const client = bench.client(server.url);
    const identity = async (): Promise<string | undefined> =>
      /master_replid:(\w+)/.exec(await client.info('replication'))?.[1];
    return { client, identity, url: server.url };
  }

  it('is adopted in a new epoch before it takes the next block', async () => {
    const { client, url } = await changed();
    const { log } = await bench.connect({ url, namespace: 'n' });
    const first = await store(log, [commit(order('a'), NOWHERE, 'a')]);
    await client.call('DEBUG', 'CHANGE-REPL-ID');
    const second = await store(log, [commit(order('b'), NOWHERE, 'b')]);
    expect(Number(second.epoch)).toBeGreaterThan(Number(first.epoch));
    expect(bench.warnings.join()).toContain(`goes on in epoch ${second.epoch}`);
  });

  it('is adopted before it takes the next step', async () => {
    const { client, identity, url } = await changed();
    const { log, tables } = await bench.connect({ url, namespace: 'n' });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
    const first = await checkpointAt(log, 1);
    await client.call('DEBUG', 'CHANGE-REPL-ID');
    expect(await tables.apply(step(null, first, { rows: { a: '1' } }))).toEqual({ kind: 'applied' });
    await client.call('DEBUG', 'CHANGE-REPL-ID');
    expect(await tables.apply(step(first, { ...first, revision: 2 }))).toEqual({ kind: 'applied' });
    expect(await client.hget(new Keys('n').of(PARTITION).head, 'server')).toBe(await identity());
  });

  it('keeps the order of blocks that are in flight meanwhile', async () => {
    const { client, url } = await changed();
    const { log } = await bench.connect({ url, namespace: 'n' });
    const drafts = chain(order('a'), NOWHERE, ['c1', 'c2', 'c3', 'c4']);
    await client.call('DEBUG', 'CHANGE-REPL-ID');
    const appended = await Promise.all(drafts.map((draft) => store(log, [draft])));
    expect(appended.map(({ first }) => first)).toEqual([1, 2, 3, 4]);
  });

  it('is known to a second connection only by what the server says, never by what it says to the first', async () => {
    const { client, url } = await changed();
    const [one, two] = [await bench.connect({ url, namespace: 'n' }), await bench.connect({ url, namespace: 'n' })];
    await store(two.log, [commit(order('a'), NOWHERE, 'a')]);
    await client.call('DEBUG', 'CHANGE-REPL-ID');
    const first = await store(one.log, [commit(order('b'), NOWHERE, 'b')]);
    const second = await store(two.log, [commit(order('c'), NOWHERE, 'c')]);
    expect(second.epoch).toBe(first.epoch);
    expect(bench.warnings.filter((warning) => warning.includes(`goes on in epoch ${first.epoch}`))).toHaveLength(2);
  });
});

describeRedis('a server that lost what it acknowledged', () => {
  const bench = redisBench();

  it('is LOG_TRUNCATED to a writer that knew more, once, and then goes on', async () => {
    const server = await bench.server();
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    await store(log, chain(order('a'), NOWHERE, ['a1', 'a2', 'a3']));
    const known = await placeOf(log);
    // In memory only: it comes back empty.
    await server.kill();
    await server.start();
    await until('the loss', () => bench.warnings.some((warning) => warning.includes('no longer holds position 3')));
    const next = commit(order('b'), NOWHERE, 'b1');
    const outcomes: string[] = [];
    await expect
      .poll(
        async () => {
          const outcome = await outcomeOf(log.append(PARTITION, block([next])));
          outcomes.push(outcome);
          return outcome;
        },
        { timeout: 5000 },
      )
      .toBe('appended');
    expect(outcomes.filter((outcome) => outcome === 'LOG_TRUNCATED')).toHaveLength(1);
    expect(outcomes).not.toContain('OUTCOME_UNKNOWN');
    expect(await log.holds(known)).toBe(false);
    expect(await log.holds({ ...known, position: 1 as Position })).toBe(false);
    expect((await log.aggregateHead(order('a'))).version).toBe(0);
  });

  it('is found out where a stale backup comes back and grows past the known position, in an epoch of its own', async () => {
    const server = await bench.server(DURABLE);
    const client = bench.client(server.url);
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    await store(log, chain(order('a'), NOWHERE, ['a1', 'a2']));
    const kept = await placeOf(log);
    const backup = await dumpOf(client);
    await server.kill();
    await server.start();
    await appendable(log);
    await store(log, [commit(order('b'), NOWHERE, 'b1')]);
    const lost = await placeOf(log);
    // One that only counted up from the backup's, or looked at seconds, would be that of the lost block again.
    expect(Number(lost.epoch)).toBeGreaterThan(Number(kept.epoch) + 1);
    // Somebody restores the backup on a fresh server, and others write to it before we look.
    await server.kill();
    await server.start();
    await restore(client, backup);
    const other = await bench.connect({ url: server.url, namespace: 'n' });
    await store(other.log, chain(order('c'), NOWHERE, ['c1', 'c2', 'c3']));
    expect((await other.log.head(PARTITION)).position).toBeGreaterThan(lost.position);
    expect(await log.holds(kept)).toBe(true);
    expect(await log.holds(lost)).toBe(false);
    const epochs = (await log.read(PARTITION, START, 1 << 20)).map(({ epoch }) => epoch);
    expect(new Set(epochs).size).toBe(2);
    expect(epochs).not.toContain(lost.epoch);
  });

  it('promoted from a stale replica gives used positions out again, and no holder of one takes them for its own', async () => {
    const [master, replica] = [await bench.server(), await bench.server()];
    const link = await bench.proxy(master.port);
    const [onMaster, onReplica] = [bench.client(master.url), bench.client(replica.url)];
    await follow(onMaster, onReplica, link.port);
    const reader = await bench.connect({ url: master.url, namespace: 'n' });
    for (const name of ['a', 'b']) await store(reader.log, [commit(order(name), NOWHERE, name)]);
    await until(
      'the replica',
      async () => (await onReplica.hget(new Keys('n').of(PARTITION).head, 'position')) === '2',
    );
    link.mode = 'black-hole';
    for (const name of ['c', 'd', 'e']) await store(reader.log, [commit(order(name), NOWHERE, name)]);
    expect(link.happened.get('black-hole')).toBeGreaterThan(0);
    const lost = await placeOf(reader.log);
    expect(lost.position).toBe(5);
    await onReplica.replicaof('NO', 'ONE');
    const after = await bench.connect({ url: replica.url, namespace: 'n' });
    for (const name of ['x', 'y', 'z']) await store(after.log, [commit(order(name), NOWHERE, name)]);
    expect((await after.log.head(PARTITION)).position).toBe(5);
    expect(await after.log.holds(lost)).toBe(false);
    const epochs = (await after.log.read(PARTITION, START, 1 << 20)).map(({ epoch }) => epoch);
    expect(Number(epochs[2])).toBeGreaterThan(Number(epochs[1]));
  });
});

async function restore(client: Redis, backup: ReadonlyMap<string, string>): Promise<void> {
  await expect.poll(() => client.ping().catch(String), { timeout: 5000 }).toBe('PONG');
  // At once: whoever is connected must not find half of it.
  const transaction = client.multi().flushall();
  for (const [name, dump] of backup) transaction.restore(name, 0, Buffer.from(dump, 'hex'));
  await transaction.exec();
}
