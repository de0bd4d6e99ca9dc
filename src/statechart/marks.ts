// What `decide`, `evolve` and `guard` leave on the functions that they make, so that a compiled machine calls the user's function itself.

/** The user's pure function behind a helper. */
export type PureFunction = (input: object, params?: unknown) => unknown;

/** What `guard.…` leaves. */
export interface GuardMark {
  readonly kind: 'guard';
  readonly run: PureFunction;
  /** As what it is given the message. */
  readonly of: 'command' | 'event';
  /** The messages that it is made for; none = every message. */
  readonly messages: readonly string[];
}

/** What a helper made. */
export type Mark =
  | {
      readonly kind: 'decide' | 'evolve';
      readonly run: PureFunction;
      /** The command or event that it is made for. */
      readonly message: string;
    }
  | GuardMark;

// In the registry of symbols, because codegen and the domain may have loaded two copies of this module.
const MARK = Symbol.for('statefold.mark');

/** Leaves a mark on a function that XState will call. */
export function marked<F extends object>(made: F, mark: Mark): F {
  return Object.defineProperty(made, MARK, { value: mark });
}

/** The mark of a function, if a helper made it. */
export function markOf(made: unknown): Mark | undefined {
  return (made as { readonly [MARK]?: Mark })[MARK];
}

/** The answer of a guard's own function. Refuses to ask it about a message that it is not made for. */
export function askMarked({ of, messages, run }: GuardMark, given: Given, params: unknown): unknown {
  const { event, context: state } = given;
  if (messages.length > 0 && !messages.includes(event.type)) throw notAskable(of, messages, event.type);
  return of === 'command' ? run({ command: event, state }, params) : run({ event, state }, params);
}

/** What XState gives a guard. */
interface Given {
  readonly context: unknown;
  readonly event: { readonly type: string };
}

function notAskable(of: GuardMark['of'], messages: readonly string[], type: string): TypeError {
  const helper = of === 'command' ? 'guard([…])' : 'guard.event([…])';
  return new TypeError(
    `A guard made for ${messages.join(', ')} was asked about ${type}. Make it with ${helper} for every message that uses it.`,
  );
}
