// Which transitions and guards of a machine a message meets. Names each, so that what was met can be compared with what there is.
import type { AnyStateMachine } from 'xstate';
import type { Message } from '../kernel/message.js';
import { readChart } from '../statechart/chart.js';
import { matches } from '../statechart/selection.js';
import type { MachineState, Stepper } from '../statechart/stepper.js';

/** A transition that a command or an event may take, by name: `order.open on ShipOrder`, the second of two `… (2)`. */
export interface NamedTransition {
  readonly name: string;
  readonly isGuarded: boolean;
}

/** The transitions of a machine for its commands and events, in the order of the document. */
export function transitionsOf(machine: AnyStateMachine, messages: readonly string[]): readonly NamedTransition[] {
  return readChart(machine).nodes.flatMap(({ id, transitions }) =>
    [...transitions].flatMap(([on, candidates]) =>
      messages.some((message) => matches(on, message))
        ? candidates.map(({ guard }, index) => ({ name: nameOf(id, on, index), isGuarded: guard !== null }))
        : [],
    ),
  );
}

/** What a message meets in a state: the transitions looked at, and whether each was taken. */
export function met(
  stepper: Stepper,
  state: MachineState,
  message: Message,
): readonly { readonly name: string; readonly passed: boolean }[] {
  const seen = new Map<string, number>();
  return stepper.explain(state, message).map(({ state: source, on, passed }) => {
    const index = seen.get(`${source} ${on}`) ?? 0;
    seen.set(`${source} ${on}`, index + 1);
    return { name: nameOf(source, on, index), passed };
  });
}

function nameOf(state: string, on: string, index: number): string {
  return index === 0 ? `${state} on ${on}` : `${state} on ${on} (${index + 1})`;
}
