import { describe, expect, it } from 'vitest';
import { readText, withoutPlaces } from '../../../support/domain-fixture.js';

/** The row that queries ask for; what follows starts on line 7. */
const ROW = `export interface Order extends Aggregate { state: Empty; commands: { Place: Empty }; events: { Placed: Empty } }
export interface Row extends Projection<Order> {
/** @key */
id: string; status: 'open' | 'closed'; paid: boolean; total: Int; at: Date; shippedAt: Date | null; note?: string; tags: string[];
/** @unique */
code: string }
export interface Totals extends Rollup<Row, { key: 'status' }> { orders: Count }
`;

const read = (text: string) => readText(`${ROW}${text}`);
const plan = (text: string) => {
  const { model, problems } = read(text);
  return problems.length > 0 ? problems : model.queries[0]?.plan;
};
const filter = (field: string, operator = '=', optional = false, parameter = field) => ({
  field,
  parameter,
  operator,
  optional,
});
const page = (filters: object[], more = {}) => ({
  kind: 'page',
  source: 'Row',
  filters,
  sortable: [],
  defaultOrder: null,
  ...more,
});

const planned: [text: string, plan: object][] = [
  [
    'export interface Q extends Query<Row | null> { id: string }',
    { kind: 'row', source: 'Row', filters: [filter('id')] },
  ],
  [
    'export interface Q extends Query<null | Row> { code: string }',
    { kind: 'row', source: 'Row', filters: [filter('code')] },
  ],
  [
    "export interface Q extends Query<Found> { id: Row['id'] }\ntype Found = Row | null",
    { kind: 'row', source: 'Row', filters: [filter('id')] },
  ],
  [
    "export interface Q extends Query<Totals | null> { status: 'open' }",
    { kind: 'row', source: 'Totals', filters: [filter('status')] },
  ],
  ['export interface Q extends Query<Page<Row>> {}', page([])],
  ['export interface Q extends Query<Page<Row>>, Empty {}', page([])],
  [
    'export interface Q extends Query<Page<Row>> { paid: boolean; total?: Int }',
    page([filter('paid'), filter('total', '=', true)]),
  ],
  [
    "export interface Q extends Query<Page<Row>> { status?: Row['status'][]; shippedAt: null }",
    page([filter('status', 'in', true), filter('shippedAt')]),
  ],
  [
    'export interface Q extends Query<Page<Row>> {\n/** @where at >= */\nfrom: Date;\n/** @where at < */\nuntil?: Date;\n/** @where shippedAt > */\nafter: Date;\n/** @where code = */\nany: string[] }',
    page([
      filter('at', '>=', false, 'from'),
      filter('at', '<', true, 'until'),
      filter('shippedAt', '>', false, 'after'),
      filter('code', 'in', false, 'any'),
    ]),
  ],
  [
    "/** @sort at desc */\nexport interface Q extends Query<Page<Row>> { sort?: Sort<Row, 'total' | 'at'>; paging?: Paging }",
    page([], { sortable: ['total', 'at'], defaultOrder: { by: 'at', direction: 'desc' } }),
  ],
  [
    '/** @sort shippedAt */\nexport interface Q extends Query<Page<Row>> {}',
    page([], { defaultOrder: { by: 'shippedAt', direction: 'asc' } }),
  ],
  [
    '/** @reads Row, Totals */\nexport interface Q extends Query<{ open: Int }> { from: Date }',
    { kind: 'handler', sources: ['Row', 'Totals'] },
  ],
  [
    '/** @reads Row  Totals */\nexport interface Q extends Query<{ open: Int }> { from: Date }',
    { kind: 'handler', sources: ['Row', 'Totals'] },
  ],
];

const refused: [text: string, ...problems: string[]][] = [
  [
    'export interface Q extends Query<Row[]> {}',
    '9:34 Q must be written by hand: only "Row | null" and "Page<Row>" of a projection or rollup need no code. Change the result, or tag the query @reads with the projections and rollups that it reads.',
  ],
  [
    'export interface Q extends Query<Row> {}',
    '9:34 Q must be written by hand: only "Row | null" and "Page<Row>" of a projection or rollup need no code. Change the result, or tag the query @reads with the projections and rollups that it reads.',
  ],
  [
    '/** @reads Row, Nope */\nexport interface Q extends Query<Int> {}',
    '9:5 @reads names Nope, which is no projection or rollup. Correct the name.',
  ],
  [
    '/** @reads */\nexport interface Q extends Query<Int> {}',
    '9:5 @reads names projections and rollups, with a comma or a blank between them: @reads OrderSummary, CustomerTotals.',
  ],
  [
    '/**\n * @reads Row\n * Totals\n */\nexport interface Q extends Query<Int> {}',
    '10:4 @reads goes on after its line: "Totals" would not be read. Keep the value on one line, and text above the tags.',
  ],
  [
    '/** @reads Row */\nexport interface Q extends Query<Row | null> { id: string }',
    '9:5 @reads is for hand-written queries, and this one needs no code. Remove the tag.',
  ],
  [
    '/** @sort at */\nexport interface Q extends Query<Row | null> { id: string }',
    '9:5 @sort is for queries that return a page. Remove the tag.',
  ],
  [
    '/**\n * @reads Row\n * @sort at\n */\nexport interface Q extends Query<Int> {\n/** @where at > */\nfrom: Date }',
    '11:4 @sort is for queries that return a page. Remove the tag.',
    '14:5 @where is for queries that need no code. Remove the tag.',
  ],
  [
    'export interface Q extends Query<Row | null> {}',
    '9:18 A query for one row of Row has one parameter: "id" or "code". Return Page<Row> to filter by others.',
  ],
  [
    'export interface Q extends Query<Row | null> { id: string; code: string }',
    '9:18 A query for one row of Row has one parameter: "id" or "code". Return Page<Row> to filter by others.',
  ],
  [
    'export interface Q extends Query<Row | null> { total: Int }',
    '9:48 One row of Row is found by "id" or "code", required and equal. Change the parameter, or return Page<Row>.',
  ],
  [
    'export interface Q extends Query<Row | null> { id?: string }',
    '9:48 One row of Row is found by "id" or "code", required and equal. Change the parameter, or return Page<Row>.',
  ],
  [
    'export interface Q extends Query<Page<Row>> { nope: string }',
    '9:47 Row has no field nope. Name the parameter like a field, or say /** @where field >= */ above it.',
  ],
  [
    'export interface Q extends Query<Page<Row>> { total: string }',
    '9:47 total can never equal total: their types differ. Give it the type of the field.',
  ],
  [
    "export interface Q extends Query<Page<Row>> { status: 'opened' }",
    '9:47 status can never equal status: their types differ. Give it the type of the field.',
  ],
  [
    'export interface Q extends Query<Page<Row>> { note: string }',
    '9:47 note may be absent, and rows are found by what all of them have. Write "note: … | null" in the row.',
  ],
  [
    'export interface Q extends Query<Page<Row>> { tags: string }',
    '9:47 tags is no scalar: rows cannot be found by it. Add a field with what is asked for.',
  ],
  [
    'export interface Q extends Query<Page<Row>> {\n/** @where at => */\nfrom: Date }',
    '10:5 @where cannot be "at =>": it takes a field of the row and one of = < <= > >=, as "placedAt >=".',
  ],
  [
    'export interface Q extends Query<Page<Row>> {\n/** @where nope < */\nfrom: Date }',
    '10:5 Row has no field nope. Correct the name.',
  ],
  [
    'export interface Q extends Query<Page<Row>> {\n/** @where paid < */\np: boolean }',
    '10:5 paid has no order for "<". Use = here, or a text, number, bigint or Date field.',
  ],
  [
    'export interface Q extends Query<Page<Row>> {\n/** @where total < */\nt: Int[] }',
    '10:5 "<" compares with one value. Write the type of total, not an array.',
  ],
  [
    "export interface Q extends Query<Page<Row>> { sort: Sort<Row, 'paid' | 'note' | 'tags'> }",
    '9:47 Row cannot be sorted by note: it may be absent. Write "note: … | null" in the row.',
    '9:47 Row cannot be sorted by paid: it has no order. Use a text, number, bigint or Date field.',
    '9:47 Row cannot be sorted by tags: it has no order. Use a text, number, bigint or Date field.',
  ],
  [
    "export interface Q extends Query<Page<Row>> { sort: Sort<Totals, 'orders'> }",
    '9:47 Row has no field orders to sort by. Correct the name.',
    '9:58 This query returns rows of Row. Write Sort<Row, …>.',
  ],
  [
    "export interface Q extends Query<Page<Row>> { order?: Sort<Row, 'total'> }",
    '9:47 A parameter of type Sort is called "sort". Rename order.',
  ],
  [
    'export interface Q extends Query<Page<Row>> { page?: Paging }',
    '9:47 A parameter of type Paging is called "paging". Rename page.',
  ],
  [
    'export interface Q extends Query<Row | null> { id: string; paging?: Paging }',
    '9:18 A query for one row of Row has one parameter: "id" or "code". Return Page<Row> to filter by others.',
    '9:60 "paging" is for queries that return a page. Remove it.',
  ],
  [
    '/** @sort total up */\nexport interface Q extends Query<Page<Row>> {}',
    '9:5 @sort cannot be "total up": it takes a field of the row and asc or desc, as "placedAt desc".',
  ],
  [
    '/** @sort nope */\nexport interface Q extends Query<Page<Row>> {}',
    '9:5 Row has no field nope to sort by. Correct the name.',
  ],
];

describe('queries', () => {
  it.each(planned)('plans %s', (text, expected) => {
    expect(plan(text)).toEqual(expected);
  });

  it.each(refused)('refuses %s', (text, ...problems) => {
    expect(plan(text)).toEqual(problems);
  });

  it('hold sort and paging among their parameters, with the bounds of a page', () => {
    const { model } = read("export interface Q extends Query<Page<Row>> { sort?: Sort<Row, 'total'>; paging: Paging }");
    const field = (name: string, type: object, optional: boolean) => ({
      name,
      doc: '',
      type,
      optional,
      renamedFrom: null,
    });
    const direction = {
      kind: 'union',
      members: [
        { kind: 'literal', value: 'asc' },
        { kind: 'literal', value: 'desc' },
      ],
      discriminator: null,
    };
    const sort = [field('by', { kind: 'literal', value: 'total' }, false), field('direction', direction, true)];
    const paging = [
      field('number', { kind: 'integer', constraints: { minimum: 1 } }, true),
      field('size', { kind: 'integer', constraints: { minimum: 1, maximum: 1000 } }, true),
      field('cursor', { kind: 'string', constraints: {} }, true),
    ];
    expect(withoutPlaces(model.queries[0]?.parameters)).toEqual({
      kind: 'object',
      fields: [
        field('sort', { kind: 'object', fields: sort }, true),
        field('paging', { kind: 'object', fields: paging }, false),
      ],
    });
  });
});
