// Ways to break a valid value, each with the pointer at which the validator must say so.
import type { Schema, SchemaTable } from '../../../src/schema/schema.js';
import { discriminatorOf, type Kind, kindOf, membersOf, resolve } from '../../../src/schema/union.js';

/** A value that must be refused, and where. */
export interface Mutation {
  readonly what: string;
  readonly pointer: string;
  readonly value: unknown;
}

class Instance {
  readonly a = 1;
}

const NEVER: readonly unknown[] = [
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Symbol('s'),
  () => 1,
  new Map(),
  new Instance(),
  '\ud800',
  2n ** 64n,
  new Date(Number.NaN),
  -0,
  Buffer.from('b'),
];

const OF_KIND: Readonly<Record<Kind, unknown>> = {
  null: null,
  boolean: true,
  number: 12.5,
  string: 'text',
  bigint: 5n,
  date: new Date(5),
  bytes: new Uint8Array(2),
  array: [],
  object: {},
};

/** Every single mutation of a valid value that its schema must refuse. */
export function mutationsOf(schemas: SchemaTable, schema: Schema, value: unknown, pointer = ''): readonly Mutation[] {
  const members = membersOf(schemas, schema);
  const kinds = new Set(members.map((member) => member.kind));
  const here = (what: string, mutated: unknown): Mutation => ({ what, pointer, value: mutated });
  const found = NEVER.map((never) => here(`never ${typeof never}`, never));
  for (const [kind, other] of Object.entries(OF_KIND))
    if (!kinds.has(kind as Kind)) found.push(here(`a ${kind} instead`, other));
  const kind = kindOf(value);
  const ofKind = members.filter((member) => member.kind === kind).map((member) => member.schema);
  const member = ofKind.length === 1 ? ofKind[0] : memberFor(schemas, ofKind, value);
  return member === undefined ? found : [...found, ...inside(schemas, member, value, pointer)];
}

function memberFor(schemas: SchemaTable, members: readonly Schema[], value: unknown): Schema | undefined {
  const discriminator = discriminatorOf(schemas, members);
  if (discriminator === null) return undefined;
  const tag = (value as Record<string, unknown>)[discriminator.field];
  return discriminator.members.find(({ values }) => values.includes(tag))?.schema;
}

function inside(schemas: SchemaTable, member: Schema, value: unknown, pointer: string): readonly Mutation[] {
  const schema = resolve(schemas, member);
  const here = (what: string, mutated: unknown): Mutation => ({ what, pointer, value: mutated });
  if ('anyOf' in schema) return [];
  if ('enum' in schema)
    return [here('another literal', typeof value === 'string' ? 'mauve' : typeof value === 'number' ? 99 : undefined)];
  if ('domain' in schema) return [];
  if ('prefixItems' in schema) {
    const items = value as readonly unknown[];
    const shorter =
      items.length > 0 && items.length === schema.minItems ? [here('an item less', items.slice(1).concat())] : [];
    const nested = items.flatMap((item, index) =>
      mutationsOf(schemas, schema.prefixItems[index] as Schema, item, `${pointer}/${index}`).map((inner) => ({
        ...inner,
        value: items.with(index, inner.value),
      })),
    );
    return [
      ...shorter.filter(() => false),
      here('an item more', [...items, ...schema.prefixItems.map(() => null), null]),
      ...arrays(here, items),
      ...nested,
    ];
  }
  if ('items' in schema) {
    const items = value as readonly unknown[];
    const { minItems = 0, maxItems, uniqueItems, items: item } = schema;
    return [
      ...arrays(here, items),
      ...(minItems > 0 ? [here('too few', items.slice(0, minItems - 1))] : []),
      ...(maxItems !== undefined && items.length > 0
        ? [
            here(
              'too many',
              Array.from({ length: maxItems + 1 }, () => items[0]),
            ),
          ]
        : []),
      ...(uniqueItems && items.length > 0 ? [here('twice the same', [...items, structuredClone(items[0])])] : []),
      ...items.flatMap((each, index) =>
        mutationsOf(schemas, item, each, `${pointer}/${index}`).map((inner) => ({
          ...inner,
          value: items.with(index, inner.value),
        })),
      ),
    ];
  }
  if (schema.type === 'object') {
    const object = value as Record<string, unknown>;
    const known = 'properties' in schema;
    const required = known ? schema.required : [];
    const fieldOf = (key: string): Schema =>
      known ? (schema.properties[key] as Schema) : (schema.additionalProperties as Schema);
    return [
      ...(known ? [here('an unknown field', { ...object, surplus: 1 })] : []),
      ...['__proto__', 'constructor', 'prototype'].map((key) =>
        here(key, Object.fromEntries([...Object.entries(object), [key, 1]])),
      ),
      here('a symbol', { ...object, [Symbol('s')]: 1 }),
      here('something hidden', Object.defineProperty({ ...object }, 'hidden', { value: 1, enumerable: false })),
      here('an instance', Object.assign(new Instance(), object)),
      ...required.map((key) => ({ what: `without ${key}`, pointer: pointer + step(key), value: without(object, key) })),
      ...Object.entries(object).flatMap(([key, each]) => [
        {
          what: 'a getter',
          pointer: pointer + step(key),
          value: Object.defineProperty({ ...object }, key, { get: () => each, enumerable: true }),
        },
        ...mutationsOf(schemas, fieldOf(key), each, pointer + step(key)).map((inner) => ({
          ...inner,
          value: { ...object, [key]: inner.value },
        })),
      ]),
    ];
  }
  if (schema.type === 'string') {
    const { minLength = 0, maxLength } = schema;
    return [
      ...(minLength > 0 ? [here('too short', '😀'.repeat(minLength - 1))] : []),
      ...(maxLength !== undefined ? [here('too long', '😀'.repeat(maxLength + 1))] : []),
      ...(schema.format !== undefined ? [here('no such format', 'x y')] : []),
    ];
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    return [
      ...(minimum !== undefined ? [here('too small', minimum - 1)] : []),
      ...(maximum !== undefined ? [here('too large', maximum + 1)] : []),
      ...(exclusiveMinimum !== undefined ? [here('not above', exclusiveMinimum)] : []),
      ...(exclusiveMaximum !== undefined ? [here('not below', exclusiveMaximum)] : []),
      ...(multipleOf !== undefined && Math.abs(value as number) < 1e9
        ? [here('off step', (value as number) + multipleOf / 3)]
        : []),
      ...(schema.type === 'integer' ? [here('not whole', 0.5), here('not safe', 2 ** 53)] : []),
    ];
  }
  return [];
}

function arrays(here: (what: string, mutated: unknown) => Mutation, items: readonly unknown[]): readonly Mutation[] {
  const holed = [...items];
  holed.length = items.length + 1;
  return [
    here('a hole', holed),
    here('an extra property', Object.assign([...items], { extra: 1 })),
    here('a subclass', Object.setPrototypeOf([...items], class extends Array {}.prototype)),
  ];
}

function without(object: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
}

function step(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
