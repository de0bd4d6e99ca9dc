// What of a schema decides about bytes: kinds, order, optional fields, members of unions. Constraints do not. Writes nothing.
import { reachedFrom } from '../schema/recursion.js';
import type { ObjectSchema, Schema, SchemaTable } from '../schema/schema.js';
import { discriminatorOf, isClosedObject, kindOf, nameOf, resolve } from '../schema/union.js';
import type { Family, Members } from './family.js';

/** A literal that a type may consist of. */
export type Literal = string | number | boolean | null;

/** The shape of one type. Types of the same shape have the same bytes. */
export type Shape =
  | { readonly kind: 'null' | 'boolean' | 'number' | 'integer' | 'bigint' | 'text' | 'bytes' | 'date' }
  /** Stored as the place of the value among these. */
  | { readonly kind: 'oneOf'; readonly values: readonly Literal[] }
  | { readonly kind: 'list'; readonly items: Shape }
  /** Those past the first `least` may be absent at the end. */
  | { readonly kind: 'tuple'; readonly items: readonly Shape[]; readonly least: number }
  | { readonly kind: 'record'; readonly values: Shape }
  | ObjectShape
  | UnionShape
  /** A type of the schema table that is made of others. */
  | { readonly kind: 'reference'; readonly name: string };

export interface ObjectShape {
  readonly kind: 'object';
  /** In the order of bytes. */
  readonly fields: readonly { readonly name: string; readonly shape: Shape; readonly optional: boolean }[];
  /** How many fields are always written: all up to the last that is not optional. */
  readonly least: number;
}

export interface UnionShape {
  readonly kind: 'union';
  /** In the order of bytes. Unions in the union are spread out in their place. */
  readonly members: readonly MemberShape[];
  /** The plain ones. */
  readonly plain: Members;
  /** The field that tells its objects apart, where there are several. */
  readonly tag: string | null;
}

export interface MemberShape {
  readonly shape: Shape;
  /** The kind of `shape`, or of what its name stands for. */
  readonly kind: MemberKind;
  /** Its bytes stand for themselves: no member before it is of their kind. Others go behind their place. */
  readonly isPlain: boolean;
  /** What the tag of its objects may be. */
  readonly tags: readonly Literal[];
}

/** What a union's member may be: it is neither a union nor a name. */
export type MemberKind = Exclude<Shape['kind'], 'union' | 'reference'>;

/** A schema that is neither. */
type Single = Exclude<Schema, { readonly $ref: unknown } | { readonly anyOf: unknown }>;

/** The shape of a schema. Throws a `TypeError` for a union whose objects cannot be told apart, and for an unknown name. */
export function shapeOf(types: SchemaTable, schema: Schema): Shape {
  if ('$ref' in schema) {
    const target = resolve(types, schema);
    return isScalar(target) ? shapeOf(types, target) : { kind: 'reference', name: nameOf(schema.$ref) };
  }
  if ('anyOf' in schema) return unionShape(types, schema);
  if ('enum' in schema) return { kind: 'oneOf', values: schema.enum };
  if ('domain' in schema) return { kind: schema.domain.type };
  switch (schema.type) {
    case 'string':
      return { kind: 'text' };
    case 'array': {
      if (!('prefixItems' in schema)) return { kind: 'list', items: shapeOf(types, schema.items) };
      return { kind: 'tuple', items: schema.prefixItems.map((item) => shapeOf(types, item)), least: schema.minItems };
    }
    case 'object':
      return isClosedObject(schema)
        ? objectShape(types, schema)
        : { kind: 'record', values: shapeOf(types, schema.additionalProperties) };
    default:
      return { kind: schema.type };
  }
}

/** The shape of a closed object. */
export function objectShape(types: SchemaTable, { properties, required }: ObjectSchema): ObjectShape {
  if (Object.hasOwn(properties, '__proto__')) throw new TypeError('A field cannot be named __proto__.');
  const fields = Object.entries(properties).map(([name, schema]) => {
    return { name, shape: shapeOf(types, schema), optional: !required.includes(name) };
  });
  return { kind: 'object', fields, least: fields.findLastIndex(({ optional }) => !optional) + 1 };
}

/** Whether values of a type may hold others of it. */
export function holdsItself(types: SchemaTable, name: string): boolean {
  const schema = types[name];
  return schema !== undefined && reachedFrom(types, schema).has(name);
}

/** The member of a union that a value belongs to, as the validator decides it: the first that fits. -1 where none does. */
export function memberFor({ members, tag }: UnionShape, value: unknown): number {
  const valueKind = kindOf(value);
  return members.findIndex(({ shape, kind, tags }) => {
    if (shape.kind === 'oneOf') return shape.values.includes(value as Literal);
    if (valueKind !== valueKindOf(kind)) return false;
    if (kind === 'integer') return Number.isSafeInteger(value);
    return tag === null || kind !== 'object' || tags.includes((value as Record<string, Literal>)[tag] as Literal);
  });
}

/** The kind of values of a shape, in the words of `kindOf`. */
function valueKindOf(kind: MemberKind): string {
  switch (kind) {
    case 'integer':
      return 'number';
    case 'text':
      return 'string';
    case 'list':
    case 'tuple':
      return 'array';
    case 'record':
      return 'object';
    default:
      return kind;
  }
}

function unionShape(types: SchemaTable, schema: Schema): UnionShape {
  const schemas = membersIn(types, schema);
  const objects = schemas.filter((member) => 'properties' in resolve(types, member));
  const records = schemas.some(
    (member) => 'additionalProperties' in resolve(types, member) && !objects.includes(member),
  );
  const discriminator = objects.length > 1 || records ? discriminatorOf(types, objects) : null;
  if (objects.length + Number(records) > 1 && (discriminator === null || records))
    throw new TypeError('The objects of a union cannot be told apart. Give each a field with a literal of its own.');
  const plain: { -readonly [Kind in keyof Members]: number } = {};
  const members = schemas.map((member, place): MemberShape => {
    const kind = kindOfMember(resolve(types, member) as Single);
    const family = familyOfMember(kind);
    const isPlain = plain[family] === undefined;
    if (isPlain) plain[family] = place;
    const tags = discriminator?.members.find((each) => each.schema === member)?.values ?? [];
    return { shape: shapeOf(types, member), kind, isPlain, tags: tags as readonly Literal[] };
  });
  return { kind: 'union', members, plain, tag: objects.length > 1 ? (discriminator?.field ?? null) : null };
}

/** The members of a union, with those of unions in it, in the order of bytes; of what is no union, itself. */
export function membersIn(types: SchemaTable, schema: Schema, depth = 0): readonly Schema[] {
  const target = resolve(types, schema);
  if (!('anyOf' in target)) return [schema];
  if (depth > 64) throw new TypeError('A union only refers to itself.');
  return target.anyOf.flatMap((member) => membersIn(types, member, depth + 1));
}

function kindOfMember(schema: Single): MemberKind {
  if ('enum' in schema) return 'oneOf';
  if ('domain' in schema) return schema.domain.type;
  if (schema.type === 'array') return 'prefixItems' in schema ? 'tuple' : 'list';
  if (schema.type === 'object') return isClosedObject(schema) ? 'object' : 'record';
  return schema.type === 'string' ? 'text' : schema.type;
}

function familyOfMember(kind: MemberKind): Exclude<Family, 'bigint'> {
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'oneOf':
      return 'number';
    case 'list':
    case 'tuple':
    case 'object':
      return 'array';
    case 'record':
      return 'map';
    default:
      return kind;
  }
}

function isScalar(schema: Exclude<Schema, { readonly $ref: unknown }>): boolean {
  return (
    'enum' in schema ||
    'domain' in schema ||
    !('anyOf' in schema || schema.type === 'array' || schema.type === 'object')
  );
}
