// Guards made of guards, and of the active states. The short circuits are XState's.
import { matchesState } from 'xstate';
import { answer, type Guard, NONE } from './guard.js';
import type { StateValue } from './stepper.js';
import { paramsOf, type Turn } from './turn.js';

/** A guard that has a name of its own refuses under it; what it is made of stays its secret. */
export class Named implements Guard {
  readonly #name: string;
  readonly #inner: Guard;
  readonly #params: unknown;

  constructor(name: string, inner: Guard, params: unknown) {
    this.#name = name;
    this.#inner = inner;
    this.#params = params;
  }

  passes(turn: Turn): boolean {
    // XState makes the parameters of a combinator too, and drops them; a function that throws must be seen.
    paramsOf(this.#params, turn);
    return this.#inner.passes(turn);
  }

  refusals(turn: Turn, passed: string[]): readonly string[] {
    return answer(this.passes(turn), { name: this.#name, label: this.#name }, passed);
  }
}

/** Passes when all do. */
export class And implements Guard {
  readonly #all: readonly Guard[];

  constructor(all: readonly Guard[]) {
    this.#all = all;
  }

  passes(turn: Turn): boolean {
    for (const guard of this.#all) if (!guard.passes(turn)) return false;
    return true;
  }

  // No further than the first no: a later guard may rely on an earlier one.
  refusals(turn: Turn, passed: string[]): readonly string[] {
    for (const guard of this.#all) {
      const refusals = guard.refusals(turn, passed);
      if (refusals.length > 0) return refusals;
    }
    return NONE;
  }
}

/** Passes when one does. */
export class Or implements Guard {
  readonly #any: readonly Guard[];

  constructor(any: readonly Guard[]) {
    this.#any = any;
  }

  passes(turn: Turn): boolean {
    for (const guard of this.#any) if (guard.passes(turn)) return true;
    return false;
  }

  refusals(turn: Turn, passed: string[]): readonly string[] {
    const all: string[] = [];
    for (const guard of this.#any) {
      const refusals = guard.refusals(turn, passed);
      if (refusals.length === 0) return NONE;
      all.push(...refusals);
    }
    return all.length > 0 ? all : ['or'];
  }
}

/** Refuses because of what is true: no inner guard said no. */
export class Not implements Guard {
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

/** `stateIn` of a value. */
export class StateMatches implements Guard {
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

/** `stateIn` of an id. */
export class StateHeld implements Guard {
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
