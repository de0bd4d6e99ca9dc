// What a union is made of: its members, the kind of value each takes, and the field that tells its objects apart.
import type { ObjectSchema, Schema, SchemaTable } from './schema.js';

/** The kinds that domain values come in. A value has exactly one. */
export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'bigint' | 'date' | 'bytes' | 'array' | 'object';

/** One member of a flattened union. Its schema may be a `$ref`, never a union. */
export interface UnionMember {
  readonly kind: Kind;
  readonly schema: Schema;
}

/** The field that tells a union's objects apart, and for each of them the values that it takes there. */
export interface Discriminator {
  readonly field: string;
  readonly members: readonly { readonly schema: Schema; readonly values: readonly unknown[] }[];
}

/** The kind of a value; `null` for what no schema describes (undefined, functions, symbols). */
export function kindOf(value: unknown): Kind | null {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return typeof value as Kind;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'array';
      if (value instanceof Date) return 'date';
      return value instanceof Uint8Array ? 'bytes' : 'object';
    default:
      return null;
  }
}

/** The schema itself, or the one that its `$ref`s lead to. Throws a `TypeError` for a name that the table lacks. */
export function resolve(schemas: SchemaTable, schema: Schema): Exclude<Schema, { readonly $ref: unknown }> {
  let found = schema;
  for (let steps = 0; '$ref' in found; steps++) {
    const name = nameOf(found.$ref);
    const next = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (next === undefined) throw new TypeError(`No schema is named '${name}'. Generate the code again.`);
    if (steps > Object.keys(schemas).length) throw new TypeError(`The schema '${name}' only refers to itself.`);
    found = next;
  }
  return found;
}

/** The name that a `$ref` points at. */
export function nameOf(ref: `#/$defs/${string}`): string {
  return ref.slice('#/$defs/'.length);
}

/** All members of a schema, through nested unions and references; of one that is no union, itself. Enums are split by kind. */
export function membersOf(schemas: SchemaTable, schema: Schema, depth = 0): readonly UnionMember[] {
  if (depth > 64) throw new TypeError('A union only refers to itself.');
  const target = resolve(schemas, schema);
  if ('anyOf' in target) return mergeEnums(target.anyOf.flatMap((member) => membersOf(schemas, member, depth + 1)));
  if ('enum' in target) return splitEnum(target.enum);
  return [{ kind: schemaKind(target), schema }];
}

/** How a union's objects are told apart: a field that each requires, with literals that no other has. `null` if there is none. */
export function discriminatorOf(schemas: SchemaTable, objects: readonly Schema[]): Discriminator | null {
  const targets = objects.map((schema) => resolve(schemas, schema));
  if (!targets.every(isClosedObject)) return null;
  for (const field of targets[0]?.required ?? []) {
    const members = targets.map((target, index) => ({
      schema: objects[index] as Schema,
      values: literalsAt(schemas, target, field),
    }));
    const all = members.flatMap((member) => member.values);
    if (members.every((member) => member.values.length > 0) && new Set(all).size === all.length)
      return { field, members };
  }
  return null;
}

/** Whether a schema is a closed object, not a record. */
export function isClosedObject(schema: Schema): schema is ObjectSchema {
  return 'properties' in schema;
}

function literalsAt(schemas: SchemaTable, object: ObjectSchema, field: string): readonly unknown[] {
  const schema = Object.hasOwn(object.properties, field) ? object.properties[field] : undefined;
  if (schema === undefined || !object.required.includes(field)) return [];
  const target = resolve(schemas, schema);
  return 'enum' in target ? target.enum : [];
}

function schemaKind(schema: Exclude<Schema, { $ref: unknown } | { anyOf: unknown } | { enum: unknown }>): Kind {
  if ('domain' in schema) return schema.domain.type;
  return schema.type === 'integer' ? 'number' : schema.type;
}

type Literal = string | number | boolean | null;

function splitEnum(values: readonly Literal[]): UnionMember[] {
  const kinds = new Set(values.map((value) => kindOf(value) as Kind));
  return [...kinds].map((kind) => ({ kind, schema: { enum: values.filter((value) => kindOf(value) === kind) } }));
}

/** Enums of the same kind are one enum: told apart by nothing, they need no trying. */
function mergeEnums(members: readonly UnionMember[]): readonly UnionMember[] {
  const merged: UnionMember[] = [];
  for (const member of members) {
    const at = merged.findIndex((other) => other.kind === member.kind && 'enum' in other.schema);
    const other = merged[at]?.schema;
    if (!('enum' in member.schema) || other === undefined || !('enum' in other)) merged.push(member);
    else merged[at] = { kind: member.kind, schema: { enum: [...new Set([...other.enum, ...member.schema.enum])] } };
  }
  return merged;
}
