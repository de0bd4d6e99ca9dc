// Reads from the store where the log's partitions end, and how far a generation has come in them. Folds nothing.
import { allPartitions, type Epoch, type Partition, type Position } from '../kernel/place.js';
import type { EventLog } from '../log/event-log.js';
import type { StoreConnection } from '../store/store.js';
import type { Checkpoint, FoldId } from '../table/tables.js';

/** The positions of the log's heads, by partition. */
export async function headsOf(log: EventLog): Promise<readonly Position[]> {
  const heads = await ofEach(log, (partition) => log.head(partition));
  return heads.map(({ position }) => position);
}

/** The epochs that the log is in, by partition. */
export function epochsOf(log: EventLog): Promise<readonly Epoch[]> {
  return ofEach(log, (partition) => log.epoch(partition));
}

/** Positions of the log that were told before; where one has lost commits since, where it ends. */
export async function stillThere(log: EventLog, positions: readonly Position[]): Promise<readonly Position[]> {
  const heads = await headsOf(log);
  return positions.map((position, at) => Math.min(position, heads[at] ?? position) as Position);
}

/** The checkpoints of a generation, by partition. */
export function checkpointsOf({ log, tables }: StoreConnection, fold: FoldId): Promise<readonly (Checkpoint | null)[]> {
  return ofEach(log, (partition) => tables.checkpoint(fold, partition));
}

function ofEach<T>(log: EventLog, read: (partition: Partition) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(allPartitions(log.partitions).map(read));
}
