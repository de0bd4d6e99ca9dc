// Decides one command on one state: pure. What is emitted is validated before it is applied, and applied before it is stored.
import { labelOf } from '../kernel/aggregate-label.js';
import type { Violation } from '../kernel/error.js';
import { StatefoldError } from '../kernel/error.js';
import { failureText } from '../kernel/failure-text.js';
import type { Emitted, Message } from '../kernel/message.js';
import type { Version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';
import { type MachineState, type Stepper, stateName } from '../statechart/stepper.js';
import { applyEvent, defect } from './aggregate-state.js';

/** What deciding needs to know of an aggregate's type. */
export interface Decider {
  /** The aggregate's type: `Order`. */
  readonly type: string;
  readonly stepper: Stepper;
  /** Names of the events that the aggregate may emit. */
  readonly events: ReadonlySet<string>;
  readonly violations: (name: string, data: unknown) => readonly Violation[];
  /**
   * Whether what fits a command fits an event. For where commands have been validated: an event that carries its command's data on
   * is then not looked at again.
   */
  readonly alike?: (command: string, event: string) => boolean;
}

/** The outcome of a command that broke nothing: events to store (none = an empty decision), or a refusal. */
export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly Message[]; readonly machine: MachineState }
  | { readonly kind: 'rejected'; readonly error: StatefoldError<'REJECTED'> };

/** Decides a command whose `version` is that of `state`. Throws `DEFECT` when the domain's own code fails. */
export function decide(decider: Decider, state: MachineState, command: Message): Decision {
  let emitted: readonly Emitted[];
  try {
    const stepped = decider.stepper.step(state, command);
    // `can` and `send` must agree: a transition without actions forbids the command.
    if (stepped.kind === 'unhandled' || !stepped.acts) {
      return { kind: 'rejected', error: rejection(decider, state, command) };
    }
    emitted = stepped.emitted;
  } catch (cause) {
    const failure = failureText(`deciding ${command.type}`, cause, 'Mend its guard or decision.');
    throw defect(`${placeOf(decider, command)}: ${failure}`, keyOf(decider, command), cause);
  }
  let machine = state;
  // Of the right length at once: V8 makes room for 17 where a first item is pushed.
  const events = new Array<Message>(emitted.length);
  for (let index = 0; index < emitted.length; index++) {
    const event = recorded(decider, command, emitted[index] as Emitted, index + 1);
    machine = applyEvent(decider.stepper, machine, event, decider.type);
    events[index] = event;
  }
  return { kind: 'accepted', events, machine };
}

/** The event in its envelope. Its data must be what its declaration says. */
function recorded(decider: Decider, command: Message, emitted: Emitted, number: number): Message {
  if (!decider.events.has(emitted.type)) {
    const what = `${command.type} emitted ${String(emitted.type)}, which ${decider.type} does not declare`;
    throw defect(`${placeOf(decider, command)}: ${what}. Add it to "events".`, keyOf(decider, command));
  }
  const isChecked = emitted.data === command.data && decider.alike?.(command.type, emitted.type) === true;
  if (!isChecked) mustFit(decider, command, emitted);
  return {
    type: emitted.type,
    data: emitted.data,
    id: `${command.id}#${number}`,
    time: command.time,
    aggregateId: command.aggregateId,
    version: command.version + number,
    metadata: command.metadata,
  };
}

function mustFit(decider: Decider, command: Message, emitted: Emitted): void {
  const violations = decider.violations(emitted.type, emitted.data);
  if (violations.length === 0) return;
  const list = violations.map((violation) => `${violation.pointer || '/'} ${violation.message}`).join('; ');
  throw new StatefoldError(
    'DEFECT',
    `${placeOf(decider, command)}: ${command.type} decided an invalid ${emitted.type}: ${list}. Mend its decision.`,
    { where: labelOf(decider.type, command.aggregateId), aggregateId: command.aggregateId, violations },
  );
}

/** The refusal of a command, with the guards that said no. */
export function rejection(decider: Decider, state: MachineState, command: Message): StatefoldError<'REJECTED'> {
  const guards = [
    ...new Set(
      decider.stepper
        .explain(state, command)
        .filter((consideration) => !consideration.passed)
        .flatMap((consideration) => consideration.refusedBy),
    ),
  ];
  const name = stateName(state.value);
  const why =
    guards.length > 0
      ? `${command.type} is refused by ${guards.join(', ')}`
      : `${decider.type} accepts no ${command.type} while it is ${name}`;
  return new StatefoldError('REJECTED', `${placeOf(decider, command)} (${name}): ${why}.`, {
    aggregate: decider.type,
    aggregateId: command.aggregateId,
    version: command.version as Version,
    command: command.type,
    state: name,
    guards,
  });
}

function keyOf({ type }: Decider, { aggregateId }: Message): AggregateKey {
  return { type, id: aggregateId };
}

/** The aggregate and the version that the command is decided on, as messages name them: `Order-7@3`. */
function placeOf({ type }: Decider, { aggregateId, version }: Message): string {
  return `${labelOf(type, aggregateId)}@${version}`;
}
