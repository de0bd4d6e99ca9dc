// Ten times more commands than the store can take: bounded waiting, typed refusals, bounded memory, and a quick return to normal.
import { expect, it } from 'vitest';
import { isStatefoldError } from '../../src/kernel/error.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { PARTITION } from '../contract/drafts.js';
import { describeRedis, redisBench } from '../redis/bench.js';
import { startDiaries } from './diary.js';

const LIMITS = { maxPending: 2000, maxMailbox: 50, blocksInFlight: 2, itemsPerBlock: 8 };
const PAGE = { writer: 'ann', text: 'x'.repeat(200) };
const TIMES = 10;
const SECONDS = process.env.SOAK === '1' ? 300 : 5;
const DIARIES = 200;
const TICK_MS = 10;
/** What a command may come to. On a machine that is busy with other things, some run out of their time. */
const TYPED = ['done', 'OVERLOADED', 'TIMEOUT', 'OUTCOME_UNKNOWN'];

describeRedis('an engine that gets ten times what its store can take', () => {
  const bench = redisBench();

  it('refuses the rest at once, keeps its bounds and its memory, and recovers', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    // A store that is far away: its round trip bounds what it takes, so that this process has time to send ten times that.
    proxy.latencyMs = 2;
    const store = redisStore({ url: proxy.url, durability: 'memory' });
    const engine = await startDiaries({ store, fold: false, limits: LIMITS, commandTimeout: 2000 });
    const { log } = await bench.connect({ url: server.url, namespace: 'statefold' });
    const outcomes = new Map<string, number>();
    const hot = { waiting: 0, most: 0 };
    let [sent, settled, mostPending] = [0, 0, 0];

    const count = (outcome: string): void => {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      settled += 1;
    };
    /** Every fifth command goes to the same diary. */
    async function send(): Promise<void> {
      const isHot = sent % 5 === 0;
      sent += 1;
      if (isHot) hot.waiting += 1;
      try {
        const writing = engine.commands.write(isHot ? 'hot' : `d${sent % DIARIES}`, PAGE);
        const { pending } = engine.health();
        mostPending = Math.max(mostPending, pending);
        await writing;
        count('done');
      } catch (error) {
        count(isStatefoldError(error) ? error.code : String(error));
      }
      if (isHot) hot.waiting -= 1;
    }

    // What it can take: clients that wait for their answer before they send the next command.
    let isMeasuring = true;
    const clients = Array.from({ length: 64 }, async () => {
      while (isMeasuring) await send();
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = settled;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const capacity = settled - began;
    isMeasuring = false;
    await Promise.all(clients);
    expect([...outcomes.keys()]).toEqual(['done']);

    const before = process.memoryUsage().rss;
    let mostMemory = before;
    const [sentBefore, startedAt] = [sent, performance.now()];
    const pace = (TIMES * capacity) / 1000;
    while (performance.now() - startedAt < SECONDS * 1000) {
      const due = sentBefore + (performance.now() - startedAt) * pace;
      while (sent < due) void send();
      mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      // Those that were refused have been told by now.
      hot.most = Math.max(hot.most, hot.waiting);
    }
    const offered = (sent - sentBefore) / ((performance.now() - startedAt) / 1000) / capacity;
    const stoppedAt = performance.now();
    await expect.poll(() => sent - settled, { timeout: 10_000, interval: 20 }).toBe(0);
    await engine.commands.write('after', PAGE);
    const recoveryMs = performance.now() - stoppedAt;
    const grown = (mostMemory - before) / 2 ** 20;
    process.stdout.write(
      `overload: ${capacity}/s taken, ${offered.toFixed(1)} times that offered for ${SECONDS} s: ${JSON.stringify([...outcomes])}, ` +
        `at most ${mostPending} pending, memory grew by ${grown.toFixed(0)} MB, back after ${recoveryMs.toFixed(0)} ms\n`,
    );

    // The overload was one.
    expect(offered).toBeGreaterThan(TIMES / 2);
    expect(outcomes.get('OVERLOADED')).toBeGreaterThan(LIMITS.maxPending);
    expect(outcomes.get('done')).toBeLessThan(sent / 2);
    expect([...outcomes.keys()].filter((code) => !TYPED.includes(code))).toEqual([]);
    expect(mostPending).toBeLessThanOrEqual(LIMITS.maxPending);
    expect(hot.most).toBeGreaterThan(LIMITS.maxMailbox / 2);
    expect(hot.most).toBeLessThanOrEqual(LIMITS.maxMailbox);
    expect(grown).toBeLessThan(100);
    expect(recoveryMs).toBeLessThan(5000);
    // What was acknowledged is there, and nothing that was refused.
    const stored = (await log.head(PARTITION)).position - 1;
    const done = outcomes.get('done') ?? 0;
    expect(stored).toBeGreaterThanOrEqual(done);
    expect(stored).toBeLessThanOrEqual(done + (outcomes.get('OUTCOME_UNKNOWN') ?? 0));
    await engine.close();
  });
});
