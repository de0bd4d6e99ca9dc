// A large log is read in pages: no reply is longer than it may be, whatever the blocks are like, and others are served meanwhile.
import { expect, it } from 'vitest';
import type { Position } from '../../src/kernel/place.js';
import type { EventLog } from '../../src/log/event-log.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { describeRedis, redisBench, rounds } from '../redis/bench.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import { startDiaries } from './diary.js';
import { caughtUp } from './read-models.js';
import { ReplySizes } from './reply-sizes.js';

const EVENTS = rounds(20_000, 1_000_000);
/** What one reply may hold: a page, or one block that is longer than a page. */
const LONGEST_REPLY = 1 << 20;
/** What a reply says of a block beside its bytes, and of the block's commit beside its payload. */
const BESIDE_A_BLOCK = 512;

/** Measures all replies that pass a proxy from now on. */
function measured(proxy: TcpProxy): () => { readonly longest: number; readonly replies: number } {
  const sizes = new Map<object, ReplySizes>();
  proxy.onReply = (chunk, connection) => {
    const own = sizes.get(connection) ?? new ReplySizes();
    sizes.set(connection, own);
    own.take(chunk);
    return chunk;
  };
  return () => ({
    longest: Math.max(...[...sizes.values()].map(({ longest }) => longest)),
    replies: [...sizes.values()].reduce((sum, { replies }) => sum + replies, 0),
  });
}

describeRedis('a reader of a large log', () => {
  const bench = redisBench();

  it(`rebuilds ${EVENTS} events in pages, and leaves the server to others meanwhile`, async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const store = redisStore({ url: server.url, durability: 'memory' });
    // A busy machine takes its time over a million.
    const writing = await startDiaries({ store, fold: false, commandTimeout: 60_000 });
    for (let sent = 0; sent < EVENTS; ) {
      const some = Array.from({ length: 2000 }, () => {
        sent += 1;
        return writing.commands.write(`d${sent % (EVENTS / 20)}`, { writer: `w${sent % 50}`, text: 'x'.repeat(100) });
      });
      await Promise.all(some);
    }
    await writing.close();
    const engine = await startDiaries({ store: redisStore({ url: proxy.url, durability: 'memory' }) });
    await caughtUp(engine, 600_000);

    const sizes = measured(proxy);
    const other = bench.client(server.url);
    const waits: number[] = [];
    let rebuilding = true;
    const pings = (async () => {
      while (rebuilding) {
        const began = performance.now();
        await other.ping();
        waits.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    await other.config('RESETSTAT');
    await other.config('SET', 'latency-monitor-threshold', '1');
    const { events, seconds } = await engine.projections.rebuild('DiaryRows');
    rebuilding = false;
    await pings;
    waits.sort((a, b) => a - b);
    const p99 = waits[Math.floor(waits.length * 0.99)] ?? 0;
    const { longest, replies } = sizes();
    // What the server itself was busy for in one go: a client in this process waits for this process, too.
    const spikes = (await other.call('LATENCY', 'LATEST')) as [string, number, number, number][];
    const busyMs = Math.max(0, ...spikes.map(([, , , most]) => most));
    process.stdout.write(
      `rebuild of ${events} events in ${seconds} s: ${replies} replies, the longest ${longest} bytes; ` +
        `PING p99 ${p99.toFixed(1)} ms of ${waits.length}, the server busy for ${busyMs} ms at most\n`,
    );
    expect(events).toBe(EVENTS);
    expect(longest).toBeGreaterThan(LONGEST_REPLY / 8);
    expect(longest).toBeLessThanOrEqual(LONGEST_REPLY);
    // Other tests may hold up the server, too: only a run that has the machine to itself says more.
    expect(busyMs).toBeLessThan(rounds(200, 20));
    await engine.close();
  });

  it('gets no more than a page or one block at once, also where large blocks follow many small ones', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    const [pageBytes, largest] = [1 << 19, 1 << 18];
    const sizesOf = [
      ...Array.from({ length: 1200 }, () => 10),
      ...Array.from({ length: 24 }, () => largest),
      ...Array.from({ length: 1200 }, () => 10),
      2 * pageBytes,
      ...Array.from({ length: 30 }, () => 10),
    ];
    for (const [index, bytes] of sizesOf.entries()) {
      await store(log, [commit(order(`o${index}`), NOWHERE, 'c', { payload: Buffer.alloc(bytes, index) })]);
    }
    const { log: reader } = await bench.connect({ url: proxy.url, namespace: 'n' });
    const sizes = measured(proxy);
    expect(await lengthOf(reader, pageBytes)).toBe(sizesOf.length);
    const { longest, replies } = sizes();
    process.stdout.write(`large blocks between small ones: ${replies} replies, the longest ${longest} bytes\n`);
    // The one block that is longer than a page comes by itself.
    expect(longest).toBeGreaterThan(2 * pageBytes);
    expect(longest).toBeLessThanOrEqual(2 * pageBytes + BESIDE_A_BLOCK);
  });

  it('gets no more than a page at once where every block fits into one', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    const pageBytes = 1 << 18;
    const sizesOf = Array.from({ length: 600 }, (_, index) => (index % 100 < 80 ? 20 : pageBytes / 4));
    for (const [index, bytes] of sizesOf.entries()) {
      await store(log, [commit(order(`o${index}`), NOWHERE, 'c', { payload: Buffer.alloc(bytes, index) })]);
    }
    const { log: reader } = await bench.connect({ url: proxy.url, namespace: 'n' });
    const sizes = measured(proxy);
    expect(await lengthOf(reader, pageBytes)).toBe(sizesOf.length);
    const { longest } = sizes();
    expect(longest).toBeGreaterThan(pageBytes / 2);
    expect(longest).toBeLessThanOrEqual(pageBytes);
  });
});

/** Reads a log to its end, in pages of so many bytes. */
async function lengthOf(log: EventLog, pageBytes: number): Promise<number> {
  for (let after: Position = START; ; ) {
    const last = (await log.read(PARTITION, after, pageBytes)).at(-1);
    if (last === undefined) return after;
    after = last.last;
  }
}
