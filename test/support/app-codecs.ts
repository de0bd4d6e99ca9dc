// The codecs of domains that tests wire by hand: each event in one version, in the form of its schema of today.
import { formOver } from '../../codegen/lock/grown-types.js';
import type { EventCodec } from '../../src/codec/event-codec.js';
import { EventCodecs } from '../../src/codec/event-codecs.js';
import { schemaCodec } from '../../src/codec/schema-codec.js';
import { RecordedEvents } from '../../src/log/recorded-events.js';
import type { ObjectSchema, SchemaTable } from '../../src/schema/schema.js';
import { createValidators } from '../../src/schema/validator.js';
import { descriptorOf } from './descriptors.js';

/** A codec for each of an aggregate's events, which are in the schema table under their names. */
export function codecsOf(aggregate: string, schemas: SchemaTable, events: readonly string[]): readonly EventCodec[] {
  return events.map((event) => {
    const { schema, types } = formOver(schemas, schemas[event] as ObjectSchema);
    return schemaCodec(descriptorOf(event, schema, { aggregate, types }));
  });
}

/** What opens commits that were written with some codecs; the events of today are valid by their codecs' schemas. */
export function recordedEvents(codecs: readonly EventCodec[]): RecordedEvents {
  const today = codecs.filter(({ upcast }) => upcast === undefined);
  const schemas: SchemaTable = Object.assign(
    {},
    ...today.map(({ descriptor: { event, schema, types } }) => ({ ...types, [event]: schema })),
  );
  const validators = createValidators(schemas);
  return new RecordedEvents(new EventCodecs(codecs), (event, data) => validators.violations(event, data));
}
