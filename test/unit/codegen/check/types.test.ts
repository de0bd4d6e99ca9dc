import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaTable } from '../../../../codegen/emit/schema.js';
import { schemaCodec } from '../../../../src/codec/schema-codec.js';
import { Writer } from '../../../../src/codec/writer.js';
import type { ObjectSchema } from '../../../../src/schema/schema.js';
import { createValidators } from '../../../../src/schema/validator.js';
import { arbitrariesFor } from '../../../../src/testing/arbitrary.js';
import { descriptorOf } from '../../../support/descriptors.js';
import { readField, readText, withField } from '../../../support/domain-fixture.js';

const alike: [field: string, declarations: string, problem: string][] = [
  [
    'f: string | Date',
    '',
    '4:1 string and Date cannot be told apart in JSON, where both are text. Keep one, or make them objects with a literal field.',
  ],
  [
    'f: bigint | Uint8Array',
    '',
    '4:1 bigint and Uint8Array cannot be told apart in JSON, where both are text. Keep one, or make them objects with a literal field.',
  ],
  ["f: string | 'a'", '', '4:1 The literal "a" cannot be told apart from string in JSON. Remove one of them.'],
  [
    'f: number | Int',
    '',
    '4:1 number and Int cannot be told apart in JSON, where both are number. Keep the wider one.',
  ],
  ['f: Int | 1', '', '4:1 The literal 1 cannot be told apart from Int in JSON. Remove one of them.'],
  ['f: boolean | true', '', '4:1 The literal true cannot be told apart from boolean in JSON. Remove one of them.'],
  [
    'f: string[] | Int[]',
    '',
    '4:1 an array and an array cannot be told apart in JSON, where both are list. Write one array of a union: (A | B)[].',
  ],
  [
    'f: [string] | Int[]',
    '',
    '4:1 a tuple and an array cannot be told apart in JSON, where both are list. Write one array of a union: (A | B)[].',
  ],
  [
    'f: Record<string, Int> | { a: Int }',
    '',
    '4:1 a record and an object cannot be told apart in JSON, where both are object. Make them objects with a literal field.',
  ],
  [
    'f: (string | Date)[]',
    '',
    '4:1 string and Date cannot be told apart in JSON, where both are text. Keep one, or make them objects with a literal field.',
  ],
  [
    'f: A',
    'type A = { b: Record<string, string | Date> }',
    '7:12 string and Date cannot be told apart in JSON, where both are text. Keep one, or make them objects with a literal field.',
  ],
  [
    'f: Json | Int[]',
    'type Json = string | Json[]',
    '4:1 an array and an array cannot be told apart in JSON, where both are list. Write one array of a union: (A | B)[].',
  ],
];

const OBJECTS =
  '4:1 The objects of a union are told apart by a field that is a different literal in each. Add one: kind: "circle".';
const indistinct: [field: string, declarations?: string][] = [
  ['f: { a: Int } | { b: Int }'],
  ["f: { k: 'a' } | { k: 'a'; b: Int }"],
  ["f: { k: 'a' } | { k?: 'b' }"],
  ["f: { k: 'a' } | { k: string }"],
  ["f: { k: 'a' | 'b' } | { k: 'b' | 'c' }"],
  ["f: { k: 'a' } | { k: 'b' } | { j: 'c' }"],
  ["f: Shape | { k: 'b' }", "type Shape = { k: 'a' } | { k: 'b' }"],
];

const endless: [field: string, declarations: string, ...problems: string[]][] = [
  [
    'f: A',
    'interface A { next: A }',
    '7:1 A holds itself without end. Make the field optional or "| null", or hold an array of it.',
  ],
  [
    'f: A',
    'interface A { b: B }\ninterface B { a: [A] }',
    '7:1 A holds itself without end. Make the field optional or "| null", or hold an array of it.',
    '8:1 B holds itself without end. Make the field optional or "| null", or hold an array of it.',
  ],
  [
    'f: A',
    'interface A {\n/** @minItems 1 */\nall: A[] }',
    '7:1 A holds itself without end. Make the field optional or "| null", or hold an array of it.',
  ],
  [
    'f: A',
    'interface A {\n/** @minProperties 1 */\nall: Record<string, A> }',
    '7:1 A holds itself without end. Make the field optional or "| null", or hold an array of it.',
  ],
];

const UNNAMED =
  'holds itself in another union, through a part without a name. Declare that part as a type of its own, and name it here.';
const unnamed: [declarations: string, ...names: string[]][] = [
  ['type G = { u?: Int | G | null } | boolean', '7:1 G'],
  ['type G = string | (G | null)[]', '7:1 G'],
  ['type G = string | { by: Record<string, G | null> }', '7:1 G'],
  ['type G = string | [G | null]', '7:1 G'],
  ['type G = H | null\ntype H = { g: G | Int } | boolean', '7:1 G', '8:1 H'],
];

describe('unions', () => {
  it.each(alike)('refuses %s %s', (field, declarations, problem) => {
    expect(readField(field, declarations)).toEqual([problem]);
  });

  it.each(indistinct)('refuses the objects of %s %s', (field, declarations = '') => {
    expect(readField(field, declarations)).toEqual([OBJECTS]);
  });

  it.each([
    ["f: { k: 'a' | 'b' } | { k: 1 }", 'k'],
    ["f: { j: Int; k: 'a' } | { k: 'b'; j: Int }", 'k'],
    ["f: { v: 1; k: 'a' } | { v: 1; k: 'b' }", 'k'],
  ])('tells the objects of %s apart by %s', (field, discriminator) => {
    expect(readField(field)).toMatchObject({ discriminator });
  });

  it('tells the objects of a named union apart beside others, also where they hold unions of their own', () => {
    const declarations = "type A = { kind: 'a'; in: { k: 1 } | { k: 2 } } | { kind: 'b' }";
    expect(readField("f: A | { kind: 'c' }", declarations)).toMatchObject({ kind: 'union', discriminator: 'kind' });
  });

  it.each([
    'Date | null',
    'string | number | boolean | null',
    "'a' | 'b' | Int",
    'bigint | number',
    'Int[] | string | { a: Int }',
  ])('accepts %s', (type) => {
    expect(readField(`f: ${type}`)).toMatchObject({ kind: 'union', discriminator: null });
  });
});

describe('recursive types', () => {
  it.each(endless)('refuses %s %s', (field, declarations, ...problems) => {
    expect(readField(field, declarations)).toEqual(problems);
  });

  it.each(unnamed)('refuses %s, which would be spread out without end', (declarations, ...names) => {
    expect(readField('f: G', declarations)).toEqual(names.map((name) => `${name} ${UNNAMED}`));
  });

  it.each([
    'type G = Part | boolean\ninterface Part { u?: Int | G | null }',
    'type G = string | Part\ntype Part = (G | null)[]',
    'type G = string | G[] | { by: Record<string, G> }',
    'type G = { g: G[] } | null',
  ])('accepts %s, and its values can be checked, written and made', (declarations) => {
    const { model, problems } = readText(withField('f: G', declarations));
    expect(problems).toEqual([]);
    const schemas = schemaTable(model);
    const [name = ''] = model.aggregates.flatMap(({ commands }) => commands.map((command) => command.name));
    const schema = schemas[name] as ObjectSchema;
    const codec = schemaCodec(descriptorOf('E', schema, { types: schemas }));
    const validators = createValidators(schemas);
    for (const value of fc.sample(arbitrariesFor(schemas)<object>(name), { numRuns: 50, seed: 1 })) {
      expect(validators.violations(name, value)).toEqual([]);
      codec.write(new Writer(), value);
    }
  });

  it.each([
    'next?: A',
    'next: A | null',
    'next: A[]',
    'next: Record<string, A>',
    'next: [Int, A?]',
    'next: B } type B = { k: 1; a: A } | { k: 2',
  ])('accepts interface A { %s }', (body) => {
    expect(readField('f: A', `interface A { ${body} }`)).toEqual({ kind: 'reference', name: 'A' });
  });
});
