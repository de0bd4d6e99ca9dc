// The words a domain file imports. Types only: importing this module runs nothing.

declare const brand: unique symbol;
declare const aggregateId: unique symbol;
declare const source: unique symbol;
declare const grouping: unique symbol;
declare const result: unique symbol;

/** A `Base` that cannot be mixed up with another: `Branded<string, 'OrderId'>`. Made by a cast, at no cost at run time. */
export type Branded<Base extends string | number | bigint, Name extends string> = Base & { readonly [brand]: Name };

/** A safe integer: −(2⁵³−1) to 2⁵³−1. The validator refuses anything else. */
export type Int = number;

/** The payload of a command or event that carries no data, and of a query without parameters. */
export type Empty = Record<string, never>;

/**
 * The unit of consistency: one id, one machine, one sequence of events.
 * A declaration extends it and says `state` (the machine's context), `commands` and `events` (payload by name).
 */
export interface Aggregate<Id extends string = string> {
  readonly [aggregateId]?: Id;
  state: object;
  commands: object;
  events: object;
}

/** The id type of an aggregate. */
export type IdOf<A extends Aggregate> = A extends Aggregate<infer Id> ? Id : never;

/** A read model with one row per aggregate: the fold of its events. Its fields are the row's fields; one carries `@key`. */
export interface Projection<A extends Aggregate> {
  readonly [source]?: A;
}

/** The aggregate whose events a projection folds. */
export type SourceOf<P> = P extends Projection<infer A> ? A : never;

type StringKey<T> = Extract<keyof T, string>;
type ElementOf<T> = T extends readonly (infer E)[] ? E : never;
type LastSegment<P extends string> = P extends `${string}.${infer Rest}` ? LastSegment<Rest> : P;

/** The paths of a row: its fields, and through an array the fields of its elements (`lines.sku`). */
export type PathOf<Row> = {
  [K in StringKey<Row>]: K | (ElementOf<Row[K]> extends object ? `${K}.${StringKey<ElementOf<Row[K]>>}` : never);
}[StringKey<Row>];

/** The type at a path of a row. */
export type AtPath<Row, P extends string> = P extends keyof Row
  ? Row[P]
  : P extends `${infer Head}.${infer Rest}`
    ? Head extends keyof Row
      ? Rest extends keyof ElementOf<Row[Head]>
        ? ElementOf<Row[Head]>[Rest]
        : never
      : never
    : never;

/** How a rollup groups: by which key, over which rows, and which array it unfolds first. */
export interface Grouping<Row> {
  /** The field that names the group; through `unnest` also a field of its elements. */
  readonly key: PathOf<Row>;
  /** Only rows whose literal fields have one of these values. */
  readonly where?: { readonly [K in StringKey<Row>]?: Row[K] };
  /** An array field of the row: each of its elements contributes. */
  readonly unnest?: StringKey<Row>;
}

/**
 * A group-by over a projection's rows, kept up to date in the same step as the rows.
 * The row of a group holds the key (under the last segment of its path) and the declared `Count`, `Sum`, `Max`, `Min`.
 */
export type Rollup<Row, By extends Grouping<Row>> = {
  readonly [source]?: Row;
  readonly [grouping]?: By;
} & { [K in By['key'] as LastSegment<K>]: AtPath<Row, K> };

/** How many rows (each counted once, also under `unnest`) are in the group. */
export type Count = Int;

/** The sum of an integer (`Int` or `bigint`) field over the group. */
export type Sum<Row, P extends PathOf<Row>> = AtPath<Row, P>;

/** The largest value of a field in the group. */
export type Max<Row, P extends PathOf<Row>> = AtPath<Row, P>;

/** The smallest value of a field in the group. */
export type Min<Row, P extends PathOf<Row>> = AtPath<Row, P>;

/** A question to the read models. The result decides whether code is needed: `Row | null` and `Page<Row>` need none. */
export interface Query<Result> {
  readonly [result]?: Result;
}

/** The result type of a query. */
export type ResultOf<Q> = Q extends Query<infer Result> ? Result : never;

/** One page of rows. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows that match, on all pages. */
  readonly total: Int;
  /** Number of this page, from 1; 0 when it was reached by cursor. */
  readonly number: Int;
  /** Rows per page asked for. */
  readonly size: Int;
  /** Give it back as `paging.cursor` for the rows that follow; `null` on the last page. */
  readonly cursor: string | null;
}

/** Which page: by number (from 1) or, cheaper for far pages, by the cursor of the page before. */
export interface Paging {
  number?: Int;
  /** 1 to 1000 rows; 20 when absent. */
  size?: Int;
  cursor?: string;
}

/** The order of a page's rows: one of the listed fields, ascending unless `direction` says `desc`. */
export interface Sort<Row, Field extends StringKey<Row>> {
  by: Field;
  direction?: 'asc' | 'desc';
}
