// Where one aggregate stands: its machine's state, and the history that led there. Pure functions.
import { StatefoldError } from '../kernel/error.js';
import { failureText } from '../kernel/failure-text.js';
import { NO_TAG, type Tag } from '../kernel/hash.js';
import type { Message } from '../kernel/message.js';
import type { Place } from '../kernel/place.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';
import { freeze } from '../schema/freeze.js';
import type { MachineState, Stepper } from '../statechart/stepper.js';

/** One aggregate after some commit. */
export interface AggregateState {
  readonly machine: MachineState;
  readonly version: Version;
  /** Tag of the last commit. */
  readonly tag: Tag;
  /** Place of the last commit; `null` before the first. Filled in once, when the store acknowledges the commit. */
  place: Place | null;
}

/** The state of an aggregate that has no events. */
export function emptyState(stepper: Stepper): AggregateState {
  const machine = stepper.initial();
  freeze(machine.context);
  return { machine, version: NO_VERSION, tag: NO_TAG, place: null };
}

/**
 * The machine's state after an event of an aggregate of `type`. Throws `DEFECT` when the machine does not apply the event,
 * emits on it, or comes to no rest, or its code throws: the message tells what.
 */
export function applyEvent(stepper: Stepper, state: MachineState, event: Message, type: string): MachineState {
  // What the machine is given is shared with the state before: a function that changed it would change the past.
  freeze(event.data);
  let stepped: ReturnType<Stepper['step']>;
  try {
    stepped = stepper.step(state, event);
  } catch (cause) {
    throw misapplied(type, event, failureText(`applying ${event.type}`, cause, "Mend the machine's evolve."), cause);
  }
  if (stepped.kind === 'unhandled') {
    throw misapplied(
      type,
      event,
      `no state applies ${event.type} here. Add it to the machine's "on", without a guard.`,
    );
  }
  const emitted = stepped.emitted[0];
  if (emitted !== undefined) {
    const remedy = "Events only evolve; decide in the command's transition.";
    throw misapplied(type, event, `applying ${event.type} emitted ${emitted.type}. ${remedy}`);
  }
  freeze(stepped.next.context);
  return stepped.next;
}

function misapplied(type: string, event: Message, message: string, cause?: unknown): StatefoldError<'DEFECT'> {
  const { aggregateId: id, version } = event;
  return defect(`${type}-${id}@${version}: ${message}`, { type, id }, cause);
}

/** An error of the domain's own code. */
export function defect(message: string, { type, id }: AggregateKey, cause?: unknown): StatefoldError<'DEFECT'> {
  const details = { where: `${type}-${id}`, aggregateId: id };
  return new StatefoldError('DEFECT', message, details, cause === undefined ? {} : { cause });
}
