// The conditions of transitions: the interface, and the predicates that a user writes. Knows nothing of how they are combined.
import { assertAskable, type PureFunction } from './marks.js';
import { assertNow, paramsOf, type Turn } from './turn.js';

/** A condition of a transition. */
export interface Guard {
  passes(turn: Turn): boolean;
  /** Names of the guards that refuse, in the order in which they are asked; none when it passes. */
  refusals(turn: Turn): readonly string[];
}

/** Nobody refuses. */
export const NONE: readonly string[] = [];

/** How a message names a guard. */
export function quoted(label: string): string {
  return label === 'inline guard' ? 'an inline guard' : `the guard "${label}"`;
}

/** A predicate as XState calls it. */
export class Predicate implements Guard {
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
export class MarkedPredicate implements Guard {
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
