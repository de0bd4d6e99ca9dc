// Compiles guards: names, parameters, functions and XState's combinators. Knows no transitions.
import { and, matchesState, not, or, stateIn } from 'xstate';
import { type Complaints, isLate } from './complaints.js';
import { assertAskable, markOf, type PureFunction } from './marks.js';
import type { StateValue } from './stepper.js';
import { assertNow, paramsOf, type Turn } from './turn.js';

/** A condition of a transition. */
export interface Guard {
  passes(turn: Turn): boolean;
  /** Names of the guards that refuse, in the order in which they are asked; none when it passes. */
  refusals(turn: Turn): readonly string[];
}

/** A guard as it stands in a machine. */
type GuardSource = string | { readonly type: string; readonly params?: unknown } | GuardFunction;

interface GuardFunction extends PureFunction {
  /** XState's combinators have it, one each, and are never called themselves. */
  readonly check?: unknown;
  readonly guards?: readonly GuardSource[];
  readonly stateValue?: StateValue;
}

/** What guards are looked up in. */
export interface GuardScope {
  /** Guards by name, as given to `setup`. */
  readonly named: Readonly<Record<string, unknown>>;
  /** The place of a state in the order of the document, by `#id`. Throws for an id that no state has. */
  readonly orderOf: (id: string) => number;
  readonly complaints: Complaints;
}

const checkOf = (combinator: unknown): unknown => (combinator as GuardFunction).check;
const AND = checkOf(and([]));
const OR = checkOf(or([]));
const NOT = checkOf(not(() => true));
const STATE_IN = checkOf(stateIn(''));

const NONE: readonly string[] = [];

/** Makes guards of one machine. What cannot be a guard is a complaint. */
export class GuardCompiler {
  readonly #scope: GuardScope;
  /** Names being compiled: a guard that comes back to itself would never answer. */
  readonly #open = new Set<string>();

  constructor(scope: GuardScope) {
    this.#scope = scope;
  }

  /** The compiled form of a guard as it stands in a machine. */
  compile(given: unknown): Guard {
    const source = given as GuardSource;
    if (typeof source === 'function') return this.#function(source, '', undefined);
    const name = typeof source === 'string' ? source : source.type;
    const params = typeof source === 'string' ? undefined : source.params;
    if (this.#open.has(name)) return this.#refuse(`the guard "${name}" refers to itself. Give it a condition.`);
    if (!Object.hasOwn(this.#scope.named, name) || this.#scope.named[name] === undefined)
      return this.#refuse(`the guard "${name}" is not implemented. Add it to the setup's "guards".`);
    const implemented = this.#scope.named[name] as GuardSource;
    this.#open.add(name);
    try {
      if (typeof implemented !== 'function') return new Named(name, this.compile(implemented), params);
      return this.#function(implemented, name, params);
    } finally {
      this.#open.delete(name);
    }
  }

  #function(run: GuardFunction, name: string, params: unknown): Guard {
    if ('check' in run) {
      const combined = this.#combinator(run);
      return name === '' ? combined : new Named(name, combined, params);
    }
    const label = name || run.name || 'inline guard';
    const mark = markOf(run);
    if (isLate(mark?.run ?? run)) return this.#refuse(`${quoted(label)} is async. A guard answers at once.`);
    return mark === undefined ? new Predicate(label, run, params) : new MarkedPredicate(label, mark, params);
  }

  #combinator({ check, guards = [], stateValue }: GuardFunction): Guard {
    switch (check) {
      case AND:
        return new And(guards.map((inner) => this.compile(inner)));
      case OR:
        return new Or(guards.map((inner) => this.compile(inner)));
      case NOT:
        return new Not(guards.map((inner) => this.compile(inner))[0] as Guard, guards.map(labelOf).join());
      case STATE_IN:
        return this.#stateIn(stateValue as StateValue);
      default:
        return this.#refuse('a guard has a "check" that is none of and, or, not, stateIn. Write it as a function.');
    }
  }

  #stateIn(value: StateValue): Guard {
    if (typeof value !== 'string' || !value.startsWith('#')) return new StateMatches(value);
    try {
      return new StateHeld(this.#scope.orderOf(value));
    } catch {
      return this.#refuse(`stateIn("${value}") names no state. Use the id of one.`);
    }
  }

  #refuse(message: string): Guard {
    this.#scope.complaints.add(message);
    return new Or([]);
  }
}

function quoted(label: string): string {
  return label === 'inline guard' ? 'an inline guard' : `the guard "${label}"`;
}

function labelOf(source: GuardSource): string {
  if (typeof source === 'string') return source;
  return typeof source === 'object' ? source.type : 'inline guard';
}

class Predicate implements Guard {
  readonly #label: string;
  readonly #run: PureFunction;
  readonly #params: unknown;
  readonly #refusal: readonly string[];

  constructor(label: string, run: PureFunction, params: unknown) {
    this.#label = label;
    this.#run = run;
    this.#params = params;
    this.#refusal = [label];
  }

  passes(turn: Turn): boolean {
    const run = this.#run;
    return truth(run({ context: turn.context, event: turn.event }, paramsOf(this.#params, turn)), this.#label);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : this.#refusal;
  }
}

/** A predicate made with `guard.…`: the user's own function is called, with a command and a state. */
class MarkedPredicate implements Guard {
  readonly #label: string;
  readonly #run: PureFunction;
  readonly #commands: readonly string[];
  readonly #params: unknown;
  readonly #refusal: readonly string[];

  constructor(
    label: string,
    { run, commands }: { readonly run: PureFunction; readonly commands: readonly string[] },
    params: unknown,
  ) {
    this.#label = label;
    this.#run = run;
    this.#commands = commands;
    this.#params = params;
    this.#refusal = [label];
  }

  passes(turn: Turn): boolean {
    assertAskable(this.#commands, turn.event.type);
    const run = this.#run;
    return truth(run({ command: turn.event, state: turn.context }, paramsOf(this.#params, turn)), this.#label);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : this.#refusal;
  }
}

function truth(answer: unknown, label: string): boolean {
  if (answer === true || answer === false) return answer;
  assertNow(answer, quoted(label));
  return Boolean(answer);
}

/** A guard that has a name of its own refuses under it; what it is made of stays its secret. */
class Named implements Guard {
  readonly #inner: Guard;
  readonly #params: unknown;
  readonly #refusal: readonly string[];

  constructor(name: string, inner: Guard, params: unknown) {
    this.#inner = inner;
    this.#params = params;
    this.#refusal = [name];
  }

  passes(turn: Turn): boolean {
    // XState makes the parameters of a combinator too, and drops them; a function that throws must be seen.
    paramsOf(this.#params, turn);
    return this.#inner.passes(turn);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : this.#refusal;
  }
}

class And implements Guard {
  readonly #all: readonly Guard[];

  constructor(all: readonly Guard[]) {
    this.#all = all;
  }

  passes(turn: Turn): boolean {
    for (const guard of this.#all) if (!guard.passes(turn)) return false;
    return true;
  }

  // No further than the first no: a later guard may rely on an earlier one.
  refusals(turn: Turn): readonly string[] {
    for (const guard of this.#all) {
      const refusals = guard.refusals(turn);
      if (refusals.length > 0) return refusals;
    }
    return NONE;
  }
}

class Or implements Guard {
  readonly #any: readonly Guard[];

  constructor(any: readonly Guard[]) {
    this.#any = any;
  }

  passes(turn: Turn): boolean {
    for (const guard of this.#any) if (guard.passes(turn)) return true;
    return false;
  }

  refusals(turn: Turn): readonly string[] {
    const all: string[] = [];
    for (const guard of this.#any) {
      const refusals = guard.refusals(turn);
      if (refusals.length === 0) return NONE;
      all.push(...refusals);
    }
    return all.length > 0 ? all : ['or'];
  }
}

/** Refuses because of what is true: no inner guard said no. */
class Not implements Guard {
  readonly #inner: Guard;
  readonly #refusal: readonly string[];

  constructor(inner: Guard, label: string) {
    this.#inner = inner;
    this.#refusal = [`not ${label}`];
  }

  passes(turn: Turn): boolean {
    return !this.#inner.passes(turn);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : this.#refusal;
  }
}

const STATE_IN_REFUSES: readonly string[] = ['stateIn'];

class StateMatches implements Guard {
  readonly #value: StateValue;

  constructor(value: StateValue) {
    this.#value = value;
  }

  passes(turn: Turn): boolean {
    return matchesState(this.#value as string, turn.active.value as string);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : STATE_IN_REFUSES;
  }
}

class StateHeld implements Guard {
  readonly #order: number;

  constructor(order: number) {
    this.#order = order;
  }

  passes(turn: Turn): boolean {
    return turn.active.holds(this.#order);
  }

  refusals(turn: Turn): readonly string[] {
    return this.passes(turn) ? NONE : STATE_IN_REFUSES;
  }
}
