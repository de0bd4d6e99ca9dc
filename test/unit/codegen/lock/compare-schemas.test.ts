// How two forms of a type differ, of every kind and in every place, and in which order the newer one is stored.
import { describe, expect, it } from 'vitest';
import type { ObjectSchema } from '../../../../src/schema/schema.js';
import { difference } from './declared.js';

/** A field of every kind of change, before and after, and how it is told. */
const FIELDS: readonly (readonly [before: string, after: string, said: readonly string[]])[] = [
  ['', 'a?: string;', ['added a: – → string']],
  ['', 'b: string;', ['required b: – → string']],
  ['c: Int;', '', ['removed c: Int → –']],
  ['d: Int;', '/** @renamedFrom d */ dd: Int;', ['renamed dd: d → dd']],
  ['e: Int;', 'e?: Int;', ['optional e: Int → Int']],
  ['f?: Int;', 'f: Int;', ['required f: Int → Int']],
  ["g: 'x' | 'y';", "g: 'z' | 'y' | 'x';", ["widened g: 'x' | 'y' → 'z' | 'y' | 'x'"]],
  ["h: 'x' | 'y';", "h: 'y';", ["narrowed h: 'x' | 'y' → 'y'"]],
  ['i: string;', 'i: null | string;', ['widened i: string → null | string']],
  ['j: string | null;', 'j: string;', ['narrowed j: string | null → string']],
  ['k: Int;', 'k: number;', ['widened k: Int → number']],
  ['l: number;', 'l: Int;', ['narrowed l: number → Int']],
  ['m: Int;', 'm: Date;', ['retyped m: Int → Date']],
  [
    '/** @maxLength 5 */ n: string;',
    '/** @maxLength 6 */ n: string;',
    ['loosened n: string @maxLength 5 → string @maxLength 6'],
  ],
  ['o: string[];', '/** @minItems 1 */ o: string[];', ['tightened o: string[] → string[] @minItems 1']],
  ['p: [Int];', 'p: [Int, string?];', ['added p[1]: – → string']],
  ['q: [Int, string?];', 'q: [Int];', ['narrowed q: [Int, string?] → [Int]']],
  ["r: 'x';", 'r: string;', ["retyped r: 'x' → string"]],
];

/** Where a field may stand: what is around it, and how its path begins. */
const PLACES: Readonly<Record<string, readonly [around: (fields: string) => string, path: string]>> = {
  'an event itself': [(fields) => fields, ''],
  'a nested object': [(fields) => `in: { ${fields} };`, 'in.'],
  'a named type': [() => 'in: Named;', 'in.'],
  'items of an array': [(fields) => `in: { ${fields} }[];`, 'in[].'],
  'a member of a union': [(fields) => `in: { kind: 'one'; ${fields} } | { kind: 'two' };`, 'in.'],
  'an item of a tuple': [(fields) => `in: [string, { ${fields} }];`, 'in[1].'],
  'values of a record': [(fields) => `in: Record<string, { ${fields} }>;`, 'in[string].'],
};

describe.each(Object.entries(PLACES))('in %s', (_, [around, path]) => {
  it('tells every kind of change', () => {
    const [before, after] = [FIELDS.map(([old]) => old).join(' '), FIELDS.map(([, now]) => now).join(' ')];
    const { said } = difference(around(before), around(after), [
      `export interface Named { ${before} }`,
      `export interface Named { ${after} }`,
    ]);
    const expected = FIELDS.flatMap(([, , lines]) => lines.map((line) => line.replace(' ', ` ${path}`)));
    expect([...said].sort()).toEqual(expected.sort());
  });
});

it('finds nothing where fields, members and literals are only moved about, types are named or written out, or words differ', () => {
  const { said } = difference(
    "a: Int; b: 'x' | 'y'; c: string | null; d: { e: Int; f: Date }; /** @minimum 1 */ g: Int; h: Shape; i: Shape | null",
    "h: { side: Int; kind: 'square' } | Circle; g: Positive; d: D; c: null | string; b: 'y' | 'x'; a: Int; i: null | { side: Int; kind: 'square' } | Circle",
    [
      "export type Shape = { kind: 'circle'; radius: Int } | { kind: 'square'; side: Int };",
      "/** @exclusiveMinimum 0 */ export type Positive = Int; export interface D { f: Date; e: Int } export interface Circle { radius: Int; kind: 'circle' }",
    ],
  );
  expect(said).toEqual([]);
});

it('tells objects of a union apart by their literal, whatever they are called', () => {
  const { said } = difference('s: A | B', 's: X | Y', [
    "export interface A { kind: 'a'; n: Int } export interface B { kind: 'b'; n: Int }",
    "export interface X { kind: 'b'; n: Int } export interface Y { kind: 'a'; n: number }",
  ]);
  expect(said).toEqual(['widened s.n: Int → number']);
});

it('follows recursive types once, through every name', () => {
  const { said, grown } = difference('root: Tree', 'root: Tree', [
    'export interface Tree { value: Int; left: Tree | null; right: Tree | null }',
    'export interface Tree { right: Tree | null; left: Tree | null; note?: string; value: number }',
  ]);
  expect(said).toEqual(['widened root.value: Int → number', 'added root.note: – → string']);
  expect(Object.keys((grown.types.Tree as ObjectSchema).properties)).toEqual(['value', 'left', 'right', 'note']);
});

describe('the grown form', () => {
  it('keeps the place of everything that was there, at every depth', () => {
    const { grown } = difference(
      "b: Int; a: { y: Int; x: 'p' | 'q' }; u: string | Int; l: { m: Int; n: Int }[]",
      "z?: Int; a: { n?: Int; x: 'q' | 'o' | 'p'; y: Int }; b: Int; u: Date[] | Int | string; l: { k?: Int; n: Int; m: Int }[]",
    );
    expect(grown.schema).toMatchObject({
      properties: {
        a: { properties: { x: { enum: ['p', 'q', 'o'] } } },
        u: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'array' }] },
      },
    });
    expect(
      JSON.stringify(grown.schema)
        .match(/"(b|a|y|x|u|l|m|n|k|z)":/g)
        ?.map((key) => key[1]),
    ).toEqual(['b', 'a', 'y', 'x', 'n', 'u', 'l', 'm', 'n', 'k', 'z']);
  });

  it('writes an inner union out, so that a member it gains takes the place of none', () => {
    const { said, grown } = difference('s: Shape | Other', 's: Shape | Other', [
      "export type Shape = { kind: 'a' } | { kind: 'b' }; export interface Other { kind: 'other' }",
      "export type Shape = { kind: 'new' } | { kind: 'a' } | { kind: 'b' }; export interface Other { kind: 'other' }",
    ]);
    expect(said).toEqual([expect.stringMatching(/^widened s: /)]);
    expect(grown.schema.properties.s).toMatchObject({
      anyOf: [
        { properties: { kind: { enum: ['a'] } } },
        { properties: { kind: { enum: ['b'] } } },
        { $ref: '#/$defs/Other' },
        { properties: { kind: { enum: ['new'] } } },
      ],
    });
  });

  it('holds a named type twice where two places stored it in two orders', () => {
    const { said, grown } = difference(
      'p: { x: Int; y: Int }; q: { y: Int; x: Int }',
      'p: Point; q: Point; r?: Point',
      ['', 'export interface Point { x: Int; y: Int; z?: Int }'],
    );
    expect(said).toEqual(['added p.z: – → Int', 'added q.z: – → Int', 'added r: – → Point']);
    expect(grown.schema.properties).toEqual({
      p: { $ref: '#/$defs/Point' },
      q: { $ref: '#/$defs/Point2' },
      r: { $ref: '#/$defs/Point' },
    });
    expect(Object.keys((grown.types.Point as ObjectSchema).properties)).toEqual(['x', 'y', 'z']);
    expect(Object.keys((grown.types.Point2 as ObjectSchema).properties)).toEqual(['y', 'x', 'z']);
  });

  it('puts a renamed field in its old place', () => {
    const { grown } = difference('a: Int; b: Int', 'b: Int; c?: Int; /** @renamedFrom a */ d: Int');
    expect(Object.keys(grown.schema.properties)).toEqual(['d', 'b', 'c']);
  });
});

describe('constraints', () => {
  it.each([
    ['same', 'Int', '@exclusiveMinimum 0', '@minimum 1'],
    ['same', 'Int', '@minimum 3 @maximum 9', '@maximum 9 @minimum 3'],
    ['loosened', 'number', '@exclusiveMinimum 0', '@minimum 0'],
    ['tightened', 'number', '@minimum 0', '@exclusiveMinimum 0'],
    ['loosened', 'Int', '@multipleOf 6', '@multipleOf 3'],
    ['tightened', 'Int', '@multipleOf 3', '@multipleOf 6'],
    ['tightened', 'Int', '@minimum 3 @maximum 9', '@minimum 2 @maximum 8'],
    ['tightened', 'string', '@pattern ^a$', '@pattern ^b$'],
    ['loosened', 'string', '@pattern ^a$', ''],
    ['loosened', 'string', '@format email', ''],
    ['loosened', 'Date', '@minimum 2020-01-01', '@minimum 2019-12-31'],
    ['tightened', 'bigint', '', '@maximum 5'],
    ['loosened', 'Uint8Array', '@maxLength 5', ''],
    ['loosened', 'string[]', '@uniqueItems', ''],
    ['tightened', 'Record<string, Int>', '', '@maxProperties 3'],
  ])('%s: %s %s → %s', (kind, type, before, after) => {
    const field = (tags: string) => `/**\n${tags.replaceAll(' @', '\n@')}\n*/ x: ${type}`;
    const { said } = difference(field(before), field(after));
    expect(said.map((line) => line.split(' ')[0])).toEqual(kind === 'same' ? [] : [kind]);
  });
});
