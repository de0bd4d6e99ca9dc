// All contracts of a store, for each of some stores.
import { describe } from 'vitest';
import type { StoreUnderTest } from '../support/stores.js';
import { deploymentsContract } from './deployments.contract.js';
import { enginesContract } from './engines.contract.js';
import { eventLogContract } from './event-log.contract.js';
import { leasesContract } from './leases.contract.js';
import { registryContract } from './registry.contract.js';
import { snapshotsContract } from './snapshots.contract.js';
import { tablesContract } from './tables.contract.js';

/** Runs all contracts against stores of some kinds. */
export function storeContract(stores: readonly StoreUnderTest[]): void {
  describe.each(stores)('event log on $name', eventLogContract);
  describe.each(stores)('tables on $name', tablesContract);
  describe.each(stores)('leases on $name', leasesContract);
  describe.each(stores)('snapshots on $name', snapshotsContract);
  describe.each(stores)('registry on $name', registryContract);
  describe.each(stores)('engines on $name', enginesContract);
  describe.each(stores)('deployments on $name', deploymentsContract);
}
