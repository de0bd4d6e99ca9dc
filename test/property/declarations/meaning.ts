// What a declared type means, said without codegen's model and without the schemas: the oracle of this folder. Knows no syntax.
import { isDeepStrictEqual } from 'node:util';
import { isKnownBad, type TextSort } from './text-sorts.js';

/** A constraint tag with its value. */
export interface Constraint {
  readonly tag:
    | 'minimum'
    | 'maximum'
    | 'exclusiveMinimum'
    | 'exclusiveMaximum'
    | 'multipleOf'
    | 'minLength'
    | 'maxLength'
    | 'pattern'
    | 'format'
    | 'minItems'
    | 'maxItems'
    | 'uniqueItems'
    | 'minProperties'
    | 'maxProperties';
  readonly value: number | bigint | Date | string | true;
}

export interface Scalar {
  readonly kind: 'text' | 'number' | 'whole' | 'bigint' | 'date' | 'bytes';
  readonly constraints: readonly Constraint[];
  /** Text with a pattern or format: which. */
  readonly sort: TextSort | null;
  readonly brand: string | null;
}

export interface FieldMeaning {
  readonly name: string;
  readonly optional: boolean;
  readonly meaning: Meaning;
}

export interface ObjectMeaning {
  readonly kind: 'object';
  readonly fields: readonly FieldMeaning[];
}

/** A type with a name: shared between places, or holding itself. */
export interface Holder {
  meaning: Meaning;
  readonly recursive: boolean;
  /** Another type of the same shape but for the field `value`: both may be one generic type. */
  readonly twin?: Holder;
}

export type Meaning =
  | Scalar
  | { readonly kind: 'boolean' | 'null' }
  | { readonly kind: 'literals'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'array'; readonly item: Meaning; readonly constraints: readonly Constraint[] }
  | { readonly kind: 'tuple'; readonly items: readonly Meaning[]; readonly required: number }
  | { readonly kind: 'record'; readonly value: Meaning; readonly constraints: readonly Constraint[] }
  | ObjectMeaning
  /** Objects told apart by the literals of the field `tag`. */
  | { readonly kind: 'choice'; readonly tag: string; readonly objects: readonly ObjectMeaning[] }
  | { readonly kind: 'union'; readonly members: readonly Meaning[] }
  | { readonly kind: 'named'; readonly holder: Holder };

/** Whether a value is one of those that a meaning stands for. The slow and plain truth. */
export function admits(meaning: Meaning, value: unknown): boolean {
  switch (meaning.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'literals':
      return meaning.values.some((literal) => Object.is(literal, value));
    case 'array':
      return isList(value) && value.every((item) => admits(meaning.item, item)) && allHold(meaning.constraints, value);
    case 'tuple':
      return (
        isList(value) &&
        value.length >= meaning.required &&
        value.every((item, index) => {
          const expected = meaning.items[index];
          return expected !== undefined && admits(expected, item);
        })
      );
    case 'record':
      return (
        isPlain(value) &&
        Object.entries(value).every(
          ([key, item]) =>
            !['__proto__', 'constructor', 'prototype'].includes(key) && isText(key) && admits(meaning.value, item),
        ) &&
        allHold(meaning.constraints, value)
      );
    case 'object':
      return isPlain(value) && hasFields(meaning, value);
    case 'choice':
      return meaning.objects.some((object) => admits(object, value));
    case 'union':
      return meaning.members.some((member) => admits(member, value));
    case 'named':
      return admits(meaning.holder.meaning, value);
    default:
      return isScalar(meaning.kind, value) && allHold(meaning.constraints, value);
  }
}

/** A field of an object by its name. */
export function fieldOf(object: ObjectMeaning, name: string): FieldMeaning | undefined {
  return object.fields.find((field) => field.name === name);
}

/** The parts of a meaning, one level down. */
function partsOf(meaning: Meaning): readonly Meaning[] {
  switch (meaning.kind) {
    case 'array':
      return [meaning.item];
    case 'record':
      return [meaning.value];
    case 'tuple':
      return meaning.items;
    case 'union':
      return meaning.members;
    case 'choice':
      return meaning.objects;
    case 'object':
      return meaning.fields.map((field) => field.meaning);
    case 'named':
      return [meaning.holder.meaning];
    default:
      return [];
  }
}

/** Whether a meaning or anything in it is such as `is` says. */
export function holdsSuch(meaning: Meaning, is: (part: Meaning) => boolean, seen = new Set<Holder>()): boolean {
  if (is(meaning)) return true;
  if (meaning.kind === 'named') {
    if (seen.has(meaning.holder)) return false;
    seen.add(meaning.holder);
  }
  return partsOf(meaning).some((part) => holdsSuch(part, is, seen));
}

/** The value of a constraint where there is one, as a count. */
export function countOf(constraints: readonly Constraint[], tag: Constraint['tag']): number | undefined {
  const value = constraints.find((constraint) => constraint.tag === tag)?.value;
  return typeof value === 'number' ? value : undefined;
}

function hasFields(object: ObjectMeaning, value: object): boolean {
  const isKnown = Object.keys(value).every((name) => fieldOf(object, name) !== undefined);
  return isKnown && object.fields.every((field) => admitsField(field, value));
}

function admitsField(field: FieldMeaning, value: object): boolean {
  if (!Object.hasOwn(value, field.name)) return field.optional;
  return admits(field.meaning, (value as Record<string, unknown>)[field.name]);
}

function isScalar(kind: Scalar['kind'], value: unknown): boolean {
  switch (kind) {
    case 'text':
      return isText(value);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'whole':
      return Number.isSafeInteger(value) && !Object.is(value, -0);
    case 'bigint':
      return typeof value === 'bigint' && value >= -(2n ** 63n) && value < 2n ** 64n;
    case 'date': {
      if (!(value instanceof Date) || Object.getPrototypeOf(value) !== Date.prototype) return false;
      return /^\d{4}-/.test(Number.isNaN(value.getTime()) ? '' : value.toISOString()) && !Reflect.ownKeys(value).length;
    }
    case 'bytes':
      return value instanceof Uint8Array && Object.getPrototypeOf(value) === Uint8Array.prototype;
  }
}

function isText(value: unknown): value is string {
  // A surrogate without its partner does not survive UTF-8.
  return typeof value === 'string' && Buffer.from(value, 'utf8').toString('utf8') === value;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Reflect.ownKeys(value).every(isDataOf(value));
}

function isList(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  const keys = Reflect.ownKeys(value).filter((key) => key !== 'length');
  return (
    keys.length === value.length && keys.every((key, index) => key === String(index)) && keys.every(isDataOf(value))
  );
}

function isDataOf(value: object): (key: string | symbol) => boolean {
  return (key) => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return typeof key === 'string' && property?.enumerable === true && property.value !== undefined;
  };
}

function allHold(constraints: readonly Constraint[], value: unknown): boolean {
  return constraints.every((constraint) => holds(constraint, value));
}

function holds({ tag, value: bound }: Constraint, value: unknown): boolean {
  switch (tag) {
    case 'minimum':
      return ordered(value) >= ordered(bound);
    case 'maximum':
      return ordered(value) <= ordered(bound);
    case 'exclusiveMinimum':
      return ordered(value) > ordered(bound);
    case 'exclusiveMaximum':
      return ordered(value) < ordered(bound);
    case 'multipleOf':
      return Math.abs((value as number) % (bound as number)) === 0;
    case 'pattern':
      return new RegExp(bound as string, 'u').test(value as string);
    case 'format':
      // What a format accepts is said by examples alone.
      return !isKnownBad(bound as string, value as string);
    case 'uniqueItems': {
      const items = value as readonly unknown[];
      return items.every((item, index) => !items.slice(0, index).some((other) => isDeepStrictEqual(item, other)));
    }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return sizeOf(value) >= (bound as number);
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return sizeOf(value) <= (bound as number);
  }
}

function ordered(value: unknown): number | bigint {
  return value instanceof Date ? value.getTime() : (value as number | bigint);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return value instanceof Uint8Array || Array.isArray(value) ? value.length : Object.keys(value as object).length;
}
