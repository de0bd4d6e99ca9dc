// Judges a machine by the events that are stored already: what it can no longer apply, before anyone depends on it.
import { isStatefoldError } from '../kernel/error.js';
import { BEFORE_FIRST, type Partition } from '../kernel/place.js';
import type { EventLog } from '../log/event-log.js';
import { openBlock } from '../log/log-block.js';
import { type MachineState, type Stepper, stateName } from '../statechart/stepper.js';
import { applyEvent } from './aggregate-state.js';

/** Stored events of one name that a machine cannot apply in one state. What follows them in their aggregates is not judged. */
export interface Unapplied {
  readonly event: string;
  /** The active states as text: `open.unpaid`. */
  readonly state: string;
  readonly count: number;
  /** The first of them: `Order-7@3`. */
  readonly first: string;
}

/** Bytes of blocks that are read at once. */
const PAGE_BYTES = 1 << 20;

/** Replays every aggregate of a type, and says what its machine cannot apply. Keeps one state per aggregate in memory. */
export async function unappliedEvents(log: EventLog, type: string, stepper: Stepper): Promise<readonly Unapplied[]> {
  const found = new Map<string, Unapplied>();
  for (let partition = 0; partition < log.partitions; partition++) {
    await judgePartition(log, partition as Partition, { type, stepper, found });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

interface Judging {
  readonly type: string;
  readonly stepper: Stepper;
  readonly found: Map<string, Unapplied>;
}

async function judgePartition(log: EventLog, partition: Partition, { type, stepper, found }: Judging): Promise<void> {
  /** `null` = it could not be replayed so far. */
  const states = new Map<string, MachineState | null>();
  for (let after = BEFORE_FIRST; ; ) {
    const blocks = await log.read(partition, after, PAGE_BYTES);
    const last = blocks.at(-1);
    if (last === undefined) return;
    for (const commit of blocks.flatMap((block) => openBlock(block).commits)) {
      if (commit.position <= after || commit.aggregateType !== type) continue;
      let state = states.get(commit.aggregateId) ?? null;
      if (state === null && states.has(commit.aggregateId)) continue;
      state ??= stepper.initial();
      for (const event of commit.events()) {
        try {
          state = applyEvent(stepper, state, event, type);
        } catch (error) {
          if (!isStatefoldError(error, 'DEFECT')) throw error;
          note(found, event.type, stateName(state.value), `${type}-${event.aggregateId}@${event.version}`);
          state = null;
          break;
        }
      }
      states.set(commit.aggregateId, state);
    }
    after = last.last;
  }
}

function note(found: Map<string, Unapplied>, event: string, state: string, place: string): void {
  const key = `${event} ${state}`;
  const known = found.get(key);
  found.set(key, { event, state, count: (known?.count ?? 0) + 1, first: known?.first ?? place });
}
