// Which schemas can nest without end: those from which a circle of references can be reached.
import type { Schema, SchemaTable } from './schema.js';
import { nameOf, resolve } from './union.js';

/** Whether values of a schema can be nested without end. Throws a `TypeError` for a reference to a name that the table lacks. */
export function isRecursive(schemas: SchemaTable, name: string): boolean {
  const finished = new Set<string>();
  const open = new Set<string>();
  const visit = (at: string): boolean => {
    if (open.has(at)) return true;
    if (finished.has(at)) return false;
    open.add(at);
    const found = referencesOf(resolve(schemas, { $ref: `#/$defs/${at}` })).some(visit);
    open.delete(at);
    finished.add(at);
    return found;
  };
  return visit(name);
}

/** The names that a schema refers to, directly or through others. One that the table lacks is reached, and leads nowhere. */
export function reachedFrom(schemas: SchemaTable, schema: Schema): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (part: Schema): void => {
    for (const name of referencesOf(part)) {
      if (reached.has(name)) continue;
      reached.add(name);
      const named = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
      if (named !== undefined) visit(named);
    }
  };
  visit(schema);
  return reached;
}

/** The names that a schema refers to directly, in its own text. */
export function referencesOf(schema: Schema): readonly string[] {
  if ('$ref' in schema) return [nameOf(schema.$ref)];
  return childrenOf(schema).flatMap(referencesOf);
}

/** The schemas that a schema is made of, in order; none for a reference. */
export function childrenOf(schema: Schema): readonly Schema[] {
  if ('anyOf' in schema) return schema.anyOf;
  if ('properties' in schema) return Object.values(schema.properties);
  if ('prefixItems' in schema) return schema.prefixItems;
  if ('items' in schema) return [schema.items];
  return 'additionalProperties' in schema ? [schema.additionalProperties] : [];
}
