import { describe, expect, it } from 'vitest';
import { readText, withoutPlaces } from '../../../support/domain-fixture.js';

const REST = 'commands: { Place: Empty }; events: { Placed: Empty }';
const ORDER = `export type OrderId = Branded<string, 'OrderId'>;
export interface Order extends Aggregate<OrderId> { state: Empty; ${REST} }
`;

const refusedAggregates: [what: string, text: string, ...problems: string[]][] = [
  [
    'an id type without a name',
    `export interface Order extends Aggregate<Branded<string, 'X'>> { state: Empty; ${REST} }`,
    '2:42 Give the id type a name: export type OrderId = Branded<string, "OrderId">.',
  ],
  [
    'an id type that is not exported',
    `type X = string;\nexport interface Order extends Aggregate<X> { state: Empty; ${REST} }`,
    '2:6 X is imported by generated code. Write "export type X".',
  ],
  [
    'an id that is not plain text',
    `export type X = 'a' | 'b';\nexport interface Order extends Aggregate<X> { state: Empty; ${REST} }`,
    '3:42 The id of an aggregate is text. Write string, or an alias of Branded<string, "Name">.',
  ],
  [
    'a missing part',
    'export interface Order extends Aggregate { state: Empty; commands: { Place: Empty } }',
    '2:18 Order says nothing of its events. Add "events: { … }".',
  ],
  [
    'no commands and no events',
    'export interface Order extends Aggregate { state: Empty; commands: {}; events: Empty }',
    '2:58 An aggregate without commands does nothing. Declare one: PlaceOrder: { … }.',
    '2:72 An aggregate without events does nothing. Declare one: OrderPlaced: { … }.',
  ],
  [
    'a state written {}',
    `export interface Order extends Aggregate { state: {}; ${REST} }`,
    '2:51 An aggregate without state is written "state: Empty".',
  ],
  [
    'a state that is no object',
    `export interface Order extends Aggregate { state: Int[]; ${REST} }`,
    '2:51 The state is one object type. Write { … } with the fields.',
  ],
  [
    'an optional field of the state',
    `export interface Order extends Aggregate { state: { a?: Int }; ${REST} }`,
    '2:53 A field of the state cannot be optional: evolve merges, and a merge cannot take a field away. Write "a: … | null".',
  ],
  [
    'payloads written {}, of scalars, and optional ones',
    'export interface Order extends Aggregate { state: Empty; commands: { A: {} }; events: { B: {}; C: string; D?: Empty } }',
    '2:73 A command that carries no data is written "A: Empty".',
    '2:92 An event that carries no data is written "B: Empty".',
    '2:99 The payload of C is one object type. Write { … } with the fields, or Empty.',
    '2:107 An event cannot be optional. Remove the "?".',
  ],
  [
    'a payload that is a union',
    `export interface Order extends Aggregate { state: Empty; commands: { A: { a: 1 } | { a: 2 } }; events: { B: Empty } }`,
    '2:73 The payload of A is one object type. Write { … } with the fields, or Empty.',
  ],
  [
    'a surplus part',
    `export interface Order extends Aggregate { id: string; state: Empty; ${REST} }`,
    '2:44 An aggregate has state, commands and events only. Move id into the state.',
  ],
  [
    'type parameters',
    `export interface Order<T extends string> extends Aggregate<T> { state: Empty; ${REST} }`,
    '2:18 Order cannot have type parameters: it is declared for one kind of data.',
    '2:60 Give the id type a name: export type OrderId = Branded<string, "OrderId">.',
    '2:60 T is a type parameter that nothing is given for. Write an interface or a type alias of this project, once.',
  ],
  [
    'a declaration that is not exported',
    `interface Order extends Aggregate { state: Empty; ${REST} }`,
    '2:11 Order is imported by generated code. Write "export interface Order".',
  ],
  [
    'a declaration in two pieces',
    `export interface Order extends Aggregate { state: Empty; ${REST} }\nexport interface Order { other: Int }`,
    '2:18 Order is declared more than once. Write all of it in one interface.',
  ],
  [
    'an alias instead of an interface',
    `export type Order = Aggregate & { state: Empty; ${REST} }`,
    '2:21 Write "export interface Order extends Aggregate<…>": an alias declares nothing.',
  ],
  [
    'two words on one interface',
    `${ORDER}export interface Row extends Projection<Order>, Query<Int> {\n/** @key */\nid: OrderId }`,
    '4:49 Row is a Projection already. Declare one interface for each.',
  ],
];

const refusedStatements: [text: string, problem: string][] = [
  ['export const x = 1;', '2:1 A domain file holds interfaces and type aliases only. Move what runs to another file.'],
  [
    'export function f() {}',
    '2:1 A domain file holds interfaces and type aliases only. Move what runs to another file.',
  ],
  ['export class C {}', '2:1 A domain file holds interfaces and type aliases only. Move what runs to another file.'],
  [
    'export enum E { A }',
    "2:1 A domain file holds interfaces and type aliases only. Write a union of literals instead of an enum: type Status = 'open' | 'closed'.",
  ],
  [
    'export namespace N { export type X = Int }',
    '2:1 A domain file holds interfaces and type aliases only. Write the types of a namespace at the top of the file.',
  ],
  ["import 'statefold/domain';", '2:1 A domain file holds types only, and this import runs something. Remove it.'],
];

const refusedProjections: [what: string, text: string, ...problems: string[]][] = [
  [
    'without a key',
    'export interface R extends Projection<Order> { id: OrderId }',
    '4:18 R has no key. Tag the field that holds the id of Order: /** @key */',
  ],
  [
    'without a key, asked by it',
    'export interface R extends Projection<Order> { id: OrderId }\nexport interface Q extends Query<R | null> { id: OrderId }',
    '4:18 R has no key. Tag the field that holds the id of Order: /** @key */',
  ],
  [
    'without a key, asked by a unique field',
    'export interface R extends Projection<Order> { id: OrderId;\n/** @unique */\ncode: string }\nexport interface Q extends Query<R | null> { id: OrderId }',
    '4:18 R has no key. Tag the field that holds the id of Order: /** @key */',
  ],
  [
    'with a key of another type',
    'export interface R extends Projection<Order> {\n/** @key */\nid: string }',
    '6:1 The key of a projection of Order is its id. Write "id: OrderId".',
  ],
  [
    'with an optional key',
    'export interface R extends Projection<Order> {\n/** @key */\nid?: OrderId }',
    '6:1 The key of a projection of Order is its id. Write "id: OrderId".',
  ],
  [
    'with two keys',
    'export interface R extends Projection<Order> {\n/** @key */\nid: OrderId;\n/** @key */\nid2: OrderId }',
    '8:1 R has two keys. Leave @key on one field; tag others @unique.',
  ],
  [
    'with text behind @key',
    'export interface R extends Projection<Order> {\n/** @key The id. */\nid: OrderId }',
    '5:5 @key takes no value. Write text above the tags.',
  ],
  [
    'of no aggregate',
    'interface Line extends Order { x: Int }\nexport interface R extends Projection<Line> {\n/** @key */\nid: OrderId }',
    '5:39 A projection folds one aggregate. Write Projection<…> with an aggregate of a *.domain.ts file.',
  ],
  [
    'with a malformed @sla',
    '/** @sla 2 s */\nexport interface R extends Projection<Order> {\n/** @key */\nid: OrderId }',
    '4:5 @sla cannot be "2 s": it takes a time as 250ms, 2s or 1m.',
  ],
  [
    'with @unique on an array',
    'export interface R extends Projection<Order> {\n/** @key */\nid: OrderId;\n/** @unique */\ntags: string[] }',
    '8:1 tags cannot be @unique: rows are found by a scalar that each of them has. Use a required text, number, bigint or Date field.',
  ],
  [
    'with @unique on its key',
    'export interface R extends Projection<Order> {\n/**\n * @key\n * @unique\n */\nid: OrderId }',
    '9:1 id is the key, which is unique already. Remove @unique.',
  ],
  [
    'that extends another',
    'export interface R extends Projection<Order> {\n/** @key */\nid: OrderId }\nexport interface S extends R { x: Int }\nexport interface T extends Projection<Order>, R {\n/** @key */\nid: OrderId }',
    '8:47 R is a declared projection and cannot be extended. Move the fields that both need into a type of their own.',
  ],
];

describe('aggregates', () => {
  it('are read with id, state, commands and events in written order', () => {
    const { model, problems } = readText(`/** @pattern ^o */
export type OrderId = Branded<string, 'OrderId'>;
/** A customer's order. */
export interface Order extends Aggregate<OrderId> {
  state: { total: Int };
  commands: { ShipOrder: Empty; PlaceOrder: Placing };
  events: Events;
}
type Placing = { total: Int };
interface Events { OrderPlaced: Placing; OrderShipped: Empty }`);
    const total = {
      name: 'total',
      doc: '',
      type: { kind: 'integer', constraints: {} },
      optional: false,
      renamedFrom: null,
    };
    const placing = { kind: 'object', fields: [total] };
    const empty = { kind: 'object', fields: [] };
    const untagged = { version: 1, retired: false, renamedFrom: null };
    expect(problems).toEqual([]);
    expect(withoutPlaces(model.aggregates)).toEqual([
      {
        name: 'Order',
        doc: "A customer's order.",
        id: { kind: 'string', constraints: { pattern: '^o' } },
        idName: { name: 'OrderId', file: 'domain/a.domain.ts' },
        state: placing,
        commands: [
          { name: 'ShipOrder', doc: '', payload: empty, ...untagged },
          { name: 'PlaceOrder', doc: '', payload: placing, ...untagged },
        ],
        events: [
          { name: 'OrderPlaced', doc: '', payload: placing, ...untagged },
          { name: 'OrderShipped', doc: '', payload: empty, ...untagged },
        ],
      },
    ]);
    expect(model.types).toEqual([]);
  });

  it.each(['Aggregate', 'Aggregate<string>'])('have plain strings for ids as %s', (base) => {
    const { model } = readText(`export interface Order extends ${base} { state: Empty; ${REST} }`);
    expect(model.aggregates[0]).toMatchObject({ id: { kind: 'string', constraints: {} }, idName: null });
  });

  it.each(refusedAggregates)('refuses %s', (_, text, ...problems) => {
    expect(readText(text).problems).toEqual(problems);
  });

  it.each(refusedStatements)('refuses %s in a domain file', (text, problem) => {
    expect(readText(text).problems).toEqual([problem]);
  });
});

describe('projections', () => {
  it('are read with aggregate, key, unique fields, SLA and row', () => {
    const { model, problems } = readText(`${ORDER}/**
 * One row per order.
 * @sla 2s
 */
export interface Row extends Projection<Order>, Timed {
  /** @key */
  id: Order2;
  /** @unique */
  code: string;
}
type Order2 = OrderId;
interface Timed { at: Date }`);
    const field = (name: string, kind: string) => ({
      name,
      doc: '',
      type: { kind, constraints: {} },
      optional: false,
      renamedFrom: null,
    });
    expect(problems).toEqual([]);
    expect(withoutPlaces(model.projections)).toEqual([
      {
        name: 'Row',
        doc: 'One row per order.',
        aggregate: 'Order',
        key: 'id',
        unique: ['code'],
        slaMs: 2000,
        row: { kind: 'object', fields: [field('at', 'date'), field('id', 'string'), field('code', 'string')] },
      },
    ]);
  });

  it.each([
    ['250ms', 250],
    ['1m', 60_000],
  ])('may take %s to be visible', (written, ms) => {
    const { model } = readText(
      `${ORDER}/** @sla ${written} */\nexport interface R extends Projection<Order> {\n/** @key */\nid: OrderId }`,
    );
    expect(model.projections[0]?.slaMs).toBe(ms);
  });

  it.each(refusedProjections)('are refused %s', (_, text, ...problems) => {
    expect(readText(`${ORDER}${text}`).problems).toEqual(problems);
  });
});
