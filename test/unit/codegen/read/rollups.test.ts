import { describe, expect, it } from 'vitest';
import { readText, withoutPlaces } from '../../../support/domain-fixture.js';

/** The row that rollups group; what follows starts on line 6. */
const ROW = `export interface Order extends Aggregate { state: Empty; commands: { Place: Empty }; events: { Placed: Empty } }
export interface Line { sku: string; quantity: Int; at: Date }
export interface Row extends Projection<Order> {
/** @key */
id: string; customer: Code; status: 'open' | 'closed'; paid: boolean; total: Cents; weight: number; big: bigint; at: Date; shippedAt: Date | null; note?: string; lines: Line[]; tags: string[] }
/** @maxLength 9 */
type Code = string;
/** @minimum 0 */
type Cents = Int;
`;

const scalar = (kind: string, constraints = {}) => ({ kind, constraints });
const field = (name: string, type: object) => ({ name, doc: '', type, optional: false, renamedFrom: null });

const refused: [text: string, ...problems: string[]][] = [
  [
    "Rollup<Line, { key: 'sku' }> { n: Count }",
    '11:35 A rollup groups the rows of a projection. Name one: Rollup<Row, { key: … }>.',
  ],
  [
    "Rollup<Row, { key: 'shippedAt' }> { n: Count }",
    '11:18 Row.shippedAt cannot be the key of a rollup: a key is text, a number, bigint or Date, and never null. Group by another field.',
  ],
  [
    "Rollup<Row, { key: 'paid' }> { n: Count }",
    '11:18 Row.paid cannot be the key of a rollup: a key is text, a number, bigint or Date, and never null. Group by another field.',
  ],
  [
    "Rollup<Row, { key: 'lines' }> { n: Count }",
    '11:18 Row.lines cannot be the key of a rollup: a key is text, a number, bigint or Date, and never null. Group by another field.',
  ],
  ["Rollup<Row, { key: 'note' }> { n: Count }", '11:18 Row.note may be absent. Make it required in the row.'],
  [
    "Rollup<Row, { key: 'lines.sku' }> { n: Count }",
    "11:18 lines.sku leads into an array that is not unnested. Add unnest: 'lines' to the grouping.",
  ],
  [
    "Rollup<Row, { key: 'id'; unnest: 'tags' }> { n: Count }",
    '11:18 "unnest" takes an array of objects that every row has, and Row.tags is none. Name another field.',
  ],
  [
    "Rollup<Row, { key: 'id'; where: { total: 1 } }> { n: Count }",
    '11:18 "where" takes fields of literals or booleans, and Row.total is neither. Give the row such a field.',
  ],
  [
    "Rollup<Row, { key: 'id'; where: { paid: boolean } }> { n: Count }",
    '11:68 A condition takes literals: "value" | "value", true, false, null.',
  ],
  ["Rollup<Row, { key: 'id' | 'customer' }> { n: Count }", '11:47 "key" takes one name in quotes.'],
  ["Rollup<Row, 'id'> { n: Count }", "11:40 Type 'string' does not satisfy the constraint 'Grouping<Row>'. (TS2344)"],
  [
    "Rollup<Row, { key: 'id'; having: 1 }> { n: Count }",
    '11:53 A rollup knows key, where and unnest only. Remove having.',
  ],
  [
    "Rollup<Row, { key: 'id' }> {\na: Sum<Row, 'weight'>;\nb: Sum<Row, 'customer'>;\nc: Max<Row, 'paid'>;\nd: Max<Row, 'shippedAt'>;\ne: Min<Row, 'note'>;\nf: Int;\ng?: Count;\nh: Max<Row, 'lines.at'>;\ni: Sum<Line, 'quantity'>;\nj: Max<Row, 'lines'> }",
    '12:1 Row.weight is a number, and a sum of floats depends on their order. Use Int in minor units (cents, grams), or bigint.',
    '13:1 Row.customer cannot be added up. Sum takes Int or bigint.',
    '14:1 Row.paid has no order. Max and Min take text, numbers, Int, bigint or Date.',
    '15:1 Row.shippedAt may be null, which has no place in an order. Use a field that always has a value.',
    '16:1 Row.note may be absent. Make it required in the row.',
    '17:4 A field of a rollup is Count, or Sum, Max or Min of a field of the row: Sum<Row, "field">.',
    '18:1 A field of a rollup cannot be optional. Remove the "?".',
    "19:1 lines.at leads into an array that is not unnested. Add unnest: 'lines' to the grouping.",
    '20:8 This rollup groups Row. Write Sum<Row, …>.',
    '21:1 Row.lines has no order. Max and Min take text, numbers, Int, bigint or Date.',
  ],
];

describe('rollups', () => {
  it('are read with grouping, fields and the row that these make', () => {
    const { model, problems } = readText(`${ROW}/** Per customer. */
export interface Totals extends Rollup<Row, { key: 'customer'; where: { status: 'open' | 'closed'; paid: true } }> {
  /** How many. */
  orders: Count;
  spent: Sum<Row, 'total'>;
  heavy: Sum<Row, 'big'>;
  last: Max<Row, 'at'>;
  least: Min<Row, 'total'>;
}`);
    expect(problems).toEqual([]);
    expect(withoutPlaces(model.rollups)).toEqual([
      {
        name: 'Totals',
        doc: 'Per customer.',
        source: 'Row',
        key: 'customer',
        keyField: 'customer',
        unnest: null,
        where: { status: ['open', 'closed'], paid: [true] },
        fields: [
          { name: 'orders', doc: 'How many.', aggregation: { kind: 'count' } },
          { name: 'spent', doc: '', aggregation: { kind: 'sum', path: 'total' } },
          { name: 'heavy', doc: '', aggregation: { kind: 'sum', path: 'big' } },
          { name: 'last', doc: '', aggregation: { kind: 'max', path: 'at' } },
          { name: 'least', doc: '', aggregation: { kind: 'min', path: 'total' } },
        ],
        row: {
          kind: 'object',
          fields: [
            field('customer', scalar('string', { maxLength: 9 })),
            { ...field('orders', scalar('integer', { minimum: 0 })), doc: 'How many.' },
            field('spent', scalar('integer')),
            field('heavy', scalar('bigint')),
            field('last', scalar('date')),
            field('least', scalar('integer', { minimum: 0 })),
          ],
        },
      },
    ]);
  });

  it('may unnest an array and group by a field of its elements', () => {
    const { model, problems } = readText(
      `${ROW}export interface Sales extends Rollup<Row, By> { units: Sum<Row, 'lines.quantity'> }\ntype By = { unnest: 'lines'; key: 'lines.sku' };`,
    );
    expect(problems).toEqual([]);
    expect(withoutPlaces(model.rollups[0])).toMatchObject({
      key: 'lines.sku',
      keyField: 'sku',
      unnest: 'lines',
      row: { fields: [field('sku', scalar('string')), field('units', scalar('integer'))] },
    });
  });

  it.each(refused)('refuses %s', (text, ...problems) => {
    expect(readText(`${ROW}export interface T extends ${text}`).problems).toEqual(problems);
  });

  it('refuses a field of the name of its key', () => {
    expect(
      readText(`${ROW}export interface T extends Rollup<Row, { key: 'total' }> {\ntotal: Count }`).problems,
    ).toEqual(["12:1 total is the key's own field of this rollup. Rename this one."]);
  });
});
