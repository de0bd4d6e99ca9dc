// Opens stores, servers and proxies for one file of tests on Redis, and closes everything after each test.
import type { Redis } from 'ioredis';
import { afterEach, describe } from 'vitest';
import type { RedisStoreOptions } from '../../src/store/redis/options.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import {
  canStartServers,
  freshNamespace,
  NO_SERVER,
  plainClient,
  type RedisServer,
  startRedis,
} from '../support/redis-server.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';

/** What a connection of a test may be made with. In memory, and in a namespace of its own, unless said otherwise. */
export type Wanted = Partial<RedisStoreOptions> & { readonly url: string };

/** What a test on a real server gets its things from. */
export interface RedisBench {
  server(settings?: readonly string[]): Promise<RedisServer>;
  proxy(port: number): Promise<TcpProxy>;
  /** A plain client. */
  client(url: string): Redis;
  connect(wanted: Wanted): Promise<StoreConnection>;
  /** What connections have warned of. */
  readonly warnings: string[];
}

/** A bench; called inside `describeRedis`. */
export function redisBench(): RedisBench {
  const ends: (() => Promise<void>)[] = [];
  const warnings: string[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    warnings.length = 0;
  });
  return {
    warnings,
    server: async (settings) => {
      const server = await startRedis(settings);
      ends.push(server.dispose);
      return server;
    },
    proxy: async (port) => {
      const proxy = await startProxy(port);
      ends.push(proxy.close);
      return proxy;
    },
    client: (url) => {
      const client = plainClient(url);
      client.on('error', () => {});
      ends.push(async () => client.disconnect());
      return client;
    },
    connect: async (wanted) => {
      const onWarning = (message: string): void => {
        warnings.push(message);
      };
      const defaults = { namespace: freshNamespace(), durability: 'memory' as const, onWarning };
      const connection = await redisStore({ ...defaults, ...wanted }).connect();
      ends.push(() => connection.close());
      return connection;
    },
  };
}

/** Tests that need a server of their own; skipped, with a word about it, where none can be started. */
export function describeRedis(name: string, body: () => void): void {
  if (canStartServers) describe(name, body);
  else describe.skip(`${name}. ${NO_SERVER}`, body);
}

/** How often a fault is repeated: a few times in every run, and often with `SOAK=1`. */
export function rounds(few: number, many: number): number {
  return process.env.SOAK === '1' ? many : few;
}
