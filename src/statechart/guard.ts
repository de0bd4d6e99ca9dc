// The conditions of transitions: the interface, and the predicates that a user writes. Knows nothing of how they are combined.
import { askMarked, type GuardMark, type PureFunction } from './marks.js';
import { assertNow, paramsOf, type Turn } from './turn.js';

/** A condition of a transition. */
export interface Guard {
  passes(turn: Turn): boolean;
  /**
   * Names of the guards that refuse, in the order in which they are asked; none when it passes. Adds to `passed` the names that
   * the setup gives to those that pass before.
   */
  refusals(turn: Turn, passed: string[]): readonly string[];
}

/** Nobody refuses. */
export const NONE: readonly string[] = [];

/** How a message names a guard. */
export function quoted(label: string): string {
  return label === 'inline guard' ? 'an inline guard' : `the guard "${label}"`;
}

/** How a predicate is called for. */
export interface Calling {
  /** In the setup; '' of one that stands in the machine itself. */
  readonly name: string;
  /** What a refusal says. */
  readonly label: string;
  readonly params: unknown;
}

/** A predicate as XState calls it. */
export class Predicate implements Guard {
  readonly #calling: Calling;
  readonly #run: PureFunction;

  constructor(calling: Calling, run: PureFunction) {
    this.#calling = calling;
    this.#run = run;
  }

  passes(turn: Turn): boolean {
    const run = this.#run;
    const { params, label } = this.#calling;
    return truth(run({ context: turn.context, event: turn.event }, paramsOf(params, turn)), label);
  }

  refusals(turn: Turn, passed: string[]): readonly string[] {
    return answer(this.passes(turn), this.#calling, passed);
  }
}

/** A predicate made with `guard.…`: the user's own function is called, with a command or an event, and a state. */
export class MarkedPredicate implements Guard {
  readonly #calling: Calling;
  readonly #mark: GuardMark;

  constructor(calling: Calling, mark: GuardMark) {
    this.#calling = calling;
    this.#mark = mark;
  }

  passes(turn: Turn): boolean {
    const { params, label } = this.#calling;
    return truth(askMarked(this.#mark, turn, paramsOf(params, turn)), label);
  }

  refusals(turn: Turn, passed: string[]): readonly string[] {
    return answer(this.passes(turn), this.#calling, passed);
  }
}

/** What a guard's refusals are, for its answer: `name` is the one that it has in the setup, '' if none. */
export function answer(
  passes: boolean,
  { name, label }: Pick<Calling, 'name' | 'label'>,
  passed: string[],
): readonly string[] {
  if (!passes) return [label];
  if (name !== '') passed.push(name);
  return NONE;
}

function truth(given: unknown, label: string): boolean {
  if (given === true || given === false) return given;
  assertNow(given, quoted(label));
  return Boolean(given);
}
