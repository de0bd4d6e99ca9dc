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
/** What one reply may hold: a page, and what the last block of it has too much. */
const LONGEST_REPLY = 1 << 20;

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

  it('gets no more than a segment and a block at once, also where large blocks follow many small ones', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    // How many blocks make a page is known by those before: the first page of others is too long, and a segment bounds it.
    const segmentBytes = 4 << 20;
    const { log } = await bench.connect({ url: server.url, namespace: 'n', segmentBytes });
    const small = 1200;
    const sizesOf = [...Array.from({ length: small }, () => 10), ...Array.from({ length: 24 }, () => 1 << 20)];
    for (const [index, bytes] of sizesOf.entries()) {
      await store(log, [commit(order(`o${index}`), NOWHERE, 'c', { payload: Buffer.alloc(bytes, index) })]);
    }
    const { log: reader } = await bench.connect({ url: proxy.url, namespace: 'n' });
    const sizes = measured(proxy);
    expect(await lengthOf(reader, 1 << 19)).toBe(sizesOf.length);
    const { longest } = sizes();
    process.stdout.write(`large blocks behind small ones: the longest reply ${longest} bytes\n`);
    expect(longest).toBeGreaterThan(1 << 20);
    expect(longest).toBeLessThanOrEqual(segmentBytes + (1 << 20));
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
