// Judges a machine by the events that are stored already: what it can no longer apply, before anyone depends on it.
import { labelOf } from '../kernel/aggregate-label.js';
import { isStatefoldError } from '../kernel/error.js';
import type { Partition } from '../kernel/place.js';
import { aggregateName } from '../log/aggregate-name.js';
import type { EventLog } from '../log/event-log.js';
import { type LogCommit, openBlock } from '../log/log-block.js';
import { LOG_START, LogCursor } from '../log/log-cursor.js';
import type { RecordedEvents } from '../log/recorded-events.js';
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

/**
 * Replays every aggregate of some types through their machines, in one pass over the log, and says by type what a machine
 * cannot apply. Keeps one state per aggregate of a partition in memory.
 */
export async function unappliedEvents(
  { log, recorded }: { readonly log: EventLog; readonly recorded: RecordedEvents },
  steppers: ReadonlyMap<string, Stepper>,
): Promise<ReadonlyMap<string, readonly Unapplied[]>> {
  const found = new Map([...steppers.keys()].map((type) => [type, new Map<string, Unapplied>()]));
  for (let partition = 0; partition < log.partitions; partition++) {
    await judgePartition(log, partition as Partition, { recorded, steppers, found });
  }
  return new Map([...found].map(([type, ofType]) => [type, [...ofType.values()].sort((a, b) => b.count - a.count)]));
}

interface Judging {
  readonly recorded: RecordedEvents;
  readonly steppers: ReadonlyMap<string, Stepper>;
  /** By type, then by event and state. */
  readonly found: ReadonlyMap<string, Map<string, Unapplied>>;
}

async function judgePartition(
  log: EventLog,
  partition: Partition,
  { recorded, steppers, found }: Judging,
): Promise<void> {
  /** `null` = it could not be replayed so far. */
  const states = new Map<string, MachineState | null>();
  const cursor = new LogCursor(log, partition, LOG_START);
  for (;;) {
    const blocks = await cursor.next(PAGE_BYTES);
    if (blocks.length === 0) return;
    for (const commit of blocks.flatMap((block) => openBlock(block, recorded).commits)) {
      const type = commit.aggregateType;
      const stepper = steppers.get(type);
      const ofType = found.get(type);
      if (stepper === undefined || ofType === undefined) continue;
      const name = aggregateName({ type, id: commit.aggregateId });
      const before = states.get(name);
      if (before === null) continue;
      states.set(name, replayed(stepper, before ?? stepper.initial(), commit, ofType));
    }
  }
}

/** The state after a commit; `null` where an event could not be applied, which is noted. */
function replayed(
  stepper: Stepper,
  before: MachineState,
  commit: LogCommit,
  found: Map<string, Unapplied>,
): MachineState | null {
  let state = before;
  for (const event of commit.events()) {
    try {
      state = applyEvent(stepper, state, event, commit.aggregateType);
    } catch (error) {
      if (!isStatefoldError(error, 'DEFECT')) throw error;
      const place = `${labelOf(commit.aggregateType, event.aggregateId)}@${event.version}`;
      note(found, event.type, stateName(state.value), place);
      return null;
    }
  }
  return state;
}

function note(found: Map<string, Unapplied>, event: string, state: string, place: string): void {
  const key = `${event} ${state}`;
  const known = found.get(key);
  found.set(key, { event, state, count: (known?.count ?? 0) + 1, first: known?.first ?? place });
}
