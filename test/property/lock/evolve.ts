// Changes a schema table as people change declarations: one edit at one place. Says what it did, not what that means.
import { childrenOf } from '../../../src/schema/recursion.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../../src/schema/schema.js';
import { membersOf, resolve } from '../../../src/schema/union.js';

/** What an edit may choose: a number below `count`. */
export type Choose = (count: number) => number;

/** A table after an edit; `null` where the edit does not fit the place. */
type Edit = (schema: Schema, choose: Choose, table: SchemaTable) => Schema | null;

/** The end of a field's name that says what it was called. */
const RENAMED = '_was';

/** What a field was called before `rename a field` changed it. */
export function oldNameOf(_object: ObjectSchema, name: string): string | null {
  return name.endsWith(RENAMED) ? name.slice(0, -RENAMED.length) : null;
}

const SCALARS: readonly Schema[] = [
  { type: 'string' },
  { type: 'integer' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'null' },
  { domain: { type: 'date' } },
  { domain: { type: 'bigint' } },
  { domain: { type: 'bytes' } },
  { enum: ['red', 'blue', 3] },
];

function scalar(choose: Choose): Schema {
  return SCALARS[choose(SCALARS.length)] ?? { type: 'null' };
}

function edited(schema: Schema, edit: (object: ObjectSchema) => Partial<ObjectSchema> | null): Schema | null {
  if (!('properties' in schema)) return null;
  const change = edit(schema);
  return change === null ? null : { ...schema, ...change };
}

function field(object: ObjectSchema, choose: Choose): string | null {
  const names = Object.keys(object.properties);
  return names[choose(names.length)] ?? null;
}

function moved<T>(items: readonly T[], choose: Choose): readonly T[] {
  const from = choose(items.length);
  const rest = items.filter((_, index) => index !== from);
  return rest.toSpliced(choose(items.length), 0, ...items.slice(from, from + 1));
}

/** A constraint that is there, gone or moved; another where there is none. */
function constrained(schema: Schema, choose: Choose): Schema | null {
  if ('domain' in schema) {
    const { type, ...bounds } = schema.domain;
    const moves: Readonly<Record<typeof type, object>> = {
      date: choose(2) === 0 ? { minimum: '1970-01-01' } : { maximum: '2200-01-01' },
      bigint: choose(2) === 0 ? { minimum: '-9' } : { maximum: '99999999999999999' },
      bytes: choose(2) === 0 ? { minLength: choose(3) } : { maxLength: 2 + choose(6) },
    };
    return { domain: { type, ...(choose(2) === 0 ? {} : bounds), ...(choose(2) === 0 ? {} : moves[type]) } as never };
  }
  if (!('type' in schema) || 'properties' in schema || 'prefixItems' in schema) return null;
  const names = {
    string: ['minLength', 'maxLength', 'pattern', 'format'],
    number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    array: ['minItems', 'maxItems', 'uniqueItems'],
    object: ['minProperties', 'maxProperties'],
    boolean: [],
    null: [],
  }[schema.type];
  const name = names[choose(names.length)];
  if (name === undefined) return null;
  const { [name]: before, ...rest } = schema as unknown as Record<string, unknown>;
  if (choose(2) === 0) return rest as unknown as Schema;
  const base = typeof before === 'number' ? before : name.startsWith('max') ? 5 : 1;
  const values: Readonly<Record<string, unknown>> = {
    pattern: '^[a-z]+$',
    format: 'date',
    uniqueItems: true,
    multipleOf: [1, 2, 4, 0.5][choose(4)],
  };
  const steps = name.startsWith('exclusive') || name === 'minimum' || name === 'maximum' ? choose(9) - 4 : choose(3);
  const changed = { ...rest, [name]: values[name] ?? base + steps };
  return isCrossed(changed) ? null : (changed as unknown as Schema);
}

/** Whether a lower bound is above an upper one: what codegen refuses when it reads the declaration. */
function isCrossed(constraints: Readonly<Record<string, unknown>>): boolean {
  const bound = (...names: string[]): number | undefined =>
    names.map((name) => constraints[name]).find((value) => typeof value === 'number');
  const pairs = [
    [bound('minimum', 'exclusiveMinimum'), bound('maximum', 'exclusiveMaximum')],
    [bound('minLength'), bound('maxLength')],
    [bound('minItems'), bound('maxItems')],
    [bound('minProperties'), bound('maxProperties')],
  ];
  return pairs.some(([low, high]) => low !== undefined && high !== undefined && low > high);
}

/** Every kind of edit, by name. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'add an optional field': (schema, choose) =>
    edited(schema, ({ properties }) => ({ properties: { ...properties, more: scalar(choose) } })),
  'put an optional field first': (schema, choose) =>
    edited(schema, ({ properties }) => ({ properties: { first: scalar(choose), ...properties } })),
  'add a required field': (schema, choose) =>
    edited(schema, ({ properties, required }) => ({
      properties: { ...properties, needed: scalar(choose) },
      required: [...required, 'needed'],
    })),
  'remove a field': (schema, choose) =>
    edited(schema, (object) => {
      const name = field(object, choose);
      return {
        properties: Object.fromEntries(Object.entries(object.properties).filter(([other]) => other !== name)),
        required: object.required.filter((other) => other !== name),
      };
    }),
  'rename a field': (schema, choose) =>
    edited(schema, (object) => {
      const name = field(object, choose);
      const renamed = (other: string) => (other === name ? `${other}${RENAMED}` : other);
      return {
        properties: Object.fromEntries(Object.entries(object.properties).map(([key, part]) => [renamed(key), part])),
        required: object.required.map(renamed),
      };
    }),
  'move a field': (schema, choose) =>
    edited(schema, ({ properties }) => ({
      properties: Object.fromEntries(moved(Object.entries(properties), choose)),
    })),
  'make a field optional': (schema, choose) =>
    edited(schema, ({ required }) => {
      const at = choose(required.length);
      return required.length === 0 ? null : { required: required.filter((_, index) => index !== at) };
    }),
  'make a field required': (schema, choose) =>
    edited(schema, (object) => {
      const name = field(object, choose);
      return name === null || object.required.includes(name) ? null : { required: [...object.required, name] };
    }),
  'change a constraint': constrained,
  'integer or number': (schema) =>
    'type' in schema && (schema.type === 'integer' || schema.type === 'number')
      ? { ...schema, type: schema.type === 'integer' ? 'number' : 'integer' }
      : null,
  'add a literal': (schema, choose) =>
    'enum' in schema ? { enum: moved([...new Set([...schema.enum, 'mauve', 99])], choose) } : null,
  'remove a literal': (schema, choose) => {
    if (!('enum' in schema) || schema.enum.length < 2) return null;
    const at = choose(schema.enum.length);
    return { enum: schema.enum.filter((_, index) => index !== at) };
  },
  'move a literal': (schema, choose) => ('enum' in schema ? { enum: moved(schema.enum, choose) } : null),
  'remove a member': (schema, choose) => {
    if (!('anyOf' in schema) || schema.anyOf.length < 2) return null;
    const at = choose(schema.anyOf.length);
    return { anyOf: schema.anyOf.filter((_, index) => index !== at) };
  },
  'move a member': (schema, choose) => ('anyOf' in schema ? { anyOf: moved(schema.anyOf, choose) } : null),
  'add a variant': (schema, choose) => {
    if (!('anyOf' in schema) || !schema.anyOf.some((member) => 'properties' in member)) return null;
    return { anyOf: schema.anyOf.toSpliced(choose(schema.anyOf.length + 1), 0, variant(`new ${choose(1000)}`)) };
  },
  'make a union': (schema, choose) => {
    const member = scalar(choose);
    return { anyOf: choose(2) === 0 ? [schema, member] : [member, schema] };
  },
  'make it nullable': (schema) => ({ anyOf: [schema, { type: 'null' }] }),
  'add an item': (schema, choose) =>
    'prefixItems' in schema ? { ...schema, prefixItems: [...schema.prefixItems, scalar(choose)] } : null,
  'remove an item': (schema) =>
    'prefixItems' in schema
      ? {
          ...schema,
          prefixItems: schema.prefixItems.slice(0, -1),
          minItems: Math.min(schema.minItems, schema.prefixItems.length - 1),
        }
      : null,
  'change how many items are required': (schema, choose) =>
    'prefixItems' in schema ? { ...schema, minItems: choose(schema.prefixItems.length + 1) } : null,
  'another type': (schema, choose) => (choose(2) === 0 ? scalar(choose) : { type: 'array', items: schema }),
  'write a named type out': (schema, _, table) => ('$ref' in schema ? resolve(table, schema) : null),
};

/** Edits that mostly leave what is stored readable and valid. */
export const GENTLE: readonly string[] = [
  'add an optional field',
  'put an optional field first',
  'move a field',
  'make a field optional',
  'change a constraint',
  'integer or number',
  'add a literal',
  'move a literal',
  'move a member',
  'make a union',
  'add a variant',
  'make it nullable',
  'add an item',
  'write a named type out',
];

/** Types with constraints, and nothing else to change. */
export const CONSTRAINED: readonly Schema[] = [
  { type: 'integer', minimum: 0, maximum: 20 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 9 },
  { type: 'integer', multipleOf: 4 },
  { type: 'string', minLength: 2, maxLength: 5 },
  { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 4 },
  { type: 'object', additionalProperties: { type: 'null' }, minProperties: 1, maxProperties: 3 },
  { domain: { type: 'date', minimum: '2000-01-01' } },
  { domain: { type: 'bigint', maximum: '7' } },
  { domain: { type: 'bytes', maxLength: 3 } },
];

function variant(kind: string): Schema {
  return { type: 'object', properties: { kind: { enum: [kind] } }, required: ['kind'], additionalProperties: false };
}

/** A union inside of a union, with members after it that its growth must not push away. */
export const NESTED: SchemaTable = {
  Root: { anyOf: [{ $ref: '#/$defs/Shape' }, variant('other'), { domain: { type: 'bigint' } }, { enum: ['a', 1] }] },
  Shape: { anyOf: [variant('one'), variant('two')] },
};

interface Spot {
  readonly schema: Schema;
  readonly put: (schema: Schema) => SchemaTable;
}

/** Whether the members of a union can be told apart: codegen refuses a declaration where they cannot. */
function isTold(table: SchemaTable, schema: Schema): boolean {
  if (!('anyOf' in schema)) return childrenOf(schema).every((child) => isTold(table, child));
  const kinds = membersOf(table, schema).filter(({ schema: member }) => !('properties' in resolve(table, member)));
  return (
    new Set(kinds.map(({ kind }) => kind)).size === kinds.length && schema.anyOf.every((child) => isTold(table, child))
  );
}

/** Makes one edit at one place of a table; `null` where the chosen edit fits nowhere, or makes what cannot be declared. */
export function evolve(table: SchemaTable, edit: string, choose: Choose): SchemaTable | null {
  const spots = Object.entries(table).flatMap(([name, schema]) =>
    spotsIn(schema, (changed) => ({ ...table, [name]: changed })),
  );
  const start = choose(spots.length);
  for (const spot of [...spots.slice(start), ...spots.slice(0, start)]) {
    const changed = EDITS[edit]?.(spot.schema, choose, table) ?? null;
    if (changed === null) continue;
    const evolved = spot.put(changed);
    return Object.values(evolved).every((type) => isTold(evolved, type)) ? evolved : null;
  }
  return null;
}

function spotsIn(schema: Schema, put: Spot['put']): readonly Spot[] {
  const inner = childrenOf(schema).flatMap((child, index) =>
    spotsIn(child, (changed) => put(withChild(schema, index, changed))),
  );
  return [{ schema, put }, ...inner];
}

function withChild(schema: Schema, index: number, child: Schema): Schema {
  if ('anyOf' in schema) return { anyOf: schema.anyOf.with(index, child) };
  if ('prefixItems' in schema) return { ...schema, prefixItems: schema.prefixItems.with(index, child) };
  if ('properties' in schema) {
    const entries = Object.entries(schema.properties).map(([name, part], at) => [name, at === index ? child : part]);
    return { ...schema, properties: Object.fromEntries(entries) as ObjectSchema['properties'] };
  }
  if ('items' in schema) return { ...schema, items: child };
  return { ...schema, additionalProperties: child } as Schema;
}
