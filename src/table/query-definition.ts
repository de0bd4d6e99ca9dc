// What generated code says of queries.

/** A comparison of a row's field with a parameter. `in` takes an array parameter: any of its values. */
export interface QueryFilter {
  readonly field: string;
  readonly parameter: string;
  readonly operator: '=' | 'in' | '<' | '<=' | '>' | '>=';
  /** Whether the parameter may be absent: then it does not filter. */
  readonly optional: boolean;
}

/** The order of a page. */
export interface QueryOrder {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
}

/** A query that needs no code: `Row | null`. Filtered by the key or by a field tagged `@unique`. */
export interface RowQuery {
  readonly kind: 'row';
  readonly name: string;
  /** Projection or rollup. */
  readonly source: string;
  readonly filters: readonly QueryFilter[];
}

/** A query that needs no code: `Page<Row>`. Its parameters `sort` and `paging` are as the words of a domain say. */
export interface PageQuery {
  readonly kind: 'page';
  readonly name: string;
  readonly source: string;
  readonly filters: readonly QueryFilter[];
  /** Fields that `sort` may name. */
  readonly sortable: readonly string[];
  /** The order without `sort`: the `@sort` tag, else `null` = by key, ascending. */
  readonly defaultOrder: QueryOrder | null;
}

/** A hand-written query. */
export interface HandlerQuery {
  readonly kind: 'handler';
  readonly name: string;
  /** Projections that it reads: an `after` waits for all of them. */
  readonly sources: readonly string[];
  readonly handle: (context: never) => unknown;
}

/** One query of the domain. */
export type QueryDefinition = RowQuery | PageQuery | HandlerQuery;
