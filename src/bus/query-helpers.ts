// `query.<Name>(…)`: gives a hand-written query its types. The query bus runs it.
import type { ResultOf } from '../domain.js';
import type { ParametersOf } from './query-options.js';

/** Read access to the rows of one projection or rollup, in their serving generation. */
export interface RowsOf<Row, Key = string> {
  /** The row of a key, or `null`. */
  get(key: Key): Promise<Row | null>;
  /** Rows by key, in the order asked; `null` where there is none. */
  getMany(keys: readonly Key[]): Promise<readonly (Row | null)[]>;
  /** All rows, in the order of their keys. Rows that change meanwhile may be seen before or after the change. */
  all(): AsyncIterable<Row>;
}

/** What a hand-written query answers from. */
export interface QueryInput<Q, Rows> {
  readonly query: ParametersOf<Q>;
  /** The tables that the query's `@reads` tag names. */
  readonly rows: Rows;
}

/** A hand-written query, as `query.<Name>(…)` returns it. */
export interface QueryImplementation {
  /** The query's name. */
  readonly name: string;
  readonly handle: (input: never) => unknown;
}

/** A query's declaration and the tables that it reads. */
export interface HandwrittenQuery {
  readonly query: object;
  readonly rows: object;
}

/** The helpers of `generated/queries.ts`. */
export type QueryHelpers<Queries extends Readonly<Record<keyof Queries, HandwrittenQuery>>> = {
  readonly [Q in keyof Queries]: (
    handle: (
      input: QueryInput<Queries[Q]['query'], Queries[Q]['rows']>,
    ) => ResultOf<Queries[Q]['query']> | Promise<ResultOf<Queries[Q]['query']>>,
  ) => QueryImplementation;
};

/** Makes the helpers of a domain's hand-written queries. Called by generated code only. */
export function queryHelpers<Queries extends Readonly<Record<keyof Queries, HandwrittenQuery>>>(
  names: readonly (keyof Queries & string)[],
): QueryHelpers<Queries> {
  const helpers = names.map((name) => [name, (handle: QueryImplementation['handle']) => ({ name, handle })]);
  return Object.fromEntries(helpers) as QueryHelpers<Queries>;
}
