// Data of a version whose fields have other names in the next: the same values under the new names.
import { expect, it } from 'vitest';
import { renamed, sameData } from '../../../src/codec/renamed.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import type { ObjectSchema, Schema } from '../../../src/schema/schema.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';

function codec(version: number, schema: ObjectSchema, sku: string) {
  const types = { Line: objectOf({ [sku]: { type: 'string' }, count: { type: 'integer' } }) };
  return schemaCodec(descriptorOf('Placed', schema, { version, types }));
}

const lines: Schema = { type: 'array', items: { $ref: '#/$defs/Line' } };
const date: Schema = { domain: { type: 'date' } };
const old = codec(2, objectOf({ customer: { type: 'string' }, lines, 'at?': date }), 'sku');
const grown = objectOf({ buyer: { type: 'string' }, items: lines, 'at?': date, 'note?': { type: 'string' } });
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
