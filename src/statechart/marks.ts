// What `decide`, `evolve` and `guard` leave on the functions that they make, so that a compiled machine calls the user's function itself.

/** The user's pure function behind a helper. */
export type PureFunction = (input: object, params?: unknown) => unknown;

/** What a helper made. */
export interface Mark {
  readonly kind: 'decide' | 'evolve' | 'guard';
  readonly run: PureFunction;
  /** Of `decide` and `evolve`: the command or event that it is made for; '' of a guard. */
  readonly message: string;
  /** Of a guard: the commands that it is made for; none = every message. */
  readonly commands: readonly string[];
}

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

/** Refuses to ask a guard about a command that it is not made for. */
export function assertAskable(commands: readonly string[], type: string): void {
  if (commands.length === 0 || commands.includes(type)) return;
  throw new TypeError(
    `A guard made for ${commands.join(', ')} was asked about ${type}. Make it with guard([…]) for every message that uses it.`,
  );
}
