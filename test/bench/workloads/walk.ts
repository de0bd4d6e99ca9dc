// Steps a machine through the same messages over and over: compiled, and with XState's own `transition()`. Applies them, stores nothing.
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  type SnapshotFrom,
  transition,
} from 'xstate';
import type { Message } from '../../../src/kernel/message.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState } from '../../../src/statechart/stepper.js';
import type { Side } from '../figure.js';
import { ratePerSecond, turnMs } from '../rate.js';

/** A machine, and messages that it takes one after another, from its initial state to its end. */
export interface Walk {
  readonly machine: AnyStateMachine;
  readonly messages: readonly Message[];
}

/** Steps a second of the compiled machine. */
export function compiledSteps({ machine, messages }: Walk): Side {
  return (effort) => {
    const stepper = compileMachine(machine);
    const walk = (): MachineState => {
      let state = stepper.initial();
      for (const message of messages) {
        const stepped = stepper.step(state, message);
        if (stepped.kind !== 'stepped') throw new Error(`${machine.id} does not take ${message.type}.`);
        state = stepped.next;
      }
      return state;
    };
    mustBeDone(walk().status, machine);
    return () => ratePerSecond(turnMs(effort), messages.length, walk);
  };
}

/** Steps a second of XState's `transition()`. */
export function xstateSteps({ machine, messages }: Walk): Side {
  return (effort) => {
    const [initial] = initialTransition(machine);
    const walk = (): AnyMachineSnapshot => {
      let snapshot: SnapshotFrom<AnyStateMachine> = initial;
      for (const message of messages) [snapshot] = transition(machine, snapshot, message);
      return snapshot;
    };
    mustBeDone(walk().status, machine);
    return () => ratePerSecond(turnMs(effort), messages.length, walk);
  };
}

/** Both sides must have walked the whole way: a message that is not taken costs next to nothing. */
function mustBeDone(status: string, machine: AnyStateMachine): void {
  if (status !== 'done') throw new Error(`${machine.id} is ${status} after its last message, not done.`);
}
