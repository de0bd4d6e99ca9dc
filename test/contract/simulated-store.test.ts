// The store of simulations keeps the contract of stores, so that what a simulation finds is no fault of its own.
import type { Durability } from '../../src/testing/simulate/simulated-server.js';
import { simulatedStore } from '../../src/testing/simulate/simulated-store.js';
import type { StoreUnderTest } from '../support/stores.js';
import { storeContract } from './store.contract.js';

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

storeContract(simulated);
