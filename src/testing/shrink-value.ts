// Simpler values of the same schema, step by step: what a counterexample does not need goes. Knows no arbitraries, so it shrinks any value.
import type { Schema, SchemaTable } from '../schema/schema.js';
import { kindOf, membersOf, nameOf, resolve } from '../schema/union.js';
import { BEGINNING } from './history.js';

/** How values are shrunk. */
export interface ShrinkContext {
  readonly schemas: SchemaTable;
  /** Places (`Sku`, `OrderLine.quantity`) whose values are left as they are. */
  readonly isFixed: (where: string) => boolean;
}

/**
 * Simpler values than this one, the simplest first. Each is simpler by a measure that has an end; not each fits every constraint
 * of the schema: whoever uses one validates it.
 */
export function* simplerValues(
  context: ShrinkContext,
  where: string,
  schema: Schema,
  value: unknown,
): Generator<unknown> {
  if (context.isFixed(where)) return;
  if ('$ref' in schema) {
    const name = nameOf(schema.$ref);
    yield* simplerValues(context, name, resolve(context.schemas, schema), value);
    return;
  }
  if ('anyOf' in schema) {
    yield* simplerMember(context, where, schema, value);
    return;
  }
  if ('enum' in schema) {
    const place = schema.enum.indexOf(value as string);
    yield* schema.enum.slice(0, Math.max(0, place));
    return;
  }
  switch (kindOf(value)) {
    case 'string':
      yield* simplerText(value as string);
      return;
    case 'number':
      yield* simplerNumber(schema as { minimum?: number; maximum?: number }, value as number);
      return;
    case 'boolean':
      if (value === true) yield false;
      return;
    case 'bigint':
      yield* simplerBigint(value as bigint);
      return;
    case 'date':
      if ((value as Date).getTime() !== BEGINNING) yield new Date(BEGINNING);
      return;
    case 'bytes':
      if ((value as Uint8Array).length > 0) yield (value as Uint8Array).slice(0, (value as Uint8Array).length >> 1);
      return;
    case 'array':
      yield* simplerArray(context, where, schema, value as readonly unknown[]);
      return;
    case 'object':
      yield* simplerObject(context, where, schema, value as Readonly<Record<string, unknown>>);
  }
}

function* simplerMember(context: ShrinkContext, where: string, schema: Schema, value: unknown): Generator<unknown> {
  if (value === null) return;
  const members = membersOf(context.schemas, schema);
  if (members.some(({ kind }) => kind === 'null')) yield null;
  for (const { kind, schema: member } of members) {
    if (kind === kindOf(value)) yield* simplerValues(context, where, member, value);
  }
}

/** The plainest character of each sort: a pattern may ask for capitals, or for digits. */
function plainest(letter: string): string {
  if (/[A-Z]/.test(letter)) return 'A';
  return /\d/.test(letter) ? '0' : 'a';
}

function* simplerText(text: string): Generator<string> {
  if (text !== '') yield '';
  for (let length = 1; length < text.length; length *= 2) yield text.slice(0, length);
  if (text.length > 1) yield text.slice(0, -1);
  const letters = [...text];
  const plain = letters.map(plainest);
  if (plain.join('') !== text) yield plain.join('');
  for (const [place, letter] of letters.entries()) {
    if (plainest(letter) !== letter) yield letters.with(place, plainest(letter)).join('');
  }
}

function* simplerNumber(schema: { minimum?: number; maximum?: number }, value: number): Generator<number> {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const target = Math.min(Math.max(0, minimum), maximum);
  let distance = Math.abs(value - target);
  if (distance === 0) return;
  const sign = value > target ? 1 : -1;
  yield target;
  if (!Number.isInteger(value)) yield Math.trunc(value);
  if (sign < 0 && -value <= maximum) yield -value;
  for (distance = Math.floor(distance / 2); distance >= 1; distance = Math.floor(distance / 2))
    yield value - sign * distance;
}

function* simplerBigint(value: bigint): Generator<bigint> {
  if (value === 0n) return;
  yield 0n;
  if (value < 0n) yield -value;
  for (let distance = (value < 0n ? -value : value) / 2n; distance >= 1n; distance /= 2n)
    yield value > 0n ? value - distance : value + distance;
}

function* simplerArray(
  context: ShrinkContext,
  where: string,
  schema: Schema,
  items: readonly unknown[],
): Generator<unknown> {
  if (items.length > 1) yield items.slice(0, 1);
  for (let place = items.length - 1; place >= 0; place--) yield items.toSpliced(place, 1);
  for (const [place, item] of items.entries()) {
    const itemSchema =
      'prefixItems' in schema ? schema.prefixItems[place] : 'items' in schema ? schema.items : undefined;
    if (itemSchema === undefined) continue;
    for (const simpler of simplerValues(context, `${where}[]`, itemSchema, item)) yield items.with(place, simpler);
  }
}

function* simplerObject(
  context: ShrinkContext,
  where: string,
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
): Generator<unknown> {
  const required: readonly string[] = 'required' in schema ? schema.required : [];
  for (const key of Object.keys(value)) {
    if (required.includes(key)) continue;
    const { [key]: _, ...rest } = value;
    yield rest;
  }
  for (const [key, field] of Object.entries(value)) {
    const fieldSchema =
      'properties' in schema
        ? schema.properties[key]
        : 'additionalProperties' in schema
          ? schema.additionalProperties
          : undefined;
    if (typeof fieldSchema !== 'object') continue;
    for (const simpler of simplerValues(context, `${where}.${key}`, fieldSchema, field))
      yield { ...value, [key]: simpler };
  }
}
