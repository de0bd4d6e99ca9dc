// Steps a machine with XState's own pure transition function. One inert scope per machine: nothing runs, nothing is sent.
import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  createMachine,
  type EventObject,
} from 'xstate';
import type { Emitted, Message } from '../kernel/message.js';
import { considerations } from './considerations.js';
import type { Consideration, MachineState, Stepped, Stepper } from './stepper.js';

/** Bounds eventless transitions and raised events in one step: XState's own default is no bound, which hangs the process. */
const MAX_MICROSTEPS = 1000;

/** What XState hands to its executor for an `emit`. */
interface EmitAction {
  readonly type: string;
  readonly params: { readonly event: Emitted };
}

/** Makes the stepper of a machine. A machine whose initial state cannot be computed throws here. */
export function xstateStepper(machine: AnyStateMachine): Stepper {
  const bounded = createMachine(
    { ...machine.config, options: { maxIterations: MAX_MICROSTEPS, ...machine.config.options } },
    machine.implementations,
  ) as AnyStateMachine;
  const executed: EmitAction[] = [];
  // XState's `transition()` makes a scope, and with it an actor, on every call: five times the cost of the step itself.
  const scope = inertScope(bounded, (action) => executed.push(action));
  const initial = bounded.getInitialSnapshot(scope) as AnyMachineSnapshot;
  if (initial.status === 'error') throw initial.error;

  function step(state: MachineState, message: Message): Stepped {
    const snapshot = state as AnyMachineSnapshot;
    const event = message as unknown as EventObject;
    if (snapshot.status !== 'active' || bounded.getTransitionData(snapshot, event).length === 0) {
      return { kind: 'unhandled' };
    }
    executed.length = 0;
    const next = bounded.transition(snapshot, event, scope) as AnyMachineSnapshot;
    if (next.status === 'error') throw next.error;
    const emitted: Emitted[] = [];
    for (const action of executed) if (action.type === 'xstate.emit') emitted.push(action.params.event);
    return { kind: 'stepped', next: next as unknown as MachineState, emitted };
  }

  function can(state: MachineState, command: Message): boolean {
    const snapshot = state as AnyMachineSnapshot;
    if (snapshot.status !== 'active') return false;
    // A transition without actions decides nothing: XState calls it forbidden.
    return bounded
      .getTransitionData(snapshot, command as unknown as EventObject)
      .some((transition) => transition.actions.length > 0);
  }

  function explain(state: MachineState, message: Message): readonly Consideration[] {
    return considerations(bounded, state as AnyMachineSnapshot, message as unknown as EventObject);
  }

  return { initial: () => initial as unknown as MachineState, step, can, explain };
}

function inertScope(machine: AnyStateMachine, execute: (action: EmitAction) => void): AnyActorScope {
  const self = createActor(machine);
  return {
    self,
    id: self.id,
    sessionId: self.sessionId,
    system: self.system,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action: unknown) => execute(action as EmitAction),
  } as AnyActorScope;
}
