// A memory store with a mistake in it: what its connections do is altered before any engine sees it.
import type { EventLog } from '../../src/log/event-log.js';
import type { Snapshots } from '../../src/log/snapshots.js';
import { memoryStore } from '../../src/store/memory/memory-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import type { Tables } from '../../src/table/tables.js';
import type { OpenStore } from '../../src/testing/stage.js';
import { overriding } from './overriding.js';

/** What is altered of a connection: some methods of its ports, which may call the sound ones. */
export interface Alteration {
  readonly log?: (log: EventLog) => Partial<EventLog>;
  readonly tables?: (tables: Tables) => Partial<Tables>;
  readonly snapshots?: (snapshots: Snapshots) => Partial<Snapshots>;
}

/** Opens memory stores with a mistake; `make` is called for each store. */
export function plantedStore(make: () => Alteration): OpenStore {
  return (options) => {
    const store = memoryStore(options);
    const alteration = make();
    return { name: store.name, connect: async () => altered(await store.connect(), alteration) };
  };
}

/** A connection with a mistake. */
export function altered(connection: StoreConnection, { log, tables, snapshots }: Alteration): StoreConnection {
  return {
    ...connection,
    log: log === undefined ? connection.log : overriding(connection.log, log(connection.log)),
    tables: tables === undefined ? connection.tables : overriding(connection.tables, tables(connection.tables)),
    snapshots:
      snapshots === undefined
        ? connection.snapshots
        : overriding(connection.snapshots, snapshots(connection.snapshots)),
  };
}
