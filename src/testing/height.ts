// How much the smallest value of a schema holds: references deep, and items. What recursion and nesting must still be allowed to end.
import type { Schema, SchemaTable } from '../schema/schema.js';
import { nameOf } from '../schema/union.js';

/** A measure of the smallest values of a table's schemas. */
export interface Heights {
  /** References on the way to the bottom of the smallest value, or items in it; `Infinity` for a schema that no finite value fits. */
  of(schema: Schema): number;
}

/** How the measure of a value is made of those of its parts. */
interface Measure {
  /** Of a reference to a value. */
  reference(part: number): number;
  /** Of what stands side by side. */
  all(parts: readonly number[]): number;
  /** Of an array or record. */
  many(count: number, part: number): number;
}

const HEIGHT: Measure = {
  reference: (part) => 1 + part,
  all: (parts) => Math.max(0, ...parts),
  many: (_, part) => part,
};

const ITEMS: Measure = {
  reference: (part) => part,
  all: (parts) => parts.reduce((sum, part) => sum + part, 0),
  many: (count, part) => count * (1 + part),
};

/** How many references deep the smallest values are. */
export function heightsOf(schemas: SchemaTable): Heights {
  return measured(schemas, HEIGHT);
}

/** How many items the arrays and records of the smallest values have together. */
export function fewestItemsOf(schemas: SchemaTable): Heights {
  return measured(schemas, ITEMS);
}

function measured(schemas: SchemaTable, { reference, all, many }: Measure): Heights {
  const named = new Map<string, number>();
  const of = (schema: Schema): number => {
    if ('$ref' in schema) return reference(named.get(nameOf(schema.$ref)) ?? Number.POSITIVE_INFINITY);
    if ('anyOf' in schema) return Math.min(...schema.anyOf.map(of));
    if ('properties' in schema) return all(schema.required.map((name) => of(schema.properties[name] as Schema)));
    if ('prefixItems' in schema) return all(schema.prefixItems.slice(0, schema.minItems).map(of));
    if ('items' in schema) return several(schema.minItems, schema.items);
    if ('additionalProperties' in schema) return several(schema.minProperties, schema.additionalProperties);
    return 0;
  };
  const several = (count = 0, part: Schema): number => (count > 0 ? many(count, of(part)) : 0);
  // From "none ends" upwards: each round settles the schemas whose parts are settled.
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, schema] of Object.entries(schemas)) {
      const measure = of(schema);
      if (measure >= (named.get(name) ?? Number.POSITIVE_INFINITY)) continue;
      named.set(name, measure);
      changed = true;
    }
  }
  return { of };
}
