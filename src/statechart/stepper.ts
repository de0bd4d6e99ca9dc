// What the engine asks of a statechart. Knows neither XState's interpreter nor the log.
import type { Emitted, Message } from '../kernel/message.js';

/** The active states: a name, or for nested and parallel states an object of them. */
export type StateValue = string | { readonly [state: string]: StateValue | undefined };

/** Where a machine stands. Immutable: a step yields another. */
export interface MachineState {
  readonly value: StateValue;
  /** The aggregate's state: the machine's context. */
  readonly context: object;
  /** `done`: a top-level final state, which refuses every command. */
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  /** Tags of the active states. */
  readonly tags: ReadonlySet<string>;
  /** What a machine that is done came to; `undefined` where it declares no output. */
  readonly output: unknown;
}

/** One transition that was looked at for a message. */
export interface Consideration {
  /** Path of the state that declares it: `order.open.unpaid`. */
  readonly state: string;
  /** The event descriptor: the message's name, or a wildcard. */
  readonly on: string;
  readonly passed: boolean;
  /** Names of the guards that refused, in the order in which they were asked. */
  readonly refusedBy: readonly string[];
}

/**
 * The outcome of a step: `unhandled` means that no transition was taken. `acts`: the transition taken has actions; one without
 * any is XState's way to forbid a command.
 */
export type Stepped =
  | {
      readonly kind: 'stepped';
      readonly next: MachineState;
      readonly emitted: readonly Emitted[];
      readonly acts: boolean;
    }
  | { readonly kind: 'unhandled' };

/**
 * Steps one machine. Pure: the same state and message give the same answer. Its states are its own: another stepper cannot take
 * them. A throw comes from the domain's own code, or is a `DEFECT`: a machine that comes to no rest, a command that changes the
 * state, a message named like one of XState's own.
 */
export interface Stepper {
  /** The state before the first event. */
  initial(): MachineState;
  /** What the machine emitted on the way to that state: of an aggregate's machine, nothing. */
  readonly emittedAtStart: readonly Emitted[];
  /** Takes the message. Emitted events are in the order in which the machine emitted them. */
  step(state: MachineState, message: Message): Stepped;
  /** Whether a command would be taken: a transition with a decision whose guard passes. */
  can(state: MachineState, command: Message): boolean;
  /** A state as a domain value, to be stored: `restore` of the same machine takes it back. */
  save(state: MachineState): unknown;
  /** A state that `save` gave. Throws for anything that is no state of this machine. */
  restore(saved: unknown): MachineState;
  /**
   * Every transition that is looked at for the message, in order. Left out are those of parallel regions that the message is not
   * meant for: that refuse by a guard that passes, with other parameters, in a region beside them.
   */
  explain(state: MachineState, message: Message): readonly Consideration[];
}

/**
 * A state value as text: `open.unpaid`, for parallel regions `a & b`, and within a state `both.(a & b)`. Two values of one machine
 * never have the same text: a name that is not made of letters, digits, `_` and `-` alone stands in quotes.
 */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return nameOf(value);
  return Object.entries(value)
    .map(([name, inner]) => `${nameOf(name)}${inner === undefined ? '' : below(inner)}`)
    .join(' & ');
}

function below(value: StateValue): string {
  const text = stateName(value);
  if (text === '') return '';
  return typeof value === 'object' && Object.keys(value).length > 1 ? `.(${text})` : `.${text}`;
}

function nameOf(key: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(key) ? key : JSON.stringify(key);
}
