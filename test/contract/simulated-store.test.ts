// The store of simulations keeps the contract of stores, so that what a simulation finds is no fault of its own.
import { describe } from 'vitest';
import type { Durability } from '../../src/testing/simulate/simulated-server.js';
import { simulatedStore } from '../../src/testing/simulate/simulated-store.js';
import type { StoreUnderTest } from '../support/stores.js';
import { deploymentsContract } from './deployments.contract.js';
import { enginesContract } from './engines.contract.js';
import { eventLogContract } from './event-log.contract.js';
import { leasesContract } from './leases.contract.js';
import { registryContract } from './registry.contract.js';
import { snapshotsContract } from './snapshots.contract.js';
import { tablesContract } from './tables.contract.js';

let seed = 0;

const simulated = (['written', 'copied'] as const).map(
  (durability: Durability): StoreUnderTest => ({
    name: `simulated (${durability})`,
    controlsClock: true,
    quietMs: 20,
    open: async (options) => ({
      store: await simulatedStore({ ...options, seed: ++seed, durability }),
      dispose: async () => {},
    }),
  }),
);

describe.each(simulated)('event log on $name', eventLogContract);
describe.each(simulated)('tables on $name', tablesContract);
describe.each(simulated)('leases on $name', leasesContract);
describe.each(simulated)('snapshots on $name', snapshotsContract);
describe.each(simulated)('registry on $name', registryContract);
describe.each(simulated)('engines on $name', enginesContract);
describe.each(simulated)('deployments on $name', deploymentsContract);
