// Whether two schemas say the same, each with the types that it refers to. The order of fields does not count.
import { encodeCanonical } from '../../src/codec/packer.js';
import type { Schema, SchemaTable } from '../../src/schema/schema.js';
import { formOver } from '../lock/grown-types.js';

/** A schema with what it refers to. */
export interface TypedSchema {
  readonly schema: Schema;
  readonly types: SchemaTable;
}

/** Whether two schemas say the same in the same words. Types under other names count as different. */
export function isSameSchema(left: TypedSchema, right: TypedSchema): boolean {
  return Buffer.compare(whole(left), whole(right)) === 0;
}

/** A schema and all that it refers to, as bytes. */
function whole({ schema, types }: TypedSchema): Uint8Array {
  const form = formOver(types, schema);
  return encodeCanonical([form.schema, form.types].map(withoutOrder));
}

/** Lists of required fields in the order of their names. A field may be called `required`, too: its schema is no list. */
function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    return [key, key === 'required' && Array.isArray(item) ? [...item].sort() : withoutOrder(item)];
  });
  return Object.fromEntries(entries);
}
