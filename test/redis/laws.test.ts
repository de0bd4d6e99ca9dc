// The laws of the sample domain, played on Redis: what holds in memory holds on a server.
import { laws } from 'statefold/testing/vitest';
import { afterAll, describe } from 'vitest';
import { app } from '../../generated/testing.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { clearNamespace, freshNamespace, sharedRedis } from '../support/redis-server.js';
import { runsOf } from '../support/seed.js';

const { seed, numRuns } = runsOf('laws of the shop on Redis', 10, 1000);

const namespace = freshNamespace();
let logs = 0;

/** A log of its own on the server that all tests of this file share. It judges deadlines by the server's clock. */
async function redis({ partitions }: { readonly partitions: number }) {
  const url = await sharedRedis();
  logs += 1;
  return redisStore({ url, namespace: `${namespace}-${logs}`, partitions, durability: 'memory', onWarning: () => {} });
}

// All of the logs at once, by a pattern: a server that is named is left as it was.
afterAll(async () => clearNamespace(await sharedRedis(), `${namespace}-*`));

describe('on Redis', () => {
  laws(app, { seed, runs: numRuns, stores: [redis], testTimeout: process.env.SOAK === '1' ? 3_600_000 : 240_000 });
});
