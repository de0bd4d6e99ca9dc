// What a generated query must answer, said plainly: filter, sort and cut the rows. The oracle of queries.
import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../projection/definition.js';
import type { PageQuery, QueryFilter, RowQuery } from '../table/query-definition.js';
import { comparePlain, typeOf } from './plain-order.js';

type Parameters = Readonly<Record<string, unknown>>;

/** The row that a row query answers with, where there is one only; those that it may choose from. */
export function plainAnswers(query: RowQuery, parameters: Parameters, rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => query.filters.every((filter) => passes(row, filter, parameters)));
}

/** All rows of all pages, in order. */
export function plainList(query: PageQuery, parameters: Parameters, rows: readonly Row[], key: string): readonly Row[] {
  const sort = parameters.sort as { readonly by: string; readonly direction?: 'asc' | 'desc' } | undefined;
  const { by, direction = 'asc' } = sort ?? query.defaultOrder ?? { by: null };
  const sorted = rows
    .filter((row) => query.filters.every((filter) => passes(row, filter, parameters)))
    .sort((a, b) => (by === null ? 0 : comparePlain(a[by], b[by])) || comparePlain(a[key], b[key]));
  return direction === 'asc' ? sorted : sorted.reverse();
}

function passes(row: Row, { field, parameter, operator }: QueryFilter, parameters: Parameters): boolean {
  const wanted = parameters[parameter];
  if (wanted === undefined) return true;
  const actual = row[field];
  if (actual === undefined) return false;
  if (operator === 'in') return (wanted as readonly unknown[]).some((one) => isDeepStrictEqual(one, actual));
  if (operator === '=') return isDeepStrictEqual(actual, wanted);
  // A bound speaks of its own type only.
  if (typeOf(actual) !== typeOf(wanted)) return false;
  const order = comparePlain(actual, wanted);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}
