// Random events: any schema as a field, optional ones anywhere, and unions whose members their kind does not tell.
import fc from 'fast-check';
import type { EventDescriptor } from '../../../src/codec/descriptor.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { arbitrariesFor } from '../../../src/testing/arbitrary.js';
import { schemaTable } from '../values/random-schema.js';

/** One version of an event, and values of its data. */
export interface RandomEvent {
  readonly descriptor: EventDescriptor;
  /** With the event itself under `EVENT`. */
  readonly schemas: SchemaTable;
  readonly values: readonly unknown[];
}

/** The name of the event's data in its schema table. */
const EVENT = 'Event';

const NULLABLE: Schema = { anyOf: [{ type: 'string' }, { type: 'null' }] };

const list = (items: Schema): Schema => ({ type: 'array', items, maxItems: 3 });
const record = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties, maxProperties: 2 });
const tagged = (kind: string, field: Schema): Schema => ({
  type: 'object',
  properties: { value: field, kind: { enum: [kind] } },
  required: ['kind'],
  additionalProperties: false,
});

/** Unions with several members of one kind of bytes: only the first of them stands for itself. */
const crowded = (schema: Schema): fc.Arbitrary<Schema> =>
  fc
    .record({
      literals: fc.constantFrom<Schema | null>(null, { enum: ['red', true] }, { enum: ['green', null] }),
      number: fc.constantFrom<Schema | null>(
        null,
        { type: 'integer' },
        { type: 'number', maximum: 9 },
        { enum: [1, 2] },
      ),
      text: fc.constantFrom<Schema | null>(null, { domain: { type: 'bigint' } }, { domain: { type: 'date' } }),
      listed: fc.constantFrom<Schema | null>(null, list(schema)),
      objects: fc.constantFrom<readonly Schema[]>(
        [{ $ref: '#/$defs/Alpha' }],
        [record(schema)],
        [{ anyOf: [tagged('one', schema), tagged('two', { type: 'boolean' })] }, tagged('three', { type: 'null' })],
      ),
      turned: fc.boolean(),
    })
    .map(({ literals, number, text, listed, objects, turned }) => {
      const members: Schema[] = [literals, number, text, listed, ...objects].filter((member) => member !== null);
      return { anyOf: turned ? members.reverse() : members };
    });

/** Data whose fields are in any order, and optional or not. */
const eventSchema = (root: Schema): fc.Arbitrary<ObjectSchema> =>
  fc
    .record({
      union: crowded(root),
      order: fc.shuffledSubarray(['root', 'union', 'list', 'record', 'alpha', 'flag', 'toString', 'x-y'], {
        minLength: 1,
      }),
      required: fc.subarray(['root', 'union', 'list', 'record', 'flag', 'toString', 'x-y']),
    })
    .map(({ union, order, required }) => {
      const fields: Record<string, Schema> = {
        root,
        union,
        list: list(root),
        record: record(union),
        alpha: { $ref: '#/$defs/Alpha' },
        flag: { enum: ['on', 0, null] },
        toString: NULLABLE,
        'x-y': list({ type: 'array', prefixItems: [{ type: 'integer' }, root], items: false, minItems: 1 }),
      };
      return {
        type: 'object',
        properties: Object.fromEntries(order.map((name) => [name, fields[name] as Schema])),
        required: order.filter((name) => required.includes(name)),
        additionalProperties: false,
      };
    });

/** So many events, numbered from 1, with so many values each. Schemas that no value fits are passed over. */
export function randomEvents(seed: number, events: number, values: number): readonly RandomEvent[] {
  const arbitrary = schemaTable.chain(({ Root, ...types }) => {
    return eventSchema(Root as Schema).map((schema) => ({ schema, types }));
  });
  return fc.sample(arbitrary, { seed, numRuns: events }).map(({ schema, types }, index): RandomEvent => {
    const schemas = { ...types, [EVENT]: schema };
    const event = `Event${index + 1}`;
    const version = (index % 3) + 1;
    return {
      descriptor: {
        aggregate: 'Thing',
        event,
        number: index + 1,
        version,
        revisions: [`r${index}`],
        readableFrom: 1,
        schema,
        types,
      },
      schemas,
      values: fc.sample(arbitrariesFor(schemas)<unknown>(EVENT), { seed: seed + index, numRuns: values }),
    };
  });
}
