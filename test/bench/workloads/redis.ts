// The Redis servers of one measuring process: started for it, emptied between turns, ended with it. Both sides use the same.
import { readFileSync } from 'node:fs';
import type { ChainableCommander, Redis } from 'ioredis';
import { redisStore } from '../../../src/store/redis/redis-store.js';
import type { Store } from '../../../src/store/store.js';
import { plainClient, type RedisServer, startRedis } from '../../support/redis-server.js';
import { concurrently } from '../rate.js';

const PIPELINE = 256;
const PIPELINES_IN_FLIGHT = 3;

/** Append-only file: off, or written through before each reply. */
export type Persistence = 'off' | 'always';

/** A server of a figure's own. */
export class BenchRedis {
  /** A plain client, as an application would use it. */
  readonly client: Redis;
  readonly #server: RedisServer;

  constructor(server: RedisServer) {
    this.#server = server;
    this.client = plainClient(server.url);
  }

  /** A store on it. */
  store(namespace: string, partitions = 1): Store {
    return redisStore({ url: this.#server.url, namespace, partitions, durability: 'memory', timeout: 60_000 });
  }

  /** Sends the commands of 0 to `count` − 1, in order, as an application without an engine would: 256 in a pipeline, three in flight. */
  async pipelined(count: number, add: (pipeline: ChainableCommander, index: number) => void): Promise<void> {
    await concurrently(Math.ceil(count / PIPELINE), PIPELINES_IN_FLIGHT, async (number) => {
      const pipeline = this.client.pipeline();
      for (let index = number * PIPELINE; index < Math.min(count, (number + 1) * PIPELINE); index++)
        add(pipeline, index);
      await pipeline.exec();
    });
  }

  /** Leaves nothing on it. */
  async empty(): Promise<void> {
    await this.client.flushall('SYNC');
  }

  /** Bytes that its data takes, with all that the server keeps to find it. */
  async usedBytes(): Promise<number> {
    return Number(/used_memory_dataset:(\d+)/.exec(await this.client.info('memory'))?.[1]);
  }

  /** Processor time that the server has taken so far, in ms; `null` where the system does not tell. */
  cpuMs(): number | null {
    if (process.platform !== 'linux') return null;
    const stat = readFileSync(`/proc/${this.#server.pid}/stat`, 'utf8').split(' ');
    // In ticks of 10 ms: user and system.
    return (Number(stat[13]) + Number(stat[14])) * 10;
  }

  async close(): Promise<void> {
    this.client.disconnect();
    await this.#server.dispose();
  }
}

const SETTINGS: Readonly<Record<Persistence, readonly string[]>> = {
  off: [],
  always: ['--appendonly', 'yes', '--appendfsync', 'always'],
};

const started = new Map<Persistence, Promise<BenchRedis>>();

/** The server of this process. */
export function benchRedis(persistence: Persistence = 'off'): Promise<BenchRedis> {
  const known = started.get(persistence) ?? startRedis(SETTINGS[persistence]).then((server) => new BenchRedis(server));
  started.set(persistence, known);
  return known;
}

const ends: (() => Promise<void>)[] = [];

/** Has something ended before the servers: an engine that all turns of a side share. Left open, it would keep the process. */
export function atEnd(close: () => Promise<void>): void {
  ends.push(close);
}

/** Ends the servers of this process, and before them what was to be ended. */
export async function endBenchRedis(): Promise<void> {
  for (const close of ends.splice(0)) await close();
  for (const server of started.values()) await (await server).close();
  started.clear();
}
