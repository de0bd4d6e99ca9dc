// Compiles guards: names, parameters, functions and XState's combinators. Knows no transitions.
import { and, not, or, stateIn } from 'xstate';
import { type Complaints, isLate } from './complaints.js';
import { type Guard, MarkedPredicate, Predicate, quoted } from './guard.js';
import { And, Named, Not, Or, StateHeld, StateMatches } from './guard-combinators.js';
import { markOf, type PureFunction } from './marks.js';
import type { StateValue } from './stepper.js';

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
    const calling = { name, label, params };
    return mark?.kind === 'guard' ? new MarkedPredicate(calling, mark) : new Predicate(calling, run);
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

function labelOf(source: GuardSource): string {
  if (typeof source === 'string') return source;
  return typeof source === 'object' ? source.type : 'inline guard';
}
