import { describe, expect, it } from 'vitest';
import { createJsonForm, toJson } from '../../../src/schema/json-form.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { createValidators } from '../../../src/schema/validator.js';

function object(properties: Record<string, Schema>, required = Object.keys(properties)): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

const date: Schema = { domain: { type: 'date' } };
const bigint: Schema = { domain: { type: 'bigint' } };
const bytes: Schema = { domain: { type: 'bytes' } };

const table: SchemaTable = {
  Values: object(
    {
      date,
      bigint,
      bytes,
      list: { type: 'array', items: date },
      record: { type: 'object', additionalProperties: bigint },
    },
    [],
  ),
  Tree: object({ at: date, left: { anyOf: [{ $ref: '#/$defs/Tree' }, { type: 'null' }] } }),
  Shape: {
    anyOf: [
      object({ kind: { enum: ['a'] }, value: date }),
      object({ kind: { enum: ['b'] }, value: bigint }),
      { type: 'null' },
    ],
  },
  Mixed: { anyOf: [date, bigint, { enum: ['today', 5, true] }] },
  Undiscriminated: {
    anyOf: [
      object({ x: date }),
      object({ x: bigint, y: date }, ['x']),
      { type: 'array', items: date },
      { type: 'array', items: { type: 'number' } },
    ],
  },
  Pair: { type: 'array', prefixItems: [date, bigint], items: false, minItems: 1 },
};

const { fromJson } = createJsonForm(table, createValidators(table));

describe('the JSON form', () => {
  it.each([
    [
      'Values',
      { date: '2024-02-29T12:00:00.123+02:00', bigint: '-5', bytes: 'AQI=' },
      { date: new Date('2024-02-29T10:00:00.123Z'), bigint: -5n, bytes: Uint8Array.of(1, 2) },
    ],
    [
      'Values',
      { date: '2024-02-29', list: ['0000-01-01'], record: { a: '0' } },
      { date: new Date('2024-02-29T00:00:00Z'), list: [new Date('0000-01-01T00:00:00Z')], record: { a: 0n } },
    ],
    [
      'Tree',
      { at: '2024-01-01', left: { at: '2024-01-02', left: null } },
      { at: new Date('2024-01-01'), left: { at: new Date('2024-01-02'), left: null } },
    ],
    ['Shape', { value: '2024-01-01', kind: 'a' }, { value: new Date('2024-01-01'), kind: 'a' }],
    ['Shape', { value: '2024', kind: 'b' }, { value: 2024n, kind: 'b' }],
    ['Shape', null, null],
    ['Mixed', 'today', 'today'],
    ['Mixed', '2024-01-01', new Date('2024-01-01')],
    ['Mixed', '20240101', 20240101n],
    ['Mixed', 5, 5],
    ['Undiscriminated', { x: '5' }, { x: 5n }],
    ['Undiscriminated', { x: '5', y: '2024-01-01' }, { x: 5n, y: new Date('2024-01-01') }],
    ['Undiscriminated', [1, 2], [1, 2]],
    ['Undiscriminated', ['2024-01-01'], [new Date('2024-01-01')]],
    ['Pair', ['2024-01-01', '1'], [new Date('2024-01-01'), 1n]],
  ])('of %s is read: %#', (name, json, value) => {
    expect(fromJson(name, json)).toStrictEqual({ kind: 'value', value });
  });

  it.each([
    ['Values', { date: 'yesterday' }, '/date', 'must be a date in ISO 8601: 2024-01-31T12:00:00Z'],
    ['Values', { date: '2023-02-29' }, '/date', 'must be a date in ISO 8601: 2024-01-31T12:00:00Z'],
    ['Values', { date: 5 }, '/date', 'must be a date in ISO 8601: 2024-01-31T12:00:00Z'],
    ['Values', { date: '0000-01-01T00:00:00+01:00' }, '/date', 'must be a date from year 0 to year 9999'],
    ['Values', { bigint: '1.5' }, '/bigint', 'must be a whole number of 64 bits in decimal digits, as text'],
    ['Values', { bigint: '-0' }, '/bigint', 'must be a whole number of 64 bits in decimal digits, as text'],
    [
      'Values',
      { bigint: '9'.repeat(1_000_000) },
      '/bigint',
      'must be a whole number of 64 bits in decimal digits, as text',
    ],
    ['Values', { bigint: '99999999999999999999' }, '/bigint', 'must be from −2^63 to 2^64 − 1'],
    ['Values', { bytes: 'AQI' }, '/bytes', 'must be bytes in base64'],
    ['Values', { bytes: '?' }, '/bytes', 'must be bytes in base64'],
    ['Values', { list: ['2024-01-01', 'x'] }, '/list/1', 'must be a date in ISO 8601: 2024-01-31T12:00:00Z'],
    ['Values', JSON.parse('{"__proto__": {"date": "2024-01-01"}}'), '/__proto__', 'is not a known field'],
    ['Values', JSON.parse('{"record": {"__proto__": "1"}}'), '/record/__proto__', 'is a key that is not allowed'],
    ['Shape', { kind: 'c' }, '/kind', 'must be "a" or "b"'],
    ['Pair', ['2024-01-01', '1', '2'], '', 'has more items than are known'],
  ])('of %s is refused: %#', (name, json, pointer, message) => {
    expect(fromJson(name, json)).toEqual({ kind: 'invalid', violations: [{ pointer, message }] });
    expect(({} as { date?: unknown }).date).toBeUndefined();
  });

  it('is refused at a million levels, at once', () => {
    let deep: unknown = null;
    for (let level = 0; level < 1_000_000; level++) deep = { at: '2024-01-01', left: deep };
    const started = performance.now();
    expect(fromJson('Tree', deep)).toEqual({
      kind: 'invalid',
      violations: [{ pointer: '', message: 'is nested deeper than 64 levels' }],
    });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('leaves the JSON as it was', () => {
    const json = Object.freeze({ list: Object.freeze(['2024-01-01']) });
    fromJson('Values', json);
    expect(json).toEqual({ list: ['2024-01-01'] });
  });

  it('is written from the value alone', () => {
    const value = { at: new Date(5), n: 5n, b: Uint8Array.of(255), list: [null, true, 'x', 1.5], nested: { n: -1n } };
    expect(toJson(value)).toEqual({
      at: '1970-01-01T00:00:00.005Z',
      n: '5',
      b: '/w==',
      list: [null, true, 'x', 1.5],
      nested: { n: '-1' },
    });
  });
});
