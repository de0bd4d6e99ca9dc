// memory.event: what an event takes in the memory of a Redis server.
import type { Effort, Figure, Side } from '../figure.js';
import { endBenchRedis } from '../workloads/redis.js';
import { bareBytesPerEvent, logBytesPerEvent } from '../workloads/redis-memory.js';

const accountsOf = ({ quick }: Effort): number => (quick ? 5_000 : 50_000);
/** For what stands beside the figure. */
const FEWER = 10;

/** Counted once: the same events take the same bytes in every turn. */
function countedOnce(count: (effort: Effort) => Promise<number>): Side {
  return (effort) => {
    let counted: Promise<number> | undefined;
    return () => {
      counted ??= count(effort);
      return counted;
    };
  };
}

/** Bytes of an event. */
export const memoryEvent: Figure = {
  name: 'memory.event',
  measures:
    'log and index, 20 events for each of 50,000 aggregates (5,000 if quick) in blocks of 8 ÷ bare XADDs, a MessagePack map an event',
  unit: 'bytes',
  goal: 0.8,
  lowerIsBetter: true,
  server: 'redis',
  ours: countedOnce((effort) => logBytesPerEvent(accountsOf(effort), 8)),
  baseline: countedOnce((effort) => bareBytesPerEvent(accountsOf(effort))),
  beside: async (effort) => {
    const accounts = accountsOf(effort) / FEWER;
    const sizes = [1, 8, 64, 256];
    const bytes: string[] = [];
    for (const size of sizes) bytes.push(`${Math.round(await logBytesPerEvent(accounts, size))} of ${size}`);
    return [`bytes of an event in blocks (${accounts} aggregates): ${bytes.join(', ')}`];
  },
  close: endBenchRedis,
};
