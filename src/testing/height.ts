// How many references deep the smallest value of a schema is: what recursion must still be allowed to end.
import type { Schema, SchemaTable } from '../schema/schema.js';
import { nameOf } from '../schema/union.js';

/** The heights of a table's schemas. */
export interface Heights {
  /** References on the way to the bottom of the smallest value; `Infinity` for a schema that no finite value fits. */
  of(schema: Schema): number;
}

/** Computes the heights of all named schemas. */
export function heightsOf(schemas: SchemaTable): Heights {
  const named = new Map<string, number>();
  const of = (schema: Schema): number => {
    if ('$ref' in schema) return 1 + (named.get(nameOf(schema.$ref)) ?? Number.POSITIVE_INFINITY);
    if ('anyOf' in schema) return Math.min(...schema.anyOf.map(of));
    if ('properties' in schema) {
      return Math.max(0, ...schema.required.map((name) => of(schema.properties[name] as Schema)));
    }
    if ('prefixItems' in schema) return Math.max(0, ...schema.prefixItems.slice(0, schema.minItems).map(of));
    if ('items' in schema) return (schema.minItems ?? 0) > 0 ? of(schema.items) : 0;
    if ('additionalProperties' in schema) return (schema.minProperties ?? 0) > 0 ? of(schema.additionalProperties) : 0;
    return 0;
  };
  // From "none ends" upwards: each round settles the schemas whose parts are settled.
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, schema] of Object.entries(schemas)) {
      const height = of(schema);
      if (height >= (named.get(name) ?? Number.POSITIVE_INFINITY)) continue;
      named.set(name, height);
      changed = true;
    }
  }
  return { of };
}
