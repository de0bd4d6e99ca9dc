// The processor time of what a turn does, on both sides of the socket: said beside the figures on Redis.
import type { BenchRedis } from './redis.js';

/** Whose turn it was. */
export type Whose = 'ours' | 'baseline' | 'parts';

const lastTimes = new Map<Whose, string>();

/** What one thing of the last turn has cost: `11.2 µs here, 3.1 µs in the server`. All threads count. */
export const timesOfLastTurn = (whose: Whose): string => lastTimes.get(whose) ?? '?';

/** Does the work of a turn, which does `count` things, and keeps what they have cost. */
export async function metered<T>(
  { redis, whose, count }: { readonly redis: BenchRedis; readonly whose: Whose; readonly count: number },
  work: () => Promise<T>,
): Promise<T> {
  const [here, there] = [process.cpuUsage(), redis.cpuMs()];
  const answer = await work();
  const { user, system } = process.cpuUsage(here);
  const after = redis.cpuMs();
  const server = there === null || after === null ? '?' : (((after - there) * 1000) / count).toFixed(1);
  lastTimes.set(whose, `${((user + system) / count).toFixed(1)} µs here, ${server} µs in the server`);
  return answer;
}
