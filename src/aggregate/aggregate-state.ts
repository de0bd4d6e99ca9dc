// Where one aggregate stands: its machine's state, and the history that led there. Immutable values, pure functions.
import { StatefoldError } from '../kernel/error.js';
import { NO_TAG, type Tag } from '../kernel/hash.js';
import type { Message } from '../kernel/message.js';
import type { Place } from '../kernel/place.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { MachineState, Stepper } from '../statechart/stepper.js';

/** One aggregate after some commit. */
export interface AggregateState {
  readonly machine: MachineState;
  readonly version: Version;
  /** Tag of the last commit. */
  readonly tag: Tag;
  /** Place of the last commit; `null` before the first, and while it is not yet acknowledged. */
  readonly place: Place | null;
}

/** The state of an aggregate that has no events. */
export function emptyState(stepper: Stepper): AggregateState {
  return { machine: stepper.initial(), version: NO_VERSION, tag: NO_TAG, place: null };
}

/**
 * The machine's state after an event. Throws `DEFECT` when the machine does not apply the event, emits on it, or its code throws.
 * `aggregate` names the aggregate in messages: `order-7`.
 */
export function applyEvent(stepper: Stepper, state: MachineState, event: Message, aggregate: string): MachineState {
  let stepped: ReturnType<Stepper['step']>;
  try {
    stepped = stepper.step(state, event);
  } catch (cause) {
    throw defect(
      `${aggregate}@${event.version}: applying ${event.type} threw. Mend the machine's evolve.`,
      aggregate,
      cause,
    );
  }
  if (stepped.kind === 'unhandled') {
    throw defect(
      `${aggregate}@${event.version}: no state applies ${event.type} here. Add it to the machine's "on".`,
      aggregate,
    );
  }
  if (stepped.emitted.length > 0) {
    throw defect(
      `${aggregate}@${event.version}: applying ${event.type} emitted ${stepped.emitted[0]?.type}. Events only evolve; decide in the command's transition.`,
      aggregate,
    );
  }
  return stepped.next;
}

/** An error of the domain's own code. */
export function defect(message: string, aggregateId: string, cause?: unknown): StatefoldError<'DEFECT'> {
  return new StatefoldError(
    'DEFECT',
    message,
    { where: aggregateId, aggregateId },
    cause === undefined ? {} : { cause },
  );
}
