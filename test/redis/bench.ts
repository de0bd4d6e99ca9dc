// Opens stores, servers and proxies for one file of tests on Redis, and closes everything after each test.
import type { Redis } from 'ioredis';
import { afterEach, describe, expect } from 'vitest';
import type { Appended } from '../../src/log/event-log.js';
import type { RedisStoreOptions } from '../../src/store/redis/options.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import { canStartServers, freshNamespace, plainClient, type RedisServer, startRedis } from '../support/redis-server.js';
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
  /** Has something else closed after the test, before what it was made of. */
  atEnd(end: () => Promise<void>): void;
  /** What connections have warned of. */
  readonly warnings: string[];
}

/** Fifty failovers leave a hundred servers to end, one after another. */
const LONGEST_END_MS = 60_000;

/** A bench; called inside `describeRedis`. */
export function redisBench(): RedisBench {
  const ends: (() => Promise<void>)[] = [];
  const warnings: string[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    warnings.length = 0;
  }, LONGEST_END_MS);
  return {
    warnings,
    atEnd: (end) => {
      ends.push(end);
    },
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
      // Tests end servers under it. What that does to a command, the command itself says.
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

const NAMED_ONLY =
  'Skipped: tests do not end or set up the server that STATEFOLD_REDIS_URL names. Install redis-server.';

/** Tests that need servers of their own. Skipped where the only one is named: a run that has none at all has stopped before. */
export function describeRedis(name: string, body: () => void): void {
  if (canStartServers) describe(name, body);
  else describe.skip(`${name}. ${NAMED_ONLY}`, body);
}

/** What became of an append: `appended`, `refused`, or the code of its error. */
export async function outcomeOf(appending: Promise<Appended>): Promise<string> {
  return appending.then(
    ({ kind }) => kind,
    ({ code }) => code as string,
  );
}

/** Makes a server the replica of a master, which it reaches at a port; resolves once it has all and both say so. */
export async function follow(master: Redis, replica: Redis, port: number): Promise<void> {
  for (const client of [master, replica]) await client.config('SET', 'repl-diskless-sync-delay', '0');
  await replica.replicaof('127.0.0.1', port);
  await expect.poll(() => replica.info('replication'), { timeout: 8000 }).toContain('master_link_status:up');
  await expect.poll(() => master.info('replication'), { timeout: 8000 }).toContain('state=online');
}

/** How often a fault is repeated: a few times in every run, and often with `SOAK=1`. */
export function rounds(few: number, many: number): number {
  return process.env.SOAK === '1' ? many : few;
}

/** All that a server holds, byte by byte: each key's value as hex. */
export async function dumpOf(client: Redis): Promise<ReadonlyMap<string, string>> {
  const names = (await client.keys('*')).sort();
  const dumped = names.map(async (name) => [name, (await client.dumpBuffer(name)).toString('hex')] as const);
  return new Map(await Promise.all(dumped));
}
