// One step under way: what guards and actions see, and what actions leave behind. Lives as long as one call.
import { StatefoldError } from '../kernel/error.js';
import type { Emitted } from '../kernel/message.js';
import type { StateValue } from './stepper.js';

/** A message, an event that the machine raised itself, or XState's own (`xstate.init`, `xstate.done.state.…`). */
export interface TurnEvent {
  readonly type: string;
}

/** The active states, as far as a guard may ask for them. */
export interface ActiveStates {
  readonly value: StateValue;
  /** Whether the state with this place in the order of the document is active. */
  holds(order: number): boolean;
}

/** What a step has come to. One object per step, written by its actions alone. */
export class Turn {
  context: object;
  event: TurnEvent;
  /** The states before the microstep under way: actions change the context at once, the states only at its end. */
  active: ActiveStates;
  emitted: Emitted[] | null = null;
  raised: TurnEvent[] | null = null;
  /** An assign ran in this microstep, whether or not it changed anything. */
  assigned = false;
  done = false;
  output: unknown = undefined;

  constructor(context: object, event: TurnEvent, active: ActiveStates) {
    this.context = context;
    this.event = event;
    this.active = active;
  }
}

/** What a guard, a `params` function or an action is called with. Reaching for the actor behind the machine is a defect: there is none. */
export class Input {
  readonly context: object;
  readonly event: TurnEvent;

  constructor(context: object, event: TurnEvent) {
    this.context = context;
    this.event = event;
  }

  get self(): never {
    return outside('self');
  }

  get system(): never {
    return outside('system');
  }

  get spawn(): never {
    return outside('spawn');
  }
}

function outside(what: string): never {
  const message = `An action asked for "${what}". A machine that is stored as events has no actor: use context and event only.`;
  throw new StatefoldError('DEFECT', message, { where: what });
}

/** The parameters of a guard or an action that names its implementation: given, or made from context and event. */
export function paramsOf(params: unknown, turn: Turn): unknown {
  return typeof params === 'function' ? params({ context: turn.context, event: turn.event }) : params;
}

/** Refuses a promise where a value is due: a step cannot wait. */
export function assertNow(value: unknown, what: string): void {
  if (typeof (value as { readonly then?: unknown } | null | undefined)?.then !== 'function') return;
  const message = `${what} returned a promise. A step cannot wait: decide from the command and the state alone.`;
  throw new StatefoldError('DEFECT', message, { where: what });
}
