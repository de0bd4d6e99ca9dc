// Loads an aggregate from the log: folds stored commits through its machine, in pages.
import type { AggregateKey, EventLog, StoredCommit } from '../log/event-log.js';
import type { Stepper } from '../statechart/stepper.js';
import { type AggregateState, applyEvent } from './aggregate-state.js';
import { eventsIn } from './stored-events.js';

/** Commits asked for at once: a long history never stands in memory whole. */
const PAGE = 500;

/** The state after every commit that the log holds beyond `from`. The same object when there is none. */
export async function load(
  log: EventLog,
  aggregate: AggregateKey,
  stepper: Stepper,
  from: AggregateState,
): Promise<AggregateState> {
  let state = from;
  for (;;) {
    const page = await log.history(aggregate, state.version, PAGE);
    for (const stored of page) state = afterCommit(stepper, state, stored, aggregate);
    if (page.length < PAGE) return state;
  }
}

/** The state after one more stored commit. */
function afterCommit(
  stepper: Stepper,
  state: AggregateState,
  stored: StoredCommit,
  aggregate: AggregateKey,
): AggregateState {
  let machine = state.machine;
  for (const event of eventsIn(aggregate, stored)) {
    machine = applyEvent(stepper, machine, event, aggregate.type);
  }
  return { machine, version: stored.head.version, tag: stored.head.tag, place: stored.place };
}
