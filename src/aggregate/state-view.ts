// What the outside sees of an aggregate's state: a copy, with nothing of the machine in it.
import { copyValue } from '../schema/copy.js';
import { type MachineState, type StateValue, stateName } from '../statechart/stepper.js';

/** Where an aggregate stands. The reader owns it. */
export interface StateView<State = object> {
  /** Number of stored events; 0 = does not exist. */
  readonly version: number;
  /** The active states of the machine, as XState gives them. */
  readonly value: StateValue;
  /** The same as text: `open.unpaid`. */
  readonly name: string;
  /** The declared state: the machine's context. */
  readonly state: State;
  /** A top-level final state is reached: every command is refused. */
  readonly isFinal: boolean;
}

/** Copies what may be seen of a machine's state. */
export function viewOf(machine: MachineState, version: number): StateView {
  return {
    version,
    value: copyValue(machine.value),
    name: stateName(machine.value),
    state: copyValue(machine.context),
    isFinal: machine.status === 'done',
  };
}
