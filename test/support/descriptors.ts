// Descriptors of events made by hand: what codegen would lock for schemas that never changed, and forms grown from them.
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import { digestOf } from '../../src/kernel/hash.js';
import type { ObjectSchema, Schema } from '../../src/schema/schema.js';

/** What a descriptor may say that is not the default: version 1, one revision, nothing referred to. */
export type DescriptorOptions = Partial<Omit<EventDescriptor, 'event' | 'schema'>>;

/** A closed object; fields whose name ends in `?` are optional. */
export function objectOf(fields: Readonly<Record<string, Schema>>): ObjectSchema {
  const names = Object.keys(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name.replace('?', ''), schema])),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  };
}

/** The first form of a version of an event. Its fingerprint is of all that is said of it. */
export function descriptorOf(event: string, schema: ObjectSchema, options: DescriptorOptions = {}): EventDescriptor {
  const { aggregate = 'Order', version = 1, types = {}, number = numberOf(event), readableFrom = 1 } = options;
  const revisions = options.revisions ?? [fingerprint([number, version, schema, types])];
  return { aggregate, event, number, version, revisions, readableFrom, schema, types };
}

/** The next form of the same version. `breaking`: older code cannot read all that it writes. */
export function grown(
  from: EventDescriptor,
  schema: ObjectSchema,
  options: { readonly breaking?: boolean } = {},
): EventDescriptor {
  const revisions = [...from.revisions, fingerprint([from.revisions.at(-1), schema])];
  return { ...from, schema, revisions, readableFrom: options.breaking ? revisions.length : from.readableFrom };
}

/** The 16-bit number of an event's name, as good as codegen's for tests. */
function numberOf(event: string): number {
  return (Number.parseInt(digestOf(Buffer.from(event)).slice(0, 4), 16) % 0xffff) + 1;
}

function fingerprint(parts: unknown): string {
  return digestOf(Buffer.from(JSON.stringify(parts)));
}
