// Shows in consumer groups how far folds are, beside what the apply script does of it. Nothing depends on them.
import type { Checkpoint } from '../../table/tables.js';
import type { PartitionKeys } from './keys.js';
import type { Segments } from './segments.js';
import type { Wire } from './wire.js';

/** Moves a group to the end of the segments that its checkpoint has left: nothing is written to them any more, so their end stays. */
export function leaveSegments(
  wire: Wire,
  move: {
    readonly keys: PartitionKeys;
    readonly group: string;
    readonly segments: Segments;
    readonly expects: Checkpoint | null;
    readonly next: Checkpoint;
  },
  until: number,
): void {
  const { keys, group, segments, expects, next } = move;
  const last = segments.holderOf(next.position);
  for (let segment = segments.holderOf(expects?.position ?? next.position); segment < last; segment++) {
    // Only shown, read by nobody: what fails here leaves a tool with an older figure, and no event is skipped by it.
    wire.send('xgroup', ['SETID', keys.segment(segment), group, '$'], until).catch(() => {});
  }
}
