// Compares checkpoints.
import type { Checkpoint } from './tables.js';

/** Whether two checkpoints are the same one. A revision alone says nothing: after a failover it is given out anew. */
export function sameCheckpoint(a: Checkpoint | null, b: Checkpoint | null): boolean {
  if (a === null || b === null) return a === b;
  return a.epoch === b.epoch && a.position === b.position && a.mark === b.mark && a.revision === b.revision;
}
