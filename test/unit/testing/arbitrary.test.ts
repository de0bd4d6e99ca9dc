import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { createValidators } from '../../../src/schema/validator.js';
import { arbitrariesFor } from '../../../src/testing/arbitrary.js';

function object(properties: Record<string, Schema>, required = Object.keys(properties)): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function sample<T>(table: SchemaTable, name: string, numRuns = 300): T[] {
  return fc.sample(arbitrariesFor(table)<T>(name), { numRuns, seed: 42 });
}

/** How many values a value holds, itself counted. */
function partsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + partsOf(part), 1);
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Math.max(0, ...Object.values(value).map(depthOf)) + (Array.isArray(value) && value.length > 0 ? 1 : 0);
}

/** An array of objects that hold four of the next, so many levels deep. */
function nested(levels: number, least = 0): Schema {
  const item: Schema = levels === 0 ? { type: 'integer' } : nested(levels - 1, least);
  return { type: 'array', items: object({ a: item, b: item, c: item, d: item }, ['a']), minItems: least };
}

const tree = { $ref: '#/$defs/Tree' } as const;

describe('an arbitrary', () => {
  it('reaches both ends of small ranges', () => {
    const table: SchemaTable = {
      Root: {
        type: 'array',
        prefixItems: [
          { type: 'integer', exclusiveMinimum: 1, maximum: 4 },
          { type: 'number', multipleOf: 0.1, minimum: 0, maximum: 0.3 },
        ],
        items: false,
        minItems: 2,
      },
    };
    const values = sample<[number, number]>(table, 'Root');
    expect([...new Set(values.map(([whole]) => whole))].sort()).toEqual([2, 3, 4]);
    expect([...new Set(values.map(([, step]) => step))].sort()).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('makes exact multiples of a whole step only', () => {
    const table: SchemaTable = { Root: { type: 'number', multipleOf: 5 } };
    expect(sample<number>(table, 'Root').filter((value) => value % 5 !== 0)).toEqual([]);
  });

  it('makes optional fields, optional ends of tuples, and all members of unions, with and without', () => {
    const table: SchemaTable = {
      Root: object(
        {
          a: { type: 'null' },
          b: {
            anyOf: [{ enum: ['x'] }, { type: 'array', prefixItems: [{ type: 'null' }], items: false, minItems: 0 }],
          },
        },
        ['b'],
      ),
    };
    const seen = new Set(sample(table, 'Root').map((value) => JSON.stringify(value)));
    expect([...seen].sort()).toEqual([
      '{"a":null,"b":"x"}',
      '{"a":null,"b":[]}',
      '{"a":null,"b":[null]}',
      '{"b":"x"}',
      '{"b":[]}',
      '{"b":[null]}',
    ]);
  });

  it('stays small where the schema is recursive', () => {
    const table: SchemaTable = {
      Tree: object(
        {
          value: { type: 'integer' },
          left: { anyOf: [tree, { type: 'null' }] },
          children: { type: 'array', items: tree },
          byName: { type: 'object', additionalProperties: tree },
          pair: { type: 'array', prefixItems: [tree, tree], items: false, minItems: 0 },
        },
        ['value', 'left', 'children'],
      ),
    };
    const values = sample(table, 'Tree', 100);
    const validate = createValidators(table).of('Tree');
    for (const value of values) expect(validate(value)).toEqual([]);
    expect(Math.max(...values.map((value) => JSON.stringify(value).length))).toBeLessThan(200_000);
    expect(values.some((value) => JSON.stringify(value).includes('"left":{"value"'))).toBe(true);
  });

  it('stays small where arrays of objects nest, and fills the outer ones', () => {
    const table: SchemaTable = { Root: nested(5) };
    const values = sample<{ readonly a: readonly object[] }[]>(table, 'Root');
    expect(Math.max(...values.map(partsOf))).toBeLessThan(20_000);
    expect(Math.max(...values.map((value) => value.length))).toBe(10);
    expect(Math.max(...values.flat().map(({ a }) => a.length))).toBe(10);
    expect(Math.max(...values.map((value) => depthOf(value)))).toBeGreaterThan(2);
  });

  it('stays small where records, and arrays of arrays, nest', () => {
    const deep = (levels: number): Schema =>
      levels === 0
        ? { type: 'integer' }
        : { type: 'array', items: { type: 'object', additionalProperties: deep(levels - 1) } };
    const values = sample({ Root: deep(5) }, 'Root');
    expect(Math.max(...values.map(partsOf))).toBeLessThan(10_000);
  });

  it('leaves out, deep down, optional fields and members whose fewest items would be many', () => {
    const full = { $ref: '#/$defs/Full' } as const;
    const several: Schema = { type: 'array', items: full, minItems: 4 };
    const table: SchemaTable = {
      Full: object({ items: nested(3, 4), more: several, either: { anyOf: [several, { type: 'null' }] } }, ['either']),
    };
    const values = sample<{ readonly items?: unknown; readonly more?: unknown }>(table, 'Full', 100);
    const validate = createValidators(table).of('Full');
    for (const value of values) expect(validate(value)).toEqual([]);
    expect(Math.max(...values.map(partsOf))).toBeLessThan(20_000);
    expect(values.some(({ items }) => items !== undefined)).toBe(true);
    expect(values.some(({ more }) => more !== undefined)).toBe(true);
  });

  it('ends where a union holds itself inside another union', () => {
    const self = { $ref: '#/$defs/Group' } as const;
    const nested: Schema = { anyOf: [{ type: 'integer' }, { anyOf: [self, { type: 'null' }] }] };
    const table: SchemaTable = { Group: { anyOf: [object({ inner: nested }, []), { type: 'boolean' }] } };
    const seen = new Set(sample(table, 'Group').map((value) => JSON.stringify(value)));
    for (const one of ['true', '{}', '{"inner":null}', '{"inner":false}', '{"inner":{}}']) expect(seen).toContain(one);
    expect([...seen].some((one) => one.startsWith('{"inner":{"inner":{'))).toBe(true);
  });

  it('makes unique items that differ deeply', () => {
    const table: SchemaTable = {
      Root: {
        type: 'array',
        items: {
          type: 'array',
          items: { domain: { type: 'date', minimum: '2020-01-01', maximum: '2020-01-01' } },
          maxItems: 3,
        },
        uniqueItems: true,
        minItems: 2,
      },
    };
    const validate = createValidators(table).of('Root');
    for (const value of sample(table, 'Root', 100)) expect(validate(value)).toEqual([]);
  });

  it.each<[string, Schema, RegExp]>([
    [
      'a pattern that its length excludes',
      { type: 'string', pattern: '^a{3}$', minLength: 4 },
      /Root\.x: its constraints leave no values/,
    ],
    [
      'a pattern that its format excludes',
      { type: 'string', pattern: '^#', format: 'uuid' },
      /Root\.x: its constraints/,
    ],
    [
      'a pattern that looks ahead',
      { type: 'string', pattern: '^(?=a)b' },
      /Root\.x: no text can be made for its pattern/,
    ],
    ['an unknown format', { type: 'string', format: 'colour' }, /Root\.x: its format 'colour' is not known/],
    ['a maximum below the minimum', { type: 'integer', minimum: 2, maximum: 1 }, /Root\.x/],
    ['no whole number between its bounds', { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, /Root\.x/],
    ['no number between its bounds', { type: 'number', minimum: 1, exclusiveMaximum: 1 }, /Root\.x/],
    ['no multiple between its bounds', { type: 'number', multipleOf: 10, minimum: 1, maximum: 9 }, /Root\.x/],
    ['a maxLength below its minLength', { type: 'string', minLength: 2, maxLength: 1 }, /Root\.x/],
    ['a maxItems below its minItems', { type: 'array', items: { type: 'null' }, minItems: 2, maxItems: 1 }, /Root\.x/],
    [
      'more unique items than there are values',
      { type: 'array', items: { type: 'boolean' }, minItems: 3, uniqueItems: true },
      /Root\.x/,
    ],
    ['dates out of range', { domain: { type: 'date', minimum: '2021-01-01', maximum: '2020-01-01' } }, /Root\.x/],
    ['bigints out of range', { domain: { type: 'bigint', minimum: '99999999999999999999' } }, /Root\.x/],
  ])('is refused, saying where, for %s', (_name, schema, message) => {
    expect(() => arbitrariesFor({ Root: object({ x: schema }) })('Root')).toThrow(message);
  });

  it('is refused for a schema without end', () => {
    const table: SchemaTable = { Endless: object({ next: { $ref: '#/$defs/Endless' } }) };
    expect(() => arbitrariesFor(table)('Endless')).toThrow('Endless: no finite value fits it.');
    expect(() => arbitrariesFor(table)('Missing')).toThrow(/No schema is named/);
  });
});
