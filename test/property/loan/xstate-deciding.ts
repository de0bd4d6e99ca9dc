// Decides with XState's own pure functions: what Statefold's engine must agree with, from outside of it.
import { type AnyMachineSnapshot, type AnyStateMachine, type EventObject, initialTransition, transition } from 'xstate';
import type { Deciding } from '../../domains/loan/replay/messages.js';

/** An action as XState would execute it; an `emit` holds the event. */
interface Executable {
  readonly type: string;
  readonly params: { readonly event: { readonly type: string; readonly data: unknown } };
}

/** Steps a machine as XState does. Slow: each step makes an actor system. */
export function xstateDeciding(machine: AnyStateMachine): Deciding<AnyMachineSnapshot> {
  return {
    initial: () => initialTransition(machine)[0],
    can: (state, command) => state.can(command as EventObject),
    step: (state, message) => {
      if (!state.can(message as EventObject)) return { kind: 'unhandled' };
      const [next, actions] = transition(machine, state, message as EventObject);
      const executable = actions as unknown as readonly Executable[];
      const emitted = executable.filter(({ type }) => type === 'xstate.emit').map(({ params }) => params.event);
      return { kind: 'stepped', next, emitted };
    },
  };
}
