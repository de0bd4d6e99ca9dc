// How types of the model become schemas.
import { expect, it } from 'vitest';
import { schemaOf, schemaTable } from '../../../../codegen/emit/schema.js';
import type { TypeModel } from '../../../../codegen/model.js';
import { counterModel, object, scalar } from './counter-model.js';

const union = (...members: TypeModel[]): TypeModel => ({ kind: 'union', members, discriminator: null });

it.each<[string, TypeModel, unknown]>([
  ['text', scalar('string', { pattern: '^a', format: 'email' }), { type: 'string', pattern: '^a', format: 'email' }],
  ['a bound', scalar('integer', { minimum: 0 }), { type: 'integer', minimum: 0 }],
  ['a bigint', scalar('bigint', { minimum: '0' }), { domain: { type: 'bigint', minimum: '0' } }],
  ['a date', scalar('date', { maximum: '2030-01-01' }), { domain: { type: 'date', maximum: '2030-01-01' } }],
  ['bytes', scalar('bytes', { maxLength: 4 }), { domain: { type: 'bytes', maxLength: 4 } }],
  ['null', scalar('null'), { type: 'null' }],
  ['a literal', { kind: 'literal', value: 3 }, { enum: [3] }],
  [
    'an array',
    { kind: 'array', element: scalar('boolean'), constraints: { minItems: 1 } },
    { type: 'array', items: { type: 'boolean' }, minItems: 1 },
  ],
  [
    'a record',
    { kind: 'record', value: scalar('number'), constraints: {} },
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
  ['a reference', { kind: 'reference', name: 'Line' }, { $ref: '#/$defs/Line' }],
  ['a nullable', union(scalar('string'), scalar('null')), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  ['literals and null', union({ kind: 'literal', value: 'a' }, scalar('null')), { enum: ['a', null] }],
  [
    'literals and more',
    union({ kind: 'literal', value: 'a' }, scalar('integer'), { kind: 'literal', value: 'b' }),
    { anyOf: [{ enum: ['a', 'b'] }, { type: 'integer' }] },
  ],
  [
    'a tuple',
    {
      kind: 'tuple',
      elements: [
        { type: scalar('string'), optional: false },
        { type: scalar('number'), optional: true },
      ],
    },
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false, minItems: 1 },
  ],
  [
    'an object',
    object({ a: scalar('string'), b: scalar('string') }, ['b']),
    {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    },
  ],
])('makes a schema of %s', (_, type, schema) => {
  expect(schemaOf(type)).toEqual(schema);
});

it('names every declaration once, and the state by its aggregate', () => {
  expect(Object.keys(schemaTable(counterModel))).toEqual([
    'BumpNote',
    'CounterId',
    'Counter',
    'Bump',
    'Reset',
    'Bumped',
    'WasReset',
    'Tally',
    'ByStatus',
    'GetTally',
    'GetTallies',
    'GetGrandTotal',
  ]);
});
