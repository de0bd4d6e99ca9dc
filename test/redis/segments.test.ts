// A log that is cut into many short segments is the same log: it passes the whole contract.
import { describe, expect, it } from 'vitest';
import { tagOf } from '../../src/kernel/hash.js';
import type { Position } from '../../src/kernel/place.js';
import { NO_VERSION } from '../../src/kernel/version.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { Segments } from '../../src/store/redis/segments.js';
import { Wire } from '../../src/store/redis/wire.js';
import { block, chain, commit, headAfter, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { enginesContract } from '../contract/engines.contract.js';
import { eventLogContract } from '../contract/event-log.contract.js';
import { snapshotsContract } from '../contract/snapshots.contract.js';
import { clearNamespace, freshNamespace, sharedRedis } from '../support/redis-server.js';
import type { StoreUnderTest } from '../support/stores.js';
import { describeRedis, redisBench } from './bench.js';

const short: StoreUnderTest = {
  name: 'redis in short segments',
  controlsClock: false,
  quietMs: 50,
  open: async ({ partitions }) => {
    const [url, namespace] = [await sharedRedis(), freshNamespace()];
    const store = redisStore({ url, namespace, partitions, durability: 'memory', segmentBytes: 200 });
    return { store, dispose: () => clearNamespace(url, namespace) };
  },
};

describe('short segments', () => {
  describe('event log', () => eventLogContract(short));
  describe('snapshots', () => snapshotsContract(short));
  describe('engines', () => enginesContract(short));
});

describeRedis('a segment', () => {
  const bench = redisBench();
  const keys = new Keys('n').of(PARTITION);

  it('ends before a block that would make it too long, and is never written to again', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    const { log } = await bench.connect({ url: server.url, namespace: 'n', segmentBytes: 1000 });
    for (let number = 0; number < 20; number++) {
      await store(log, [commit(order(`o${number}`), NOWHERE, 'c', { payload: Buffer.alloc(260) })]);
    }
    const starts = (await client.lrange(keys.segments, 0, -1)).map(Number);
    expect(starts).toEqual([1, 4, 7, 10, 13, 16, 19]);
    const lengths = await Promise.all(starts.map((_, index) => client.xlen(keys.segment(index + 1))));
    expect(lengths).toEqual([3, 3, 3, 3, 3, 3, 2]);
    expect(await client.exists(keys.segment(8))).toBe(0);
  });

  it('holds a block that is longer than it, alone', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    const { log } = await bench.connect({ url: server.url, namespace: 'n', segmentBytes: 100 });
    for (const name of ['a', 'b', 'c']) {
      await store(log, [commit(order(name), NOWHERE, name, { payload: Buffer.alloc(500) })]);
    }
    expect((await client.lrange(keys.segments, 0, -1)).map(Number)).toEqual([1, 2, 3]);
  });

  it('may begin while blocks are in flight, several in a row', async () => {
    const server = await bench.server();
    const { log } = await bench.connect({ url: server.url, namespace: 'n', segmentBytes: 1 });
    const drafts = chain(order('a'), NOWHERE, ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
    const appended = await Promise.all(drafts.map((draft) => log.append(PARTITION, block([draft]))));
    expect(appended.filter(({ kind }) => kind === 'appended').length).toBeGreaterThanOrEqual(2);
    const { version, tag } = await log.aggregateHead(order('a'));
    // What met a segment further than it knew goes on in order, or is stale for its sender to decide again: never torn.
    expect(tag).toBe(tagOf(`c${version}`));
    expect((await log.read(PARTITION, START, 1 << 20)).map(({ first }) => first)).toEqual(
      Array.from({ length: version }, (_, index) => index + 1),
    );
  });

  it('is looked for anew where all that was known of segments is forgotten while somebody asks', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    await bench.client(server.url).rpush(keys.segments, 1, 101, 201, 301);
    const wire = await Wire.open({ port: proxy.port }, { silenceMs: 5000 });
    bench.atEnd(async () => wire.drop('the test is over'));
    const until = performance.now() + 5000;
    const segments = new Segments(keys);
    await segments.goesOnAfter(1, wire, until);
    proxy.mode = 'hold-requests';
    const asked = segments.goesOnAfter(segments.last, wire, until);
    await expect.poll(() => proxy.happened.get('hold-requests')).toBe(1);
    segments.forget();
    proxy.mode = 'pass';
    proxy.release();
    expect(await asked).toBe(false);
    expect([50, 150, 250, 350].map((position) => segments.holderOf(position as Position))).toEqual([1, 2, 3, 4]);
  });

  it('is found by a connection that did not see it begin', async () => {
    const server = await bench.server();
    const wanted = { url: server.url, namespace: 'n', segmentBytes: 300 };
    const [writer, reader] = [await bench.connect(wanted), await bench.connect(wanted)];
    expect(await reader.log.read(PARTITION, START, 1000)).toEqual([]);
    let head = NOWHERE;
    for (let number = 0; number < 40; number++) {
      await store(writer.log, [commit(order('a'), head, `c${number}`)]);
      head = headAfter(head, `c${number}`);
    }
    const last = { partition: PARTITION, ...(await writer.log.head(PARTITION)) };
    expect(await reader.log.holds(last)).toBe(true);
    expect(await reader.log.history(order('a'), NO_VERSION, 100)).toHaveLength(40);
    expect(await reader.log.find(order('a'), tagOf('c39'))).toHaveLength(1);
    expect(await reader.log.read(PARTITION, START, 1 << 20)).toHaveLength(40);
  });
});
