// What a caller may say beside a query's parameters, and what a query that waited answers.
import type { ResultOf } from '../domain.js';
import type { Metadata } from '../kernel/message.js';
import type { Receipt } from '../kernel/place.js';

/** Options of a query that answers with what the read models hold now. */
export interface QueryOptions {
  readonly after?: undefined;
  readonly metadata?: Metadata;
  /** Milliseconds until the query fails with `TIMEOUT`. */
  readonly timeout?: number;
}

/** Options of a query that first waits until the read models include a command. */
export interface QueryAfter<Aggregate extends string = string> {
  /** The receipt of a command to an aggregate whose events the query's read models hold. */
  readonly after: Receipt<Aggregate>;
  readonly metadata?: Metadata;
  /** Milliseconds to wait for the command at most; then the answer is marked stale. */
  readonly timeout?: number;
}

/** The answer of a query that waited: stale if the wait was too short; `behind` = commits between the read models and the receipt. */
export type Answer<Value> =
  | { readonly value: Value; readonly stale: false }
  | { readonly value: Value; readonly stale: true; readonly behind: number };

/** The parameters of a query, without the marks that exist for the type system only. */
export type ParametersOf<Q> = Omit<Q, symbol>;

/** One method of a query bus: the result, or, with `after`, an answer that says whether it includes the command. */
export interface QueryMethod<Q, Aggregate extends string> {
  (parameters: ParametersOf<Q>, options?: QueryOptions): Promise<ResultOf<Q>>;
  (parameters: ParametersOf<Q>, options: QueryAfter<Aggregate>): Promise<Answer<ResultOf<Q>>>;
}
