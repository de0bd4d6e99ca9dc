import { describe, expect, it } from 'vitest';
import { Reader } from '../../../src/codec/reader.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { Writer } from '../../../src/codec/writer.js';
import type { Schema, SchemaTable } from '../../../src/schema/schema.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';

const point = objectOf({ x: { type: 'integer' }, 'y?': { type: 'integer' } });
const circle = objectOf({ kind: { enum: ['circle'] }, r: { type: 'number' } });
const square = objectOf({ side: { type: 'number' }, kind: { enum: ['square', 'tile'] } });
const types: SchemaTable = {
  Point: point,
  Name: { type: 'string' },
  Shape: { anyOf: [circle, square] },
  Tree: objectOf({ value: { type: 'integer' }, children: { type: 'array', items: { $ref: '#/$defs/Tree' } } }),
};
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** The codec of an event number 1, version 1, with one field. */
const codecOf = (schema: Schema) => schemaCodec(descriptorOf('E', objectOf({ f: schema }), { number: 1, types }));

function written(schema: Schema, value: unknown): string {
  const to = new Writer();
  codecOf(schema).write(to, { f: value });
  return Buffer.from(to.written()).toString('hex').slice('930101'.length);
}

function read(schema: Schema, hex: string): unknown {
  const from = new Reader();
  from.reset(Buffer.from(hex, 'hex'));
  const data = codecOf(schema).read(from, 1) as { f: unknown };
  from.finish();
  return data.f;
}

const list = (items: Schema): Schema => ({ type: 'array', items });
const record = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties });
const tuple: Schema = {
  type: 'array',
  prefixItems: [{ type: 'integer' }, { type: 'string' }],
  items: false,
  minItems: 1,
};
const optional = objectOf({
  'a?': { type: 'integer' },
  b: { type: 'integer' },
  'c?': { type: 'integer' },
  'd?': { type: 'null' },
});
const crowd: Schema = {
  anyOf: [{ enum: ['red', 'green'] }, { type: 'integer' }, list({ type: 'string' }), { type: 'null' }, ref('Point')],
};
const shapes: Schema = { anyOf: [ref('Shape'), { type: 'null' }, objectOf({ kind: { enum: ['dot'] } })] };

describe('a stored field', () => {
  it.each<[string, Schema, unknown, string]>([
    ['text', { type: 'string', maxLength: 9 }, 'aé', 'a361c3a9'],
    ['a whole number', { type: 'integer' }, 300, 'cd012c'],
    ['a negative number', { type: 'number' }, -33, 'd0df'],
    ['a fraction', { type: 'number' }, 0.5, 'cb3fe0000000000000'],
    ['a large integer', { type: 'integer' }, 2 ** 53 - 1, 'cb433fffffffffffff'],
    ['a boolean', { type: 'boolean' }, true, 'c3'],
    ['null', { type: 'null' }, null, 'c0'],
    ['a bigint', { domain: { type: 'bigint' } }, 5n, 'd30000000000000005'],
    ['a bigint above 63 bits', { domain: { type: 'bigint' } }, 2n ** 64n - 1n, 'cfffffffffffffffff'],
    ['a date', { domain: { type: 'date' } }, new Date(1000), 'd6ff00000001'],
    ['a date before 1970', { domain: { type: 'date' } }, new Date(-1), 'c70cff3b8b87c0ffffffffffffffff'],
    ['bytes', { domain: { type: 'bytes' } }, Uint8Array.of(1, 2), 'c4020102'],
    ['a literal', { enum: ['red', 7, null, true] }, null, '02'],
    ['a list', list({ type: 'boolean' }), [true, false], '92c3c2'],
    ['a tuple', tuple, [1, 'a'], '9201a161'],
    ['a tuple without its optional item', tuple, [1], '9101'],
    ['a record, sorted', record({ type: 'integer' }), { b: 1, a: 2 }, '82a16102a16201'],
    ['a nested object', ref('Point'), { y: 2, x: 1 }, '920102'],
    ['an object without its last field', point, { x: 1 }, '9101'],
    ['an object with all fields', optional, { a: 1, b: 2, c: 3, d: null }, '94010203c0'],
    ['absent fields before others', optional, { b: 2, d: null }, '94d4000002d40000c0'],
    ['absent fields at the end', optional, { b: 2 }, '92d4000002'],
    ['a named scalar', ref('Name'), 'a', 'a161'],
    ['what may be null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, null, 'c0'],
    ['what may be null, and is not', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'a', 'a161'],
    ['the first member of its kind', crowd, 'green', '01'],
    ['another member of that kind', crowd, 5, '810105'],
    ['the only member of its kind', crowd, ['a'], '91a161'],
    ['an object beside a list', crowd, { x: 1 }, '81049101'],
    ['the first object of a union', ref('Shape'), { kind: 'circle', r: 1 }, '920001'],
    ['another object of a union', ref('Shape'), { kind: 'tile', side: 1 }, '8101920101'],
    ['a union in a union', shapes, { kind: 'square', side: 1 }, '8101920100'],
    ['what stands behind it', shapes, { kind: 'dot' }, '81039100'],
    ['null behind it', shapes, null, 'c0'],
    ['a tree', ref('Tree'), { value: 1, children: [{ value: 2, children: [] }] }, '920191920290'],
  ])('keeps the bytes of %s for ever', (_name, schema, value, hex) => {
    expect(written(schema, value)).toBe(hex);
    expect(read(schema, hex)).toStrictEqual(value);
  });

  it.each<[string, Schema, unknown]>([
    ['−0', { type: 'number' }, -0],
    ['NaN', { type: 'number' }, Number.NaN],
    ['Infinity', { type: 'integer' }, Number.POSITIVE_INFINITY],
    ['−0 as a literal', { enum: [0] }, -0],
    ['a fraction as an integer', { type: 'integer' }, 0.5],
    ['an integer that is not safe', { type: 'integer' }, 2 ** 53],
    ['half a surrogate pair', { type: 'string' }, 'a\udc00'],
    ['half a pair in a key', record({ type: 'null' }), { '\ud800': null }],
    ['a key __proto__', record({ type: 'null' }), JSON.parse('{"__proto__": null}')],
    ['a bigint below 64 bits', { domain: { type: 'bigint' } }, -(2n ** 63n) - 1n],
    ['a bigint above 64 bits', { domain: { type: 'bigint' } }, 2n ** 64n],
    ['an invalid date', { domain: { type: 'date' } }, new Date(Number.NaN)],
    ['a date after the year 9999', { domain: { type: 'date' } }, new Date('+010000-01-01')],
    ['a date before the year 0', { domain: { type: 'date' } }, new Date('-000001-12-31')],
    ['a hole', list({ type: 'null' }), new Array(1)],
    ['undefined in a tuple', tuple, [1, undefined]],
    ['a missing field', point, { y: 1 }],
    ['too many items', tuple, [1, 'a', 2]],
    ['too few items', tuple, []],
    ['a literal of none', { enum: ['a'] }, 'b'],
    ['a member of none', crowd, true],
    ['text for a number', { type: 'number' }, '5'],
    ['a number for text', { type: 'string' }, 5],
    ['a Map for a record', record({ type: 'null' }), new Map()],
    ['an object for a list', list({ type: 'null' }), { length: 0 }],
    ['text for bytes', { domain: { type: 'bytes' } }, 'a'],
    ['a number for a date', { domain: { type: 'date' } }, 5],
  ])('cannot hold %s', (_name, schema, value) => {
    expect(() => written(schema, value)).toThrow(TypeError);
  });

  it.each<[string, Schema, string]>([
    ['a member of a union that is appended', crowd, '810501'],
    ['a kind that the union lacks', crowd, 'c3'],
    ['a literal that is appended', { enum: ['a'] }, '01'],
    ['a fraction for an integer', { type: 'integer' }, 'cb3fe0000000000000'],
    ['null for text', { type: 'string' }, 'c0'],
    ['an absent field that is required', point, '91d40000'],
    ['a shorter object', point, '90'],
    ['a bigint for a number', { type: 'number' }, 'd30000000000000005'],
    ['a number for a bigint', { domain: { type: 'bigint' } }, '05'],
    ['a key that is a number', record({ type: 'null' }), '8105c0'],
  ])('is incompatible where it holds %s', (_name, schema, hex) => {
    expect(() => read(schema, hex)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE' }));
  });

  it.each<[string, Schema, string]>([
    ['bytes that begin nothing', { type: 'string' }, 'c1'],
    ['a cut value', { type: 'string' }, 'a261'],
    ['a cut value of another kind', { type: 'integer' }, 'a261'],
    ['a list that announces too much', list({ type: 'null' }), 'ddffffffffc0'],
    ['a record that announces too much', record({ type: 'null' }), 'dfffffffff'],
    ['text that announces too much', { type: 'string' }, 'dbffffffff'],
    ['bytes that announce too much', { domain: { type: 'bytes' } }, 'c6ffffffff'],
    ['text that is not UTF-8', { type: 'string' }, 'a2c328'],
    ['a surrogate in UTF-8', { type: 'string' }, 'a3eda080'],
    ['a key __proto__', record({ type: 'null' }), '81a95f5f70726f746f5f5fc0'],
    ['NaN', { type: 'number' }, 'cb7ff8000000000000'],
    ['−0', { type: 'number' }, 'cb8000000000000000'],
    ['a date that is none', { domain: { type: 'date' } }, 'c70cff000000007fffffffffffffff'],
    ['another extension', { domain: { type: 'date' } }, 'd60100000001'],
    ['an extension of another length', { domain: { type: 'date' } }, 'c704ff0000000100000000000000000000'],
  ])('is corrupt where it holds %s', (_name, schema, hex) => {
    expect(() => read(schema, hex)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });

  it('skips whatever a later release has put behind an object', () => {
    expect(read(point, '95010293c0c3c281a16bd6ff00000001c40105')).toStrictEqual({ x: 1, y: 2 });
  });

  it('is nested 64 levels deep, and no deeper', () => {
    const nested = (levels: number): unknown => ({ value: 1, children: levels > 1 ? [nested(levels - 1)] : [] });
    expect(read(ref('Tree'), written(ref('Tree'), nested(64)))).toStrictEqual(nested(64));
    expect(() => written(ref('Tree'), nested(65))).toThrow(/64 levels/);
    const deep = `${'920191'.repeat(65)}920190`;
    expect(() => read(ref('Tree'), deep)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });

  it('shares no memory with its bytes', () => {
    const bytes = Buffer.from('c4020102', 'hex');
    const from = new Reader();
    from.reset(bytes);
    const { f } = codecOf({ domain: { type: 'bytes' } }).read(from, 1) as { f: Uint8Array };
    bytes.fill(0);
    expect(f).toStrictEqual(Uint8Array.of(1, 2));
    expect(f.buffer.byteLength).toBe(2);
  });

  it('keeps text of every length where it lies among others', () => {
    const texts = Array.from(
      { length: 400 },
      (_, length) => `${'abcdefgh'.repeat(50).slice(0, length)}${length % 7 === 0 ? 'é' : ''}`,
    );
    expect(read(list({ type: 'string' }), written(list({ type: 'string' }), texts))).toStrictEqual(texts);
  });
});

describe('a descriptor', () => {
  it.each<[string, Schema]>([
    ['objects that nothing tells apart', { anyOf: [point, objectOf({ x: { type: 'integer' } })] }],
    ['an object beside a record', { anyOf: [point, record({ type: 'null' })] }],
    ['a field __proto__', { ...point, properties: JSON.parse('{"__proto__": {"type": "null"}}') as never }],
    ['a name that is not there', ref('Nothing')],
  ])('with %s has no codec', (_name, schema) => {
    expect(() => codecOf(schema)).toThrow(TypeError);
  });
});
