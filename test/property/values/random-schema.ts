// Random schema tables for the properties of values: every form of schema, also recursive, also nested unions.
import fc from 'fast-check';
import { FORMATS } from '../../../src/schema/formats.js';
import type { Schema, SchemaTable } from '../../../src/schema/schema.js';
import { heightsOf } from '../../../src/testing/height.js';

/** Runs of a property: the given number, and a hundred times as many in a soak (`SOAK=1`). */
export function runs(normal: number): { numRuns: number } {
  return { numRuns: process.env.SOAK === '1' ? normal * 100 : normal };
}

/** Names of the object types that a random table holds; any schema in it may refer to them. */
const NAMES = ['Alpha', 'Beta', 'Gamma'];
const FIELDS = ['a', 'b', 'c', 'id', 'a/b', 'x~y', 'toString', 'valueOf', 'ünï'];

const sized = (least: string, most: string, max: number) =>
  fc
    .record({ first: fc.option(fc.nat(max), { nil: undefined }), more: fc.option(fc.nat(max), { nil: undefined }) })
    .map(({ first, more }) => ({
      ...(first === undefined ? {} : { [least]: first }),
      ...(more === undefined ? {} : { [most]: (first ?? 0) + more }),
    }));

const text: fc.Arbitrary<Schema> = fc.oneof(
  sized('minLength', 'maxLength', 6).map((length) => ({ type: 'string' as const, ...length })),
  fc
    .constantFrom('^[A-Z]{5}$', '^[a-z]+$', '\\d', '^(a|bc)*$', '^.{2,4}$', '^\\p{L}+$'.replace('\\p{L}', '[à-ü]'))
    .map((pattern) => ({ type: 'string' as const, pattern })),
  fc.constantFrom(...Object.keys(FORMATS)).map((format) => ({ type: 'string' as const, format })),
  fc.constant({ type: 'string' as const, pattern: '^[a-z]*$', minLength: 2, maxLength: 8 }),
);

const number: fc.Arbitrary<Schema> = fc
  .record({
    type: fc.constantFrom('integer' as const, 'number' as const),
    low: fc.integer({ min: -1000, max: 1000 }),
    span: fc.integer({ min: 2, max: 100_000 }),
    least: fc.constantFrom('minimum', 'exclusiveMinimum', 'none'),
    most: fc.constantFrom('maximum', 'exclusiveMaximum', 'none'),
    multipleOf: fc.constantFrom(undefined, undefined, 2, 7, 0.01, 0.5),
  })
  .map(({ type, low, span, least, most, multipleOf }) => ({
    type,
    ...(least === 'none' ? {} : { [least]: low }),
    ...(most === 'none' ? {} : { [most]: low + span }),
    ...(multipleOf === undefined || (multipleOf >= 1 && span < 20) ? {} : { multipleOf }),
  }));

const textual: fc.Arbitrary<Schema> = fc.oneof(
  text,
  fc.constantFrom<Schema>(
    { domain: { type: 'date' } },
    { domain: { type: 'date', minimum: '1969-12-31', maximum: '2100-01-01' } },
    { domain: { type: 'bigint' } },
    { domain: { type: 'bigint', minimum: '-5', maximum: '99999999999999999999' } },
    { domain: { type: 'bytes' } },
    { domain: { type: 'bytes', minLength: 1, maxLength: 4 } },
  ),
);

const literals: fc.Arbitrary<Schema> = fc
  .uniqueArray(fc.constantFrom('red', 'green', '', 0, 1, -7, true, false, null), { minLength: 1, maxLength: 4 })
  .map((values) => ({ enum: values }));

const scalar: fc.Arbitrary<Schema> = fc.oneof(
  textual,
  number,
  literals,
  fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }),
);

const closed = (field: fc.Arbitrary<Schema>, tag?: string): fc.Arbitrary<Schema> =>
  fc
    .tuple(fc.dictionary(fc.constantFrom(...FIELDS), fc.tuple(field, fc.boolean()), { maxKeys: 4 }), fc.boolean())
    .map(([fields, tagLast]): Schema => {
      const entries: [string, Schema][] = Object.entries(fields).map(([name, [schema]]) => [name, schema]);
      const tagged: [string, Schema][] = tag === undefined ? [] : [['kind', { enum: [tag] }]];
      const required = Object.keys(fields).filter((name) => fields[name]?.[1]);
      return {
        type: 'object',
        properties: Object.fromEntries(tagLast ? [...entries, ...tagged] : [...tagged, ...entries]),
        required: tag === undefined ? required : [...required, 'kind'],
        additionalProperties: false,
      };
    });

const { any } = fc.letrec<{ any: Schema }>((tie) => {
  const inner = tie('any');
  const reference = fc.constantFrom(...NAMES).map((name): Schema => ({ $ref: `#/$defs/${name}` }));
  const array = fc.tuple(inner, sized('minItems', 'maxItems', 3), fc.boolean()).map(
    ([items, bounds, uniqueItems]): Schema =>
      // A few possible items cannot be asked to differ: two are always there to be found.
      uniqueItems
        ? { type: 'array', items, uniqueItems, ...('maxItems' in bounds ? { maxItems: bounds.maxItems } : {}) }
        : { type: 'array', items, ...bounds },
  );
  const tuple = fc.tuple(fc.array(inner, { minLength: 1, maxLength: 3 }), fc.nat(3)).map(
    ([prefixItems, most]): Schema => ({
      type: 'array',
      prefixItems,
      items: false,
      minItems: Math.min(most, prefixItems.length),
    }),
  );
  const record = fc
    .tuple(inner, sized('minProperties', 'maxProperties', 2))
    .map(([additionalProperties, bounds]): Schema => ({ type: 'object', additionalProperties, ...bounds }));
  const variants = fc
    .tuple(closed(inner, 'one'), closed(inner, 'two'), closed(inner, 'three'))
    .map((all): Schema => ({ anyOf: all }));
  const union = fc
    .tuple(
      fc.option(textual),
      fc.option(number),
      fc.option(fc.oneof(array, tuple)),
      fc.oneof(closed(inner), record, variants, reference),
    )
    .map((members): Schema => ({ anyOf: [...members.filter((member) => member !== null), { type: 'null' }] }));
  return {
    any: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      scalar,
      reference,
      array,
      tuple,
      record,
      closed(inner),
      variants,
      union,
    ),
  };
});

/** A table whose `Root` is any schema, and whose other names are objects that may refer to each other; each has finite values. */
export const schemaTable: fc.Arbitrary<SchemaTable> = fc
  .record({ Root: any, Alpha: closed(any), Beta: closed(any), Gamma: closed(any) })
  .filter((table) => Object.values(table).every((schema) => heightsOf(table).of(schema) < Number.POSITIVE_INFINITY));
