import { describe, expect, it } from 'vitest';
import { entryOf, indexShape } from '../../../src/table/index-shape.js';
import type { PageQuery, QueryFilter } from '../../../src/table/query-definition.js';
import { planPage, shapesFor } from '../../../src/table/query-plan.js';

const filter = (field: string, operator: QueryFilter['operator'], optional = false): QueryFilter => ({
  field,
  parameter: field,
  operator,
  optional,
});

const page = (name: string, filters: readonly QueryFilter[], sortable: readonly string[] = []): PageQuery => ({
  kind: 'page',
  name,
  source: 'Orders',
  filters,
  sortable,
  defaultOrder: null,
});

const namesOf = (...queries: PageQuery[]) => shapesFor('Orders', 'id', queries).map(({ name }) => name);

describe('shapesFor', () => {
  it('gives an index to each combination of optional filters and orders', () => {
    expect(namesOf(page('A', [filter('b', '='), filter('a', 'in', true)], ['c']))).toEqual([
      'a,b;',
      'a,b;c',
      'b;',
      'b;c',
    ]);
  });

  it('shares an index between queries that need the same one', () => {
    expect(
      namesOf(page('A', [filter('a', '='), filter('b', '=')]), page('B', [filter('b', 'in'), filter('a', '=')])),
    ).toEqual(['a,b;']);
  });

  it('gives no index to ranges, to rows found by key, to other tables and to hand-written queries', () => {
    expect(namesOf(page('A', [filter('a', '<')]))).toEqual([';']);
    const row = { kind: 'row' as const, name: 'R', source: 'Orders', filters: [filter('id', '=')] };
    expect(shapesFor('Orders', 'id', [row])).toEqual([]);
    expect(shapesFor('Others', 'id', [page('A', [])])).toEqual([]);
  });

  it('does not multiply indexes by more than three optional filters', () => {
    const optional = ['a', 'b', 'c', 'd'].map((field) => filter(field, '=', true));
    expect(namesOf(page('A', [...optional, filter('e', '=')]))).toEqual(['e;']);
    expect(namesOf(page('A', optional.slice(1)))).toHaveLength(8);
  });

  it('finds a row by a unique field through an index', () => {
    const row = { kind: 'row' as const, name: 'R', source: 'Orders', filters: [filter('email', '=')] };
    expect(shapesFor('Orders', 'id', [row]).map(({ name }) => name)).toEqual(['email;']);
  });
});

describe('planPage', () => {
  it('narrows the stretch by a range on the field that sorts, and looks at rows for any other', () => {
    const query = page('A', [filter('a', '='), filter('b', '<'), filter('c', '>=')], ['b', 'c']);
    const plan = planPage(query, { a: 1, b: 5, c: 2, sort: { by: 'b' } });
    expect(plan.shape.name).toBe('a;b');
    expect(plan.residual.map(({ field }) => field)).toEqual(['c']);
    const [stretch] = plan.stretches;
    const at = (b: number | null) => entryOf(plan.shape, { a: 1, b }, 'k') ?? '';
    const isIn = (entry: string) => entry >= (stretch?.from ?? '') && entry < (stretch?.to ?? '');
    expect([null, -1, 4, 5, 6].map((b) => isIn(at(b)))).toEqual([false, true, true, false, false]);
  });

  it('makes one stretch for each distinct value, and none for an empty list', () => {
    const query = page('A', [filter('a', 'in'), filter('b', 'in')]);
    expect(planPage(query, { a: [1, 2, 1], b: ['x', 'y'] }).stretches).toHaveLength(4);
    expect(planPage(query, { a: [], b: ['x', 'y'] }).stretches).toHaveLength(0);
  });

  it('refuses more combinations of values than it would merge', () => {
    const many = Array.from({ length: 40 }, (_, n) => n);
    const query = page('A', [filter('a', 'in'), filter('b', 'in')]);
    expect(() => planPage(query, { a: many, b: many })).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});

describe('entryOf', () => {
  it('gives no entry to a row that lacks a field compared for equality', () => {
    expect(entryOf(indexShape(['a'], null), { b: 1 }, 'k')).toBeNull();
    expect(entryOf(indexShape(['a'], null), { a: null }, 'k')).not.toBeNull();
  });

  it('puts a row that lacks the sort field where null stands', () => {
    const shape = indexShape([], 'a');
    expect(entryOf(shape, {}, 'k')).toBe(entryOf(shape, { a: null }, 'k'));
  });

  it('refuses a field that has no order', () => {
    expect(() => entryOf(indexShape(['a'], null), { a: [] }, 'k')).toThrow(TypeError);
  });
});
