// The laws of the sample domain, played on Redis: what holds in memory holds on a server.
import { laws } from 'statefold/testing/vitest';
import { describe } from 'vitest';
import { app } from '../../generated/testing.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { canStartServers, freshNamespace, sharedRedis } from '../support/redis-server.js';
import { runsOf } from '../support/seed.js';

const { seed, numRuns } = runsOf('laws of the shop on Redis', 10, 1000);

/** A log of its own on the server that all tests of this file share. It judges deadlines by the server's clock. */
async function redis({ partitions }: { readonly partitions: number }) {
  const url = await sharedRedis();
  return redisStore({ url, namespace: freshNamespace(), partitions, durability: 'memory', onWarning: () => {} });
}

describe.runIf(canStartServers)('on Redis', () => {
  laws(app, { seed, runs: numRuns, stores: [redis], testTimeout: process.env.SOAK === '1' ? 3_600_000 : 240_000 });
});
