// A store in this process's memory: for tests, and the oracle for the other stores. What it holds ends with the process.
import { allPartitions, type Epoch, type Partition } from '../../kernel/place.js';
import type { OptionNames } from '../../kernel/unknown-options.js';
import { Gate } from '../gate.js';
import { mustBeOptions } from '../known-options.js';
import { mustBePartitions } from '../partitions.js';
import type { Store } from '../store.js';
import { WakeUps } from '../wake-ups.js';
import { MemoryLeaseSpace, MemoryLeases } from './memory-leases.js';
import { MemoryLog } from './memory-log.js';
import { MemoryPartition } from './memory-partition.js';
import { MemoryRegistry } from './memory-registry.js';
import { type KeptSnapshots, MemorySnapshots } from './memory-snapshots.js';
import { MemoryTableSpace, MemoryTables } from './memory-tables.js';

/** What a memory store can be made with. */
export interface MemoryStoreOptions {
  /** P: how many partitions the log has, 1,024 at most. Default 1. */
  readonly partitions?: number;
  /** The clock that judges deadlines and leases, and dates blocks: ms since 1970. Default: the system's. */
  readonly now?: () => number;
  /** Whether engines must expect others to append, and so confirm their answers without a commit. Default true. */
  readonly shared?: boolean;
  /** Which incarnation of the log it is now: decimal digits. Default: one, for as long as the store lives. */
  readonly epoch?: () => string;
}

const OPTIONS: OptionNames<MemoryStoreOptions> = { partitions: true, now: true, shared: true, epoch: true };

/**
 * A store in memory. Each `connect` gives a connection of its own; all connections of one store see the same log and tables.
 * Throws a `RangeError` unless `partitions` is a whole number of at least 1, and for an option that it does not have.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  mustBeOptions('memoryStore', options, OPTIONS);
  const { partitions = 1, now = Date.now, shared = true } = options;
  mustBePartitions(partitions);
  // Seconds at the start, so that a place of an earlier life is told apart.
  const first = String(Math.max(1, Math.floor(now() / 1000)));
  const epoch = () => (options.epoch?.() ?? first) as Epoch;
  const log = {
    partitions: allPartitions(partitions).map((partition) => new MemoryPartition(partition, epoch)),
    wakeUps: new WakeUps<Partition>(),
    shared,
    now,
  };
  const tables = new MemoryTableSpace();
  const leases = new MemoryLeaseSpace(partitions, now);
  const snapshots: KeptSnapshots = new Map();
  const descriptors = new Map<string, string>();
  return {
    name: 'memory',
    connect: async () => {
      const gate = new Gate();
      return {
        log: new MemoryLog(log, gate),
        tables: new MemoryTables(tables, { leases, epoch }, gate),
        leases: new MemoryLeases(leases, gate),
        snapshots: new MemorySnapshots(snapshots, log.partitions, gate),
        registry: new MemoryRegistry(descriptors, gate),
        close: async () => gate.close(),
      };
    },
  };
}
