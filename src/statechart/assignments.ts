// The actions that change the context. An assignment that changes nothing leaves the context as it is: the same object.
import type { PureFunction } from './marks.js';
import { assertNow, Input, paramsOf, type Turn } from './turn.js';

/** What a compiled machine does on the way from state to state. */
export interface Action {
  readonly kind: 'assign' | 'emit' | 'raise' | 'enqueue' | 'nothing';
  run(turn: Turn): void;
}

/** Makes the action of an `assign`: of a function, or of an object with a value or a function for each field. */
export function assignment(source: unknown, params: unknown): Action {
  if (typeof source === 'function') return new AssignFunction(source as PureFunction, params);
  return new AssignFields(Object.entries(source as object), params);
}

class AssignFunction implements Action {
  readonly kind = 'assign';
  readonly #run: PureFunction;
  readonly #params: unknown;

  constructor(run: PureFunction, params: unknown) {
    this.#run = run;
    this.#params = params;
  }

  run(turn: Turn): void {
    const run = this.#run;
    merge(turn, run(new Input(turn.context, turn.event), paramsOf(this.#params, turn)));
  }
}

class AssignFields implements Action {
  readonly kind = 'assign';
  readonly #fields: readonly (readonly [string, unknown])[];
  readonly #params: unknown;

  constructor(fields: readonly (readonly [string, unknown])[], params: unknown) {
    this.#fields = fields;
    this.#params = params;
  }

  run(turn: Turn): void {
    const input = new Input(turn.context, turn.event);
    const params = paramsOf(this.#params, turn);
    const changes: Record<string, unknown> = {};
    for (const [field, value] of this.#fields) {
      changes[field] = typeof value === 'function' ? value(input, params) : value;
    }
    merge(turn, changes);
  }
}

/** The action of `evolve.…`: the user's own function is called, with a state and an event. */
export class Evolve implements Action {
  readonly kind = 'assign';
  readonly #run: PureFunction;

  constructor(run: PureFunction) {
    this.#run = run;
  }

  run(turn: Turn): void {
    const run = this.#run;
    merge(turn, run({ state: turn.context, event: turn.event }));
  }
}

/** Merges changes into the context as XState does: field by field, one level deep. */
function merge(turn: Turn, changes: unknown): void {
  turn.assigned = true;
  if (changes === undefined || changes === null) return;
  assertNow(changes, 'An assign');
  if (alters(turn.context as Fields, changes as Fields)) turn.context = Object.assign({}, turn.context, changes);
}

type Fields = Readonly<Record<PropertyKey, unknown>>;

// Fields with symbols for names count as changes: nobody looks at their values.
function alters(context: Fields, changes: Fields): boolean {
  for (const field in changes) if (changes[field] !== context[field] || !(field in context)) return true;
  return Object.getOwnPropertySymbols(changes).length > 0;
}
