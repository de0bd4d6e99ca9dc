// The stores that pass the contract suite. A new store is added here, and nowhere else in the suite.

import { memoryStore } from '../../src/store/memory/memory-store.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Store } from '../../src/store/store.js';
import { canStartServers, clearNamespace, freshNamespace, sharedCluster, sharedRedis } from './redis-server.js';

/** What a store of the suite is opened with. */
export interface StoreUnderTestOptions {
  readonly partitions: number;
  /** Only given where `controlsClock` is true. */
  readonly now?: () => number;
}

/** One kind of store, as the contract suite sees it. */
export interface StoreUnderTest {
  readonly name: string;
  /** Whether `open` can put a clock of the test's own into the store. */
  readonly controlsClock: boolean;
  /** How long to wait (ms) before saying that a wake-up did not come. */
  readonly quietMs: number;
  /** Opens an empty store that nobody else uses; `dispose` leaves nothing behind. */
  open(options: StoreUnderTestOptions): Promise<{ readonly store: Store; dispose(): Promise<void> }>;
}

const memory: StoreUnderTest = {
  name: 'memory',
  controlsClock: true,
  quietMs: 20,
  open: async (options) => ({ store: memoryStore(options), dispose: async () => {} }),
};

const onRedis = (name: string, server: () => Promise<string>): StoreUnderTest => ({
  name,
  controlsClock: false,
  quietMs: 50,
  open: async ({ partitions }) => {
    const [url, namespace] = [await server(), freshNamespace()];
    const store = redisStore({ url, namespace, partitions, durability: 'memory' });
    return { store, dispose: () => clearNamespace(url, namespace) };
  },
});

const redis = onRedis('redis', sharedRedis);
/** All keys of a script must lie in one slot there. */
const cluster = onRedis('redis in cluster mode', sharedCluster);

/** All stores of the suite. Where no server can be had, the run has stopped before: see `redis-setup.ts`. */
export const stores: readonly StoreUnderTest[] = [memory, redis, ...(canStartServers ? [cluster] : [])];
