// append.*: whole commands stored on Redis, against the bare XADDs that an application without an engine would make.
import { bareParts } from '../bare-parts.js';
import type { Figure } from '../figure.js';
import { timesOfLastTurn } from '../workloads/metered.js';
import { endBenchRedis } from '../workloads/redis.js';
import { bareRedisCommands, bareXadds, redisCommands, type Traffic } from '../workloads/redis-commands.js';

const USUAL: Traffic = { clients: 256, accounts: 10_000, partitions: 1, persistence: 'off', commands: 100_000 };

function append(name: string, how: string, goal: number, more: Partial<Traffic>): Figure {
  const traffic = { ...USUAL, ...more };
  const persistence = traffic.persistence === 'off' ? 'no append-only file' : 'append-only file, fsync always';
  const figure: Figure = {
    name: `append.${name}`,
    measures: `whole commands on Redis, ${how} ÷ bare XADDs of the same event bytes, 3 pipelines of 256; ${persistence}`,
    unit: 'commands/s',
    goal,
    server: 'redis',
    ours: redisCommands(traffic),
    baseline: bareXadds(traffic),
    beside: async (effort) => {
      const times = `processor time of a command: ${timesOfLastTurn('ours')}; of an XADD: ${timesOfLastTurn('baseline')}`;
      return [times, await bareParts(figure, bareRedisCommands(traffic), effort)];
    },
    close: endBenchRedis,
  };
  return figure;
}

/** Commands per second, by who sends them to whom. */
export const appendFigures: readonly Figure[] = [
  append('c256', '256 clients, 10,000 aggregates', 1, {}),
  append('c1024', '1,024 clients, 10,000 aggregates', 1.5, { clients: 1024 }),
  append('p16', '1,024 clients, 16 partitions', 1, { clients: 1024, partitions: 16 }),
  append('hot', '256 clients, one aggregate', 0.5, { accounts: 1, commands: 50_000 }),
  append('fsync', '256 clients, 10,000 aggregates', 1, { persistence: 'always', commands: 50_000 }),
];
