// Compiles actions: assign, emit, raise, enqueueActions. Whatever else XState could run is a complaint.
import { StatefoldError } from '../kernel/error.js';
import type { Emitted } from '../kernel/message.js';
import { type Action, assignment, Evolve } from './assignments.js';
import { type Complaints, isLate } from './complaints.js';
import type { GuardCompiler } from './guard-compiler.js';
import { markOf, type PureFunction } from './marks.js';
import { assertNow, paramsOf, type Turn, type TurnEvent } from './turn.js';

/** What XState's action creators return: a function that carries what the action is made of. */
interface ActionFunction {
  (...args: never): unknown;
  readonly type?: string;
  readonly resolve?: unknown;
  readonly assignment?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
  readonly collect?: CollectFunction;
}

type ActionSource = string | { readonly type: string; readonly params?: unknown } | ActionFunction;
type CollectFunction = (input: object, params: unknown) => unknown;

/** What actions are looked up in. */
export interface ActionScope {
  /** Actions by name, as given to `setup`. */
  readonly named: Readonly<Record<string, unknown>>;
  readonly guards: GuardCompiler;
  readonly complaints: Complaints;
}

/** XState's words for what a machine of ours cannot do, by the type of the action. */
const REFUSED: Readonly<Record<string, string>> = {
  'xstate.sendTo': 'sends to an actor (sendTo, sendParent or forwardTo)',
  'xstate.spawnChild': 'spawns an actor',
  'xstate.stopChild': 'stops an actor',
  'xstate.cancel': 'cancels a delayed event',
  'xstate.log': 'logs',
};

const ALLOWED = 'A machine that is stored as events may only assign, emit, raise and enqueueActions.';

/** Makes actions of one machine. What cannot be an action is a complaint. */
export class ActionCompiler {
  readonly #scope: ActionScope;
  readonly #enqueuer: Enqueuer;

  constructor(scope: ActionScope) {
    this.#scope = scope;
    this.#enqueuer = new Enqueuer(this);
  }

  /** The compiled form of an action as it stands in a machine. */
  compile(given: unknown): Action {
    const source = given as ActionSource;
    if (typeof source === 'function') return this.#builtIn(source, undefined, '');
    const name = typeof source === 'string' ? source : source.type;
    const params = typeof source === 'string' ? undefined : source.params;
    const { named } = this.#scope;
    if (!Object.hasOwn(named, name) || named[name] === undefined)
      return this.refuse(`the action "${name}" is not implemented. Add it to the setup's "actions".`);
    return this.#builtIn(named[name] as ActionFunction, params, name);
  }

  /** Notes a complaint; an action that does nothing stands for the one that is refused. */
  refuse(message: string): Action {
    this.#scope.complaints.add(message);
    return NOTHING;
  }

  /** Whether a guard passes now: `check` of `enqueueActions`. */
  check(guard: unknown, turn: Turn): boolean {
    return this.#scope.guards.compile(guard).passes(turn);
  }

  #builtIn(action: ActionFunction, params: unknown, name: string): Action {
    const type = typeof action === 'function' && action.resolve !== undefined ? action.type : undefined;
    const label = name === '' ? inlineLabel(action, type) : `the action "${name}"`;
    const mark = type === undefined ? undefined : markOf(action);
    const fields = typeof action.assignment === 'object' ? Object.values(action.assignment ?? {}) : [];
    if ([action, action.assignment, ...fields, action.event, action.collect, mark?.run].some(isLate))
      return this.refuse(`${label} is async. An action answers at once.`);
    if (mark?.kind === 'decide') return new Decide(mark.run);
    if (mark?.kind === 'evolve') return new Evolve(mark.run);
    switch (type) {
      case 'xstate.assign':
        return assignment(action.assignment, params);
      case 'xstate.emit':
        return new Emit(action.event, params);
      case 'xstate.raise':
        if (action.delay === undefined) return new Raise(action.event, params);
        return this.refuse(`${label} raises an event after a delay. Time comes in with a command: let one raise it.`);
      case 'xstate.enqueueActions':
        return new EnqueueActions(action.collect as CollectFunction, params, this.#enqueuer);
      case undefined:
        return this.refuse(`${label} is a function of its own. ${ALLOWED}`);
      default:
        return this.refuse(`${label} ${REFUSED[type] ?? `is of the type ${type}`}. ${ALLOWED}`);
    }
  }
}

function inlineLabel({ name }: ActionFunction, type: string | undefined): string {
  if (type !== undefined) return `an inline ${name}`;
  return name === '' ? 'an inline action' : `the inline action "${name}"`;
}

const NOTHING: Action = { kind: 'nothing', run: () => {} };

/** Emits, in the order in which the machine does. */
function emit(turn: Turn, event: unknown): void {
  if (turn.emitted === null) turn.emitted = [event as Emitted];
  else turn.emitted.push(event as Emitted);
}

/** Puts an event behind those that the machine still has to take in this step. */
export function raise(turn: Turn, event: TurnEvent): void {
  if (turn.raised === null) turn.raised = [event];
  else turn.raised.push(event);
}

/** The action of `decide.…`: the user's own function is called, with a command and a state. */
class Decide implements Action {
  readonly kind = 'emit';
  readonly #run: PureFunction;

  constructor(run: PureFunction) {
    this.#run = run;
  }

  run(turn: Turn): void {
    const run = this.#run;
    const decision = run({ command: turn.event, state: turn.context });
    if (!Array.isArray(decision)) {
      assertNow(decision, 'A decision');
      emit(turn, decision);
      return;
    }
    for (const event of decision) emit(turn, event);
  }
}

class Emit implements Action {
  readonly kind = 'emit';
  readonly #event: unknown;
  readonly #params: unknown;

  constructor(event: unknown, params: unknown) {
    this.#event = event;
    this.#params = params;
  }

  run(turn: Turn): void {
    emit(turn, eventOf(this.#event, this.#params, turn));
  }
}

class Raise implements Action {
  readonly kind = 'raise';
  readonly #event: unknown;
  readonly #params: unknown;

  constructor(event: unknown, params: unknown) {
    this.#event = event;
    this.#params = params;
  }

  run(turn: Turn): void {
    const event = eventOf(this.#event, this.#params, turn);
    if (typeof (event as Partial<TurnEvent> | undefined)?.type !== 'string') {
      const message = `A raise gave ${typeof event} instead of an event. Give an object with a type.`;
      throw new StatefoldError('DEFECT', message, { where: 'raise' });
    }
    raise(turn, event as TurnEvent);
  }
}

function eventOf(event: unknown, params: unknown, turn: Turn): unknown {
  const given = paramsOf(params, turn);
  if (typeof event !== 'function') return event;
  const made: unknown = event({ context: turn.context, event: turn.event }, given);
  assertNow(made, 'An emit or raise');
  return made;
}

class EnqueueActions implements Action {
  readonly kind = 'enqueue';
  readonly #collect: CollectFunction;
  readonly #params: unknown;
  readonly #enqueuer: Enqueuer;

  constructor(collect: CollectFunction, params: unknown, enqueuer: Enqueuer) {
    this.#collect = collect;
    this.#params = params;
    this.#enqueuer = enqueuer;
  }

  run(turn: Turn): void {
    const actions = this.#enqueuer.collect(this.#collect, turn, paramsOf(this.#params, turn));
    for (const action of actions) action.run(turn);
  }
}

/** Hands `enqueue` and `check` to the function of an `enqueueActions`. They work until it returns. */
class Enqueuer {
  readonly #compiler: ActionCompiler;
  readonly #enqueue: (action: unknown) => void;
  #queue: Action[] | null = null;

  constructor(compiler: ActionCompiler) {
    this.#compiler = compiler;
    const refuse = (what: string) => () => this.#push(compiler.refuse(`enqueue.${what} reaches an actor. ${ALLOWED}`));
    this.#enqueue = Object.assign((action: unknown) => this.#push(compiler.compile(action)), {
      assign: (source: unknown) => this.#push(assignment(source, undefined)),
      emit: (event: unknown) => this.#push(new Emit(event, undefined)),
      raise: (event: unknown, options?: { readonly delay?: unknown }) =>
        this.#push(
          options?.delay === undefined
            ? new Raise(event, undefined)
            : compiler.refuse('enqueue.raise was given a delay. Time comes in with a command: let one raise it.'),
        ),
      ...Object.fromEntries(
        ['cancel', 'sendTo', 'sendParent', 'spawnChild', 'stopChild'].map((what) => [what, refuse(what)]),
      ),
    });
  }

  collect(collect: CollectFunction, turn: Turn, params: unknown): readonly Action[] {
    const outer = this.#queue;
    const queue: Action[] = [];
    this.#queue = queue;
    try {
      const { context, event } = turn;
      const check = (guard: unknown) => this.#compiler.check(guard, turn);
      const returned = collect({ context, event, enqueue: this.#enqueue, check }, params);
      assertNow(returned, 'An enqueueActions');
    } finally {
      this.#queue = outer;
    }
    return queue;
  }

  #push(action: Action): void {
    if (this.#queue === null) {
      const message = 'enqueue was called after its enqueueActions had returned. Call it before.';
      throw new StatefoldError('DEFECT', message, { where: 'enqueueActions' });
    }
    this.#queue.push(action);
  }
}
