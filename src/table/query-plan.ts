// Turns declared queries into index shapes, and one query's parameters into stretches of an index. Reads nothing.
import { encodeCanonical } from '../codec/packer.js';
import { StatefoldError, type Violation } from '../kernel/error.js';
import { digestOf } from '../kernel/hash.js';
import { type IndexShape, indexShape, orderValue } from './index-shape.js';
import { entryRange, type OrderBound, orderText, type TextRange } from './order-key.js';
import { cursorEnd } from './page-cursor.js';
import type { PageQuery, QueryDefinition, QueryFilter, QueryOrder } from './query-definition.js';

/** What a query is asked with, validated. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A filter with the value it was given. */
export interface BoundFilter extends QueryFilter {
  readonly value: unknown;
}

/** A stretch of an index: all entries with one prefix, within bounds. */
export interface Stretch extends TextRange {
  readonly prefix: string;
}

/** One page, ready to be read. */
export interface PageRequest {
  readonly shape: IndexShape;
  /** Disjoint: several where a filter asks for any of several values. */
  readonly stretches: readonly Stretch[];
  /** Every filter that was given. */
  readonly filters: readonly BoundFilter[];
  /** Those that the stretches do not express: each row is looked at. */
  readonly residual: readonly BoundFilter[];
  readonly direction: 'asc' | 'desc';
  readonly size: number;
  /** From 1; 0 = by cursor. */
  readonly number: number;
  /** The end of the last entry of the page before; `null` = by number. */
  readonly after: string | null;
  /** Tells the cursors of this query with these parameters from all others. Worked out when it is asked for: few pages need it. */
  readonly digest: () => string;
}

const DEFAULT_SIZE = 20;
const MAX_SIZE = 1000;
const MAX_STRETCHES = 1000;
/** With more optional filters than this, indexes for all their combinations would cost more than looking at rows. */
const MAX_INDEXED_OPTIONS = 3;

/** The index shapes that the queries of one table need, each once. Rows found by key need none. */
export function shapesFor(table: string, key: string, queries: readonly QueryDefinition[]): readonly IndexShape[] {
  const shapes = new Map<string, IndexShape>();
  for (const query of queries) {
    if (query.kind === 'handler' || query.source !== table) continue;
    for (const shape of query.kind === 'page' ? pageShapes(query) : rowShapes(query.filters, key)) {
      shapes.set(shape.name, shape);
    }
  }
  return [...shapes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rowShapes(filters: readonly QueryFilter[], key: string): IndexShape[] {
  const shape = rowShape(filters, key);
  return shape === null ? [] : [shape];
}

/** The index by which a row query finds its row; `null` = by key. */
export function rowShape(filters: readonly QueryFilter[], key: string): IndexShape | null {
  const equal = filters.filter(({ operator }) => operator === '=').map(({ field }) => field);
  return equal.includes(key) ? null : indexShape(equal, null);
}

function pageShapes(query: PageQuery): IndexShape[] {
  const { required, optional } = indexedFilters(query.filters);
  const sorts = new Set<string | null>([query.defaultOrder?.by ?? null, ...query.sortable]);
  const shapes: IndexShape[] = [];
  for (let chosen = 0; chosen < 1 << optional.length; chosen++) {
    const fields = [...required, ...optional.filter((_, index) => chosen & (1 << index))].map(({ field }) => field);
    for (const sort of sorts) shapes.push(indexShape(fields, sort));
  }
  return shapes;
}

/** The filters that indexes lead with: the first for equality on each field, optional ones only where they are few. */
function indexedFilters(filters: readonly QueryFilter[]): { required: QueryFilter[]; optional: QueryFilter[] } {
  const fields = new Set<string>();
  const equality = filters.filter(({ field, operator }) => {
    if ((operator !== '=' && operator !== 'in') || fields.has(field)) return false;
    fields.add(field);
    return true;
  });
  const optional = equality.filter((filter) => filter.optional);
  return {
    required: equality.filter((filter) => !filter.optional),
    optional: optional.length > MAX_INDEXED_OPTIONS ? [] : optional,
  };
}

/**
 * What to read for a page. Filters for equality lead the index; a range on the field that sorts narrows the stretch. A
 * range on another field, and optional filters beyond three, cost a look at every row of the stretches.
 * `INVALID` for a page, size, order or cursor that does not exist.
 */
export function planPage(query: PageQuery, parameters: Parameters): PageRequest {
  const order = orderOf(query, parameters.sort);
  const filters = boundFilters(query.filters, parameters);
  const { required, optional } = indexedFilters(query.filters);
  const leading = filters.filter(({ parameter, operator, field }) =>
    [...required, ...optional].some((f) => f.parameter === parameter && f.operator === operator && f.field === field),
  );
  const sort = order?.by ?? null;
  const isBound = (filter: BoundFilter) => filter.field === sort && filter.operator !== '=' && filter.operator !== 'in';
  const bounds = filters
    .filter(isBound)
    .map(({ operator, value }) => ({ operator, value: orderValue(value) }) as OrderBound);
  const shape = indexShape(
    leading.map(({ field }) => field),
    sort,
  );
  const direction = order?.direction ?? 'asc';
  const asked = filters.map(({ field, operator, value }) => [field, operator, value]);
  const digest = () => digestOf(encodeCanonical([query.name, asked, sort, direction]));
  return {
    shape,
    stretches: stretchesOf(query.name, shape, leading, bounds),
    filters,
    residual: filters.filter((filter) => !leading.includes(filter) && !isBound(filter)),
    direction,
    digest,
    ...pagingOf(query.name, parameters.paging, digest),
  };
}

/** The filters that were given, with their values. An absent parameter does not filter. */
export function boundFilters(filters: readonly QueryFilter[], parameters: Parameters): readonly BoundFilter[] {
  return filters
    .map((filter) => ({ ...filter, value: parameters[filter.parameter] }))
    .filter(({ value }) => value !== undefined);
}

/** Whether a row meets every filter. A field that is absent meets none; a range speaks of values of its own type only. */
export function matches(row: Readonly<Record<string, unknown>>, filters: readonly BoundFilter[]): boolean {
  return filters.every(({ field, operator, value }) => {
    if (row[field] === undefined) return false;
    const actual = orderText(orderValue(row[field]));
    if (operator === 'in') return (value as readonly unknown[]).some((v) => orderText(orderValue(v)) === actual);
    const wanted = orderText(orderValue(value));
    if (operator === '=') return actual === wanted;
    if (actual.charAt(0) !== wanted.charAt(0)) return false;
    if (operator === '<') return actual < wanted;
    if (operator === '<=') return actual <= wanted;
    return operator === '>' ? actual > wanted : actual >= wanted;
  });
}

/** The stretches of an index where its leading fields have the wanted values: one for each combination. */
export function stretchesOf(
  query: string,
  shape: IndexShape,
  leading: readonly BoundFilter[],
  bounds: readonly OrderBound[],
): readonly Stretch[] {
  let prefixes = [''];
  for (const field of shape.equal) {
    const filter = leading.find((candidate) => candidate.field === field);
    const values = filter?.operator === 'in' ? (filter.value as readonly unknown[]) : [filter?.value];
    const distinct = [...new Set(values.map((value) => orderText(orderValue(value))))];
    if (prefixes.length * distinct.length > MAX_STRETCHES) {
      throw invalid(query, `/${filter?.parameter}`, `asks for more than ${MAX_STRETCHES} combinations of values`);
    }
    prefixes = prefixes.flatMap((prefix) => distinct.map((text) => prefix + text));
  }
  return prefixes.map((prefix) => ({ prefix, ...entryRange(prefix, bounds) }));
}

function orderOf(query: PageQuery, sort: unknown): QueryOrder | null {
  if (sort === undefined) return query.defaultOrder;
  const { by, direction = 'asc' } = sort as { by: string; direction?: 'asc' | 'desc' };
  if (!query.sortable.includes(by))
    throw invalid(query.name, '/sort/by', `must be one of ${query.sortable.join(', ')}`);
  if (direction !== 'asc' && direction !== 'desc')
    throw invalid(query.name, '/sort/direction', `must be 'asc' or 'desc'`);
  return { by, direction };
}

function pagingOf(
  query: string,
  paging: unknown,
  digest: () => string,
): Pick<PageRequest, 'size' | 'number' | 'after'> {
  const {
    number = 1,
    size = DEFAULT_SIZE,
    cursor,
  } = (paging ?? {}) as { number?: number; size?: number; cursor?: string };
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_SIZE) {
    throw invalid(query, '/paging/size', `must be a whole number from 1 to ${MAX_SIZE}`);
  }
  if (!Number.isSafeInteger(number) || number < 1 || !Number.isSafeInteger(number * size)) {
    const last = Math.floor(Number.MAX_SAFE_INTEGER / size);
    throw invalid(query, '/paging/number', `must be a whole number from 1 to ${last}`);
  }
  if (cursor === undefined) return { size, number, after: null };
  if ((paging as { number?: number }).number !== undefined) {
    throw invalid(query, '/paging', 'has a number and a cursor: give one of them');
  }
  const after = cursorEnd(cursor, digest());
  if (after === null) {
    throw invalid(query, '/paging/cursor', 'is not of this query with these parameters: start again from page 1');
  }
  return { size, number: 0, after };
}

function invalid(query: string, pointer: string, message: string): StatefoldError<'INVALID'> {
  const violations: Violation[] = [{ pointer, message }];
  return new StatefoldError('INVALID', `${query}: ${pointer} ${message}.`, { message: query, violations });
}
