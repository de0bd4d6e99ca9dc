// A store: a log and tables that share one atomic step, reached through a connection of one's own.
import type { EventLog } from '../log/event-log.js';
import type { LogAudit } from '../log/log-audit.js';
import type { Registry } from '../log/registry.js';
import type { Snapshots } from '../log/snapshots.js';
import type { Leases } from '../table/leases.js';
import type { Tables } from '../table/tables.js';

/** One engine's way into a store. */
export interface StoreConnection {
  readonly log: EventLog;
  readonly tables: Tables;
  readonly leases: Leases;
  readonly snapshots: Snapshots;
  readonly registry: Registry;
  /** How the log is kept, for whoever verifies it; not every store can tell. */
  readonly audit?: LogAudit;
  /** Ends the connection. What it had acknowledged stays; every later call fails with `CLOSED`. */
  close(): Promise<void>;
}

/** A place for events and read models. Several engines may connect to one. */
export interface Store {
  /** For messages and logs: `memory`, `redis`. */
  readonly name: string;
  connect(): Promise<StoreConnection>;
}
