import { describe, expect, it } from 'vitest';
import { readField, readFiles, readText, withField, withoutPlaces } from '../../../support/domain-fixture.js';

const scalar = (kind: string, constraints = {}) => ({ kind, constraints });
const literal = (value: string | number | boolean) => ({ kind: 'literal', value });
const reference = (name: string) => ({ kind: 'reference', name });
const array = (element: object, constraints = {}) => ({ kind: 'array', element, constraints });
const union = (members: object[], discriminator: string | null = null) => ({ kind: 'union', members, discriminator });
const field = (name: string, type: object, optional = false) => ({ name, doc: '', type, optional, renamedFrom: null });
const object = (...fields: object[]) => ({ kind: 'object', fields });

const CIRCLE = "interface Circle { kind: 'circle'; radius: Int }";
const SQUARE = "interface Square { kind: 'square'; side: Int }";

const supported: [field: string, declarations: string, type: object][] = [
  ['f: string', '', scalar('string')],
  ['f: number', '', scalar('number')],
  ['f: Int', '', scalar('integer')],
  ['f: bigint', '', scalar('bigint')],
  ['f: boolean', '', scalar('boolean')],
  ['f: null', '', scalar('null')],
  ['f: Date', '', scalar('date')],
  ['f: Uint8Array', '', scalar('bytes')],
  ["f: Branded<string, 'X'>", '', scalar('string')],
  ["f: Branded<Int, 'X'>", '', scalar('integer')],
  ["f: 'b' | 'a' | -2 | true", '', union([literal('b'), literal('a'), literal(-2), literal(true)])],
  ['f: 1_000 | -0x10', '', union([literal(1000), literal(-16)])],
  ["f: 'a' | ('b' | 'a')", '', union([literal('a'), literal('b')])],
  ['f: Int | null', '', union([scalar('integer'), scalar('null')])],
  ['f: Int | string | boolean', '', union([scalar('integer'), scalar('string'), scalar('boolean')])],
  ['f: string[]', '', array(scalar('string'))],
  ['f: readonly Int[]', '', array(scalar('integer'))],
  ['f: Array<Date>', '', array(scalar('date'))],
  ['f: ReadonlyArray<Date>', '', array(scalar('date'))],
  [
    'f: [string, n?: Int]',
    '',
    {
      kind: 'tuple',
      elements: [
        { type: scalar('string'), optional: false },
        { type: scalar('integer'), optional: true },
      ],
    },
  ],
  ['f: Record<string, Int>', '', { kind: 'record', value: scalar('integer'), constraints: {} }],
  ['f: { a: { b?: string } }', '', object(field('a', object(field('b', scalar('string'), true))))],
  ["f: { 'quoted': Int }", '', object(field('quoted', scalar('integer')))],
  ['f: Money', 'type Money = Cents; type Cents = Int;', scalar('integer')],
  ['f: Lines', 'type Lines = Line[]; interface Line { sku: string }', array(reference('Line'))],
  ['f: Line', 'interface Line { sku: string }', reference('Line')],
  ['f: Line', 'type Line = { sku: string }', reference('Line')],
  ['f: Other', 'type Other = Line; interface Line { sku: string }', reference('Line')],
  ['f: Readonly<Line>', 'interface Line { sku: string }', reference('Line')],
  [
    'f: A & B',
    'interface A { x: Int } type B = { y: Int }',
    object(field('x', scalar('integer')), field('y', scalar('integer'))),
  ],
  ["f: Line['sku']", 'interface Line { sku: string }', scalar('string')],
  [
    "f: Owner['state']",
    'export interface Owner extends Aggregate { state: { a: Int }; commands: { Own: Empty }; events: { Owned: Empty } }',
    object(field('a', scalar('integer'))),
  ],
  [
    'f: Box<Int>',
    'interface Box<T> { held: T; all: T[] }',
    object(field('held', scalar('integer')), field('all', array(scalar('integer')))),
  ],
  ['f: Box', 'type Box<T = Date> = { held: T }', object(field('held', scalar('date')))],
  ['f: Same<Same<Box<Int>>>', 'type Box<T> = { held: T }; type Same<T> = T', object(field('held', scalar('integer')))],
  ['f: Tree', 'interface Tree { children: Tree[] }', reference('Tree')],
  ['f: Tree<Int>', 'interface Tree<T> { value: T; children: Tree<T>[] }', reference('TreeOfInt')],
  ['f: Json', 'type Json = string | Int | Json[]', reference('Json')],
  ['f: Circle | Square', CIRCLE + SQUARE, union([reference('Circle'), reference('Square')], 'kind')],
  ['f: Shape', `type Shape = Circle | Square; ${CIRCLE}${SQUARE}`, reference('Shape')],
  ['f: Shape | null', `type Shape = Circle | Square; ${CIRCLE}${SQUARE}`, union([reference('Shape'), scalar('null')])],
  [
    "f: Shape | { kind: 'none' | 'all' }",
    `type Shape = Circle | Square; ${CIRCLE}${SQUARE}`,
    union([reference('Shape'), object(field('kind', union([literal('none'), literal('all')])))], 'kind'),
  ],
];

const refused: [field: string, declarations: string, problem: string][] = [
  ['f: any', '', '4:4 "any" cannot be checked. Write the type of the data.'],
  ['f: unknown', '', '4:4 "unknown" cannot be checked. Write the type of the data.'],
  ['f: object', '', '4:4 "object" says nothing about its fields. Write { … } with the fields.'],
  ['f: string | undefined', '', '4:13 "undefined" cannot be stored. Make the field optional with "?", or use null.'],
  [
    "f: A['x']",
    'interface A { x?: Int }',
    "4:4 A['x'] may be undefined, since x is optional. Give the type of x a name and use that.",
  ],
  ['f: never', '', '4:4 "never" has no value. Leave the field out.'],
  ['f: void', '', '4:4 "void" has no value. Leave the field out, or use null.'],
  ['f: symbol', '', '4:4 "symbol" cannot be stored. Use a string.'],
  ['f: () => Int', '', '4:4 A function cannot be stored. Write the data that it works on.'],
  ['f: new () => Date', '', '4:4 A constructor cannot be stored. Write the data that it works on.'],
  ['f(): Int', '', '4:1 Only fields are supported here: data holds no functions. Write "name: type".'],
  [
    'f: { [key: string]: Int }',
    '',
    '4:6 An index signature is not supported. Write a field of type Record<string, …>.',
  ],
  [
    "f: Record<'a' | 'b', Int>",
    '',
    '4:11 The keys of a record are any strings. Write Record<string, …>, or an object with the fields that you know.',
  ],
  ['f: Partial<A>', 'interface A { x: Int }', '4:4 Partial<…> is not supported. Write out the type that it comes to.'],
  ["f: Omit<A, 'x'>", 'interface A { x: Int }', '4:4 Omit<…> is not supported. Write out the type that it comes to.'],
  ['f: keyof A', 'interface A { x: Int }', `4:4 "keyof" is not supported. Write the names as a union: 'a' | 'b'.`],
  ["f: { [K in 'a']: Int }", '', '4:4 A mapped type is not supported. Write the fields out, or Record<string, …>.'],
  ['f: string extends Int ? 1 : 2', '', '4:4 A conditional type is not supported. Write the type that it comes to.'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template literal type, as a user writes it.
  ['f: `a${string}`', '', '4:4 A template literal type is not supported. Use string with a @pattern.'],
  [
    "f: import('./a.domain.js').Thing",
    '',
    '4:4 import("…") is not supported here. Import the type at the head of the file.',
  ],
  ['f: Map<string, Int>', '', '4:4 Map cannot be stored as it is. Use Record<string, …> or an array of entries.'],
  ['f: Set<Int>', '', '4:4 Set cannot be stored as it is. Use an array with @uniqueItems.'],
  ['f: RegExp', '', '4:4 RegExp cannot be stored as it is. Use a string.'],
  [
    'f: Promise<Int>',
    '',
    '4:4 Promise cannot be stored as it is. Use string, number, Int, bigint, boolean, Date, Uint8Array, arrays, records and objects.',
  ],
  ['f: 1n', '', '4:4 The literal 1n is not supported. Use a string, a finite number, true or false.'],
  ['f: 1e999', '', '4:4 The literal 1e999 is not supported. Use a string, a finite number, true or false.'],
  ['f: [string, ...Int[]]', '', '4:13 A tuple cannot hold a rest. Write an array, or list the elements.'],
  [
    "f: string & { brand: 'x' }",
    '',
    '4:4 Only object types can be joined with "&". To tell two scalars apart, write Branded<string, "Name">.',
  ],
  ['f: A & { x: Int }', 'interface A { x: Int }', '4:8 Field x is in two parts of the "&". Keep it in one of them.'],
  ['f: {}', '', '4:4 {} says nothing about its values. Write the fields, or leave this field out.'],
  ['f: Nothing', 'interface Nothing {}', '7:11 Nothing has no fields. Write them, or leave it out.'],
  ['f: Empty', '', '4:4 Empty is a whole payload, not a field. Leave this field out.'],
  ['f: Count', '', '4:4 Count is only for fields of a rollup. Write the type itself.'],
  ['f: Paging', '', '4:4 Paging is only for the parameter "paging" of a query.'],
  ['f: Page<Int>', '', '4:4 Page is only for the result of a query: Query<Page<Row>>.'],
  [
    'f: Thing',
    '',
    '4:4 Thing is a declared aggregate, not a type of data. Move the fields that both need into a type of their own.',
  ],
  [
    "f: A['x' | 'y']",
    'interface A { x: Int; y: Int }',
    `4:6 Only T['field'] with one written name is supported. Give the type a name and use that.`,
  ],
  [
    'f: Nest<Int>',
    'type Nest<T> = { next: Nest<T[]> | null }',
    '7:24 The type arguments of a recursive type need names. Declare an alias and use that.',
  ],
  ['f: Loop', 'type Loop = Loop', "7:6 Type alias 'Loop' circularly references itself. (TS2456)"],
  ['f: Missing', '', "4:4 Cannot find name 'Missing'. (TS2304)"],
  ["['f']: Int", '', '4:1 A computed name is not supported. Write the name itself.'],
  ["'two-words': Int", '', '4:1 "two-words" is no field name. Use letters, digits and "_", not starting with a digit.'],
  [
    '__proto__: Int',
    '',
    '4:1 A field cannot be called __proto__: plain objects use that name themselves. Choose another.',
  ],
  [
    'constructor: Int',
    '',
    '4:1 A field cannot be called constructor: plain objects use that name themselves. Choose another.',
  ],
  [
    'prototype: Int',
    '',
    '4:1 A field cannot be called prototype: plain objects use that name themselves. Choose another.',
  ],
];

describe('types', () => {
  it.each(supported)('reads %s %s', (written, declarations, type) => {
    expect(withoutPlaces(readField(written, declarations))).toEqual(type);
  });

  it.each(refused)('refuses %s %s', (written, declarations, problem) => {
    expect(readField(written, declarations)).toEqual([problem]);
  });

  it('keeps objects, unions of objects and recursive types by name, with doc and place', () => {
    const { model } = readText(
      withField(
        'f: Shape',
        `type Shape = Circle | Square;\n/** Round. */\n${CIRCLE}\n${SQUARE}\ninterface Unused { x: Int }`,
      ),
    );
    expect(model.types.map(({ name, doc, at }) => `${at.line}:${at.column} ${name} ${doc}`)).toEqual([
      '7:1 Shape ',
      '9:1 Circle Round.',
      '10:1 Square ',
    ]);
  });

  it('lists inherited fields first, and an overridden one once, as its heir says', () => {
    const { model } = readText(
      withField('f: Heir', 'interface Base { a: Int; b: string } interface Heir extends Base { c: Int; b: "x" }'),
    );
    expect(withoutPlaces(model.types[0]?.type)).toEqual(
      object(field('a', scalar('integer')), field('b', literal('x')), field('c', scalar('integer'))),
    );
  });

  it('names a recursive type the same whoever refers to it first', () => {
    const declarations = 'type Left = Int | Right[]; type Right = string | Left[];';
    const left = readText(withField('f: Left; g: Right', declarations)).model;
    const right = readText(withField('g: Right; f: Left', declarations)).model;
    expect(left.types).toEqual(right.types);
    expect(left.types.map(({ name }) => name)).toEqual(['Left', 'Right']);
  });
});

describe("Statefold's words", () => {
  const command = (payload: string) =>
    `export interface Thing extends Base { state: Nothing; events: { Done: Nothing }; commands: { Do: ${payload} } }`;

  it('knows them by their module, under any name', () => {
    const { model, problems } = readFiles({
      'domain/a.domain.ts': `import type { Aggregate as Base, Empty as Nothing, Int as Whole } from 'statefold/domain';\n${command('{ f: Whole }')}`,
    });
    expect(problems).toEqual([]);
    expect(model.aggregates[0]?.commands[0]?.payload.fields[0]?.type).toEqual(scalar('integer'));
  });

  it('does not take a type of the same name for them', () => {
    const { model } = readFiles({
      'domain/a.domain.ts': `import type { Aggregate as Base, Empty as Nothing } from 'statefold/domain';\ntype Int = string;\ninterface Projection<T> { x: T }\n${command('{ f: Int }')}`,
    });
    expect(model.aggregates[0]?.commands[0]?.payload.fields[0]?.type).toEqual(scalar('string'));
    expect(model.projections).toEqual([]);
  });

  it('knows them through a namespace and through a file of the project', () => {
    const { model, problems } = readFiles({
      'src/words.ts': "export type { Int as Whole } from 'statefold/domain';",
      'domain/a.domain.ts': `import type * as words from 'statefold/domain';\nimport type { Whole } from '../src/words.js';\ntype Base = unknown;\nexport interface Thing extends words.Aggregate { state: words.Empty; events: { Done: words.Empty }; commands: { Do: { f: Whole; g: words.Int } } }`,
    });
    expect(problems).toEqual([]);
    expect(model.aggregates[0]?.commands[0]?.payload.fields.map(({ type }) => type.kind)).toEqual([
      'integer',
      'integer',
    ]);
  });
});
