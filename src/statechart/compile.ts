// Compiles an XState machine into a stepper: what depends on no context is worked out once, and looked up from then on.
import type { AnyStateMachine } from 'xstate';
import { StatefoldError } from '../kernel/error.js';
import type { Emitted, Message } from '../kernel/message.js';
import { readChart } from './chart.js';
import type { Configuration } from './configuration.js';
import { considerations } from './explanation.js';
import { type MessageNames, problemsOf } from './machine-problems.js';
import { Macrostep } from './macrostep.js';
import { choose } from './selection.js';
import type { Consideration, MachineState, StateValue, Stepped, Stepper } from './stepper.js';
import { assertNow, Input, Turn } from './turn.js';

/**
 * Makes the stepper of a machine. Throws `DEFECT`, with all reasons, when the machine is none that an aggregate can have, and
 * when an aggregate's emits as it starts; what its own code throws while its initial state is worked out passes through.
 */
export function compileMachine(machine: AnyStateMachine, names?: MessageNames): Stepper {
  const chart = readChart(machine);
  const problems = problemsOf(chart, names);
  if (problems.length > 0) {
    const list = problems.map(({ state, message }) => `${state}: ${message}`).join('\n');
    throw new StatefoldError('DEFECT', `${machine.id} cannot be an aggregate's machine.\n${list}`, {
      where: machine.id,
    });
  }
  return new CompiledStepper(machine, new Macrostep(machine, chart.root), names);
}

const NOTHING_EMITTED: readonly Emitted[] = Object.freeze([]);
const UNHANDLED: Stepped = Object.freeze({ kind: 'unhandled' });

/** Where a machine stands: three words, and all else is shared with those that stand in the same place. */
class CompiledState implements MachineState {
  readonly configuration: Configuration;
  readonly context: object;
  readonly status: 'active' | 'done';
  readonly output: unknown;

  constructor(configuration: Configuration, { context, done, output }: Pick<Turn, 'context' | 'done' | 'output'>) {
    this.configuration = configuration;
    this.context = context;
    this.status = done ? 'done' : 'active';
    this.output = output;
  }

  get value(): StateValue {
    return this.configuration.value;
  }

  get tags(): ReadonlySet<string> {
    return this.configuration.tags;
  }
}

/** A state as `save` gives it. */
interface SavedState {
  readonly configuration: string;
  readonly context: object;
  readonly done: boolean;
  /** Absent where there is none: stored values know no `undefined`. */
  readonly output?: unknown;
}

class CompiledStepper implements Stepper {
  readonly #machineId: string;
  readonly #macrostep: Macrostep;
  readonly #commands: ReadonlySet<string>;
  readonly #initial: CompiledState;
  readonly emittedAtStart: readonly Emitted[];

  constructor(machine: AnyStateMachine, macrostep: Macrostep, names: MessageNames | undefined) {
    this.#machineId = machine.id;
    this.#macrostep = macrostep;
    this.#commands = new Set(names?.commands ?? []);
    const { configuration, turn } = macrostep.start((start) => contextOf(machine, start));
    this.#initial = new CompiledState(configuration, turn);
    this.emittedAtStart = turn.emitted ?? NOTHING_EMITTED;
    const [emitted] = this.emittedAtStart;
    if (names !== undefined && emitted !== undefined) throw this.#emitsAtStart(emitted);
  }

  initial(): MachineState {
    return this.#initial;
  }

  step(given: MachineState, message: Message): Stepped {
    const state = given as CompiledState;
    const { type } = message;
    assertNotReserved(type);
    if (state.status !== 'active') return UNHANDLED;
    const { configuration } = state;
    const { plan, none } = this.#macrostep.selection(configuration, type);
    const turn = new Turn(state.context, message, configuration);
    const choice = choose(plan, none, turn);
    if (choice === none && configuration.eventless === null) return UNHANDLED;
    const reached = this.#macrostep.settle(turn, configuration, choice);
    if (reached === null) return UNHANDLED;
    const isSame = reached === configuration && turn.context === state.context && !turn.done;
    if (!isSame && this.#commands.has(type)) throw this.#moved(type);
    return {
      kind: 'stepped',
      next: isSame ? state : new CompiledState(reached, turn),
      emitted: turn.emitted ?? NOTHING_EMITTED,
      acts: choice.acts,
    };
  }

  can(given: MachineState, command: Message): boolean {
    const state = given as CompiledState;
    assertNotReserved(command.type);
    if (state.status !== 'active') return false;
    const { plan, none } = this.#macrostep.selection(state.configuration, command.type);
    // A transition without actions decides nothing: XState calls it forbidden.
    return choose(plan, none, new Turn(state.context, command, state.configuration)).acts;
  }

  explain(given: MachineState, message: Message): readonly Consideration[] {
    const state = given as CompiledState;
    assertNotReserved(message.type);
    if (state.status !== 'active') return [];
    const { plan } = this.#macrostep.selection(state.configuration, message.type);
    return considerations(plan, new Turn(state.context, message, state.configuration));
  }

  save(given: MachineState): unknown {
    const { configuration, context, status, output } = given as CompiledState;
    const saved: SavedState = { configuration: configuration.key, context, done: status === 'done' };
    return output === undefined ? saved : { ...saved, output };
  }

  restore(saved: unknown): MachineState {
    const { configuration, context, done, output } = saved as SavedState;
    if (typeof configuration !== 'string' || typeof context !== 'object' || context === null) {
      throw new TypeError(`What is to be restored is no saved state of ${this.#machineId}.`);
    }
    const known = this.#macrostep.configurationAt(configuration);
    return new CompiledState(known, { context, done, output });
  }

  // A machine starts anew whenever an aggregate is loaded, and no command is there whose commit could hold an event.
  #emitsAtStart({ type }: Emitted): StatefoldError {
    const message = `${this.#machineId}: it emits ${type} as it starts, where nobody stores it. Decide in the transition of a command.`;
    return new StatefoldError('DEFECT', message, { where: this.#machineId });
  }

  #moved(command: string): StatefoldError {
    const message = `${this.#machineId}: ${command} changed the state. A command only decides: emit an event, and let it change the state.`;
    return new StatefoldError('DEFECT', message, { where: this.#machineId });
  }
}

/** XState's own names mean its own events, and wildcards any of them: from outside they would be forged. */
function assertNotReserved(type: string): void {
  if (type !== '*' && !type.endsWith('.*') && !type.startsWith('xstate.')) return;
  const message = `"${type}" is a name of XState's own. No message can have it: give it another.`;
  throw new StatefoldError('DEFECT', message, { where: type });
}

function contextOf({ config }: AnyStateMachine, start: Turn): object {
  const context: unknown = config.context;
  if (typeof context !== 'function') return (context as object | undefined) ?? {};
  const made: unknown = context(new ContextInput(start.context, start.event));
  assertNow(made, 'The context function');
  return Object.assign({}, made);
}

/** What a context function is called with: no machine of an aggregate has an input. */
class ContextInput extends Input {
  readonly input: undefined = undefined;
}
