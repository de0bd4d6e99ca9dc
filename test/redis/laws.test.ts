// The laws of two domains, played on Redis: what holds in memory holds on a server.
import { laws } from 'statefold/testing/vitest';
import { afterAll, describe } from 'vitest';
import { app as shop } from '../../generated/testing.js';
import type { AppDefinition, DomainTypes } from '../../src/engine/app-definition.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { app as library } from '../domains/library/generated/testing.js';
import { clearNamespace, freshNamespace, sharedRedis } from '../support/redis-server.js';
import { runsOf } from '../support/seed.js';

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

function lawsOnRedis<T extends DomainTypes>(name: string, app: AppDefinition<T>, normal: number): void {
  const { seed, numRuns } = runsOf(`laws of the ${name} on Redis`, normal, 1000);
  const testTimeout = process.env.SOAK === '1' ? 3_600_000 : 240_000;
  describe(`the ${name} on Redis`, () => laws(app, { seed, runs: numRuns, stores: [redis], testTimeout }));
}

lawsOnRedis('shop', shop, 10);
lawsOnRedis('library', library, 5);
