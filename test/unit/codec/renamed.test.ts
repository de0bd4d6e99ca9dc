// Data of a version whose fields have other names in the next: the same values under the new names.
import { expect, it } from 'vitest';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import { renamed, sameData } from '../../../src/codec/renamed.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import type { ObjectSchema, Schema } from '../../../src/schema/schema.js';

const object = (properties: Record<string, Schema>, ...optional: string[]): ObjectSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const line = (sku: string) => object({ [sku]: { type: 'string' }, count: { type: 'integer' } });

function codec(version: number, schema: ObjectSchema, sku: string) {
  const types = { Line: line(sku) };
  const descriptor: EventDescriptor = {
    aggregate: 'Trade',
    event: 'Placed',
    number: 7,
    version,
    revisions: [`r${version}`],
    readableFrom: 1,
    schema,
    types,
  };
  return schemaCodec(descriptor);
}

const lines: Schema = { type: 'array', items: { $ref: '#/$defs/Line' } };
const old = codec(2, object({ customer: { type: 'string' }, lines, at: { domain: { type: 'date' } } }, 'at'), 'sku');
const grown = object(
  { buyer: { type: 'string' }, items: lines, at: { domain: { type: 'date' } }, note: { type: 'string' } },
  'at',
  'note',
);
const next = codec(3, grown, 'article');

const message = (data: unknown) => ({
  event: { type: 'Placed', data, id: 'c1#1', time: new Date(0), aggregateId: 'a', version: 1, metadata: {} },
});

it('gives every value its new name, at any depth, and leaves out what is absent', () => {
  const upcast = renamed(old, next);
  const at = new Date(5);
  expect(upcast(message({ customer: 'c', lines: [{ sku: 's', count: 2 }], at }))).toEqual({
    buyer: 'c',
    items: [{ article: 's', count: 2 }],
    at,
  });
  expect(upcast(message({ customer: 'd', lines: [] }))).toEqual({ buyer: 'd', items: [] });
});

it('keeps no hold of what it gave before', () => {
  const upcast = renamed(old, next);
  const first = upcast(message({ customer: 'first', lines: [{ sku: 'x'.repeat(100), count: 1 }] }));
  upcast(message({ customer: 'other', lines: [{ sku: 'y'.repeat(100), count: 1 }] }));
  expect(first).toEqual({ buyer: 'first', items: [{ article: 'x'.repeat(100), count: 1 }] });
});

it('passes on what was read under its new names already', () => {
  const data = { buyer: 'c', items: [] };
  expect(sameData(message(data))).toBe(data);
});
