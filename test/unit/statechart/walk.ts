// Walks a small machine through messages, and holds each step against XState. Says what shows: the states, and what was emitted.
import { type AnyStateMachine, createMachine, emit } from 'xstate';
import { compileMachine } from '../../../src/statechart/compile.js';
import { type MachineState, type Stepper, stateName } from '../../../src/statechart/stepper.js';
import { assertAgreement, envelope } from '../../../src/testing/xstate-agreement.js';

/** A machine of a plain configuration: XState's types would have to be told of every event and action. */
export function machineOf(config: object, implementations: object = {}): AnyStateMachine {
  return createMachine({ id: 'm', ...config } as never, implementations as never) as unknown as AnyStateMachine;
}

/** An action that leaves a name in what is emitted: the order of actions shows. */
export function tell(type: string): never {
  return emit({ type, data: null } as never) as never;
}

/** A compiled machine in its first state. */
export function started(config: object, implementations: object = {}): { stepper: Stepper; state: MachineState } {
  const stepper = compileMachine(machineOf(config, implementations));
  return { stepper, state: stepper.initial() };
}

/** The state after messages that are all taken. */
export function stateAfter(stepper: Stepper, types: readonly string[]): MachineState {
  let state = stepper.initial();
  for (const type of types) {
    const stepped = stepper.step(state, message(type));
    if (stepped.kind === 'unhandled') throw new Error(`Nobody takes ${type}.`);
    state = stepped.next;
  }
  return state;
}

/** A message of a type, with little in it. */
export function message(type: string, data: unknown = {}) {
  return envelope({ type, data });
}

/** What the machine does with messages: `B: open.paid < left-a entered-b` for each, `B: –` where nobody takes it. */
export function walk(config: object, types: string, implementations: object = {}): string[] {
  const sent = types.split(' ').map((type) => ({ type, data: {} }));
  assertAgreement(machineOf(config, implementations), sent, () => started(config, implementations).stepper);
  const { stepper, state: first } = started(config, implementations);
  let state = first;
  const lines = [`${stateName(first.value)}`];
  for (const one of sent) {
    const stepped = stepper.step(state, envelope(one));
    if (stepped.kind === 'unhandled') {
      lines.push(`${one.type}: –`);
      continue;
    }
    state = stepped.next;
    const emitted = stepped.emitted.map(({ type }) => type).join(' ');
    lines.push(`${one.type}: ${stateName(state.value)}${emitted === '' ? '' : ` < ${emitted}`}`);
  }
  return lines;
}
