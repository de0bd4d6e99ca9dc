// fold.live, query.page, latency.visible: read models on Redis, against the bare commands that would do the least of it.
import { bareParts } from '../bare-parts.js';
import type { Figure } from '../figure.js';
import { timesOfLastTurn } from '../workloads/metered.js';
import { endBenchRedis } from '../workloads/redis.js';
import {
  barePages,
  barePing,
  bareRedisFolds,
  bareRows,
  redisFolds,
  redisPages,
  redisVisible,
  visibleP99,
} from '../workloads/redis-rows.js';

/** What one event, or page, costs on both sides of the socket, and what bare commands cost. */
const times = async (): Promise<readonly string[]> => [
  `processor time: ${timesOfLastTurn('ours')}; of the bare commands: ${timesOfLastTurn('baseline')}`,
];

/** Figures of read models on Redis. */
export const redisRowsFigures: readonly Figure[] = [
  {
    name: 'fold.live',
    measures:
      'events folded live into rows with one index, 50,000 of 10,000 aggregates ÷ bare pipelined HSET + ZADD each',
    unit: 'events/s',
    goal: 1,
    server: 'redis',
    ours: redisFolds,
    baseline: bareRows,
    beside: async (effort) => [
      ...(await times()),
      await bareParts({ name: 'fold.live', baseline: bareRows }, bareRedisFolds, effort),
    ],
    close: endBenchRedis,
  },
  {
    name: 'query.page',
    measures: 'pages of 20 rows by one filter, sorted, of 100,000 rows, 16 at once ÷ one bare ZRANGE + HMGET each',
    unit: 'pages/s',
    goal: 0.5,
    server: 'redis',
    ours: redisPages,
    baseline: barePages,
    beside: times,
    close: endBenchRedis,
  },
  {
    name: 'latency.visible',
    measures: 'command until its row is read by its receipt, idle engine, p50 ÷ PING, p50',
    unit: 'ms',
    goal: 8,
    lowerIsBetter: true,
    server: 'redis',
    ours: redisVisible,
    baseline: barePing,
    beside: async () => [`p99 ${visibleP99().toFixed(2)} ms`],
    close: endBenchRedis,
  },
];
