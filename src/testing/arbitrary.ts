// A fast-check arbitrary for every schema: values that the validator accepts, small, also where the schema is recursive.
import fc from 'fast-check';
import { bigintRange, dateRange } from '../schema/domain-range.js';
import { identityOf, isAllowedKey, startCounting } from '../schema/plain.js';
import { isRecursive, referencesOf } from '../schema/recursion.js';
import type {
  ArraySchema,
  DomainSchema,
  ObjectSchema,
  RecordSchema,
  Schema,
  SchemaTable,
  TupleSchema,
} from '../schema/schema.js';
import { membersOf, nameOf } from '../schema/union.js';
import { feasible } from './feasible.js';
import { heightsOf } from './height.js';
import { numberArbitrary } from './number-arbitrary.js';
import { textArbitrary } from './text-arbitrary.js';

/** References that a value may nest before it is brought to its end. */
const DEPTH = 3;
/** Items of an array whose items can hold more of the same: three levels of ten would be a thousand. */
const RECURSIVE_ITEMS = 3;

/** Makes the arbitrary of a named schema. Throws a `TypeError` saying where, for a schema that no value fits. */
export type Arbitraries = <T>(name: string) => fc.Arbitrary<T>;

/** Puts another arbitrary in place of one: `where` is the place as `PlaceOrder.lines`, or within a named type `OrderLine.quantity`. */
export type Adapt = (where: string, schema: Schema, made: () => fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;

/** How arbitraries differ from those of a schema alone. */
export interface ArbitraryOptions {
  readonly adapt?: Adapt;
  /** At most this many items beyond the fewest in arrays and records; fast-check's own default when absent. */
  readonly spareItems?: number;
}

/** The arbitraries of a schema table, each made on first use. */
export function arbitrariesFor(schemas: SchemaTable, options: ArbitraryOptions = {}): Arbitraries {
  const maker = new ArbitraryMaker(schemas, options);
  return <T>(name: string) => maker.named(name, DEPTH) as fc.Arbitrary<T>;
}

/** `depth` below is how many more references a value may nest; at 0 the way that ends soonest is taken. */
class ArbitraryMaker {
  readonly #schemas: SchemaTable;
  readonly #heights: ReturnType<typeof heightsOf>;
  readonly #made = new Map<string, fc.Arbitrary<unknown>>();
  readonly #options: ArbitraryOptions;

  constructor(schemas: SchemaTable, options: ArbitraryOptions) {
    this.#schemas = schemas;
    this.#options = options;
    this.#heights = heightsOf(schemas);
  }

  named(name: string, depth: number): fc.Arbitrary<unknown> {
    const schema = Object.hasOwn(this.#schemas, name) ? this.#schemas[name] : undefined;
    if (schema === undefined) throw new TypeError(`No schema is named '${name}'. Generate the code again.`);
    const key = `${depth} ${name}`;
    let made = this.#made.get(key);
    if (made === undefined) {
      if (this.#heights.of(schema) === Number.POSITIVE_INFINITY)
        throw new TypeError(`${name}: no finite value fits it.`);
      made = this.#make(name, schema, isRecursive(this.#schemas, name) ? depth : DEPTH);
      this.#made.set(key, made);
    }
    return made;
  }

  #make(where: string, schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const { adapt } = this.#options;
    return adapt === undefined
      ? this.#plain(where, schema, depth)
      : adapt(where, schema, () => this.#plain(where, schema, depth));
  }

  #plain(where: string, schema: Schema, depth: number): fc.Arbitrary<unknown> {
    if ('$ref' in schema) return this.named(nameOf(schema.$ref), Math.max(0, depth - 1));
    if ('anyOf' in schema) return this.#union(where, schema, depth);
    if ('enum' in schema) return fc.constantFrom(...schema.enum);
    if ('domain' in schema) return domainArbitrary(where, schema.domain);
    switch (schema.type) {
      case 'string':
        return textArbitrary(where, schema);
      case 'integer':
      case 'number':
        return numberArbitrary(where, schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return 'prefixItems' in schema ? this.#tuple(where, schema, depth) : this.#array(where, schema, depth);
      case 'object':
        return 'properties' in schema ? this.#object(where, schema, depth) : this.#record(where, schema, depth);
    }
  }

  #union(where: string, schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const members = this.#members(schema);
    const heights = members.map((member) => this.#heights.of(member));
    const bound = Math.max(depth, Math.min(...heights));
    const near = members.filter((_, index) => (heights[index] as number) <= bound);
    return fc.oneof(...near.map((member) => this.#make(where, member, depth)));
  }

  #members(schema: Schema): readonly Schema[] {
    if (!this.#isRecursive(schema)) return membersOf(this.#schemas, schema).map((member) => member.schema);
    // What can hold itself stays a reference: references are what depth counts, and a union in a union would take none of it.
    return 'anyOf' in schema ? schema.anyOf.flatMap((member) => this.#members(member)) : [schema];
  }

  #object(where: string, schema: ObjectSchema, depth: number): fc.Arbitrary<unknown> {
    const fields: Record<string, fc.Arbitrary<unknown>> = {};
    for (const [name, field] of Object.entries(schema.properties)) {
      if (!schema.required.includes(name) && !this.#fits(field, depth)) continue;
      fields[name] = this.#make(`${where}.${name}`, field, depth);
    }
    return fc.record(fields, { requiredKeys: [...schema.required], noNullPrototype: true });
  }

  #record(where: string, schema: RecordSchema, depth: number): fc.Arbitrary<unknown> {
    const { minProperties: minKeys = 0, maxProperties } = schema;
    const maxKeys = this.#most(schema.additionalProperties, depth, minKeys, maxProperties);
    if (maxKeys === 0) return fc.constant(null).map(() => ({}));
    const key = fc.string({ unit: 'binary' }).filter(isAllowedKey);
    const value = this.#make(`${where}.*`, schema.additionalProperties, depth);
    return fc.dictionary(key, value, { minKeys, ...(maxKeys === undefined ? {} : { maxKeys }), noNullPrototype: true });
  }

  #array(where: string, schema: ArraySchema, depth: number): fc.Arbitrary<unknown> {
    const { minItems: minLength = 0, maxItems } = schema;
    if (maxItems !== undefined && maxItems < minLength)
      throw new TypeError(`${where}: its maxItems is below its minItems.`);
    const maxLength = this.#most(schema.items, depth, minLength, maxItems);
    if (maxLength === 0) return fc.constant(null).map(() => []);
    const bounds = { minLength, ...(maxLength === undefined ? {} : { maxLength }) };
    const item = this.#make(`${where}[]`, schema.items, depth);
    if (!schema.uniqueItems) return fc.array(item, bounds);
    if (minLength < 2) return fc.uniqueArray(item, { ...bounds, selector: identify });
    // `uniqueArray` would look for ever for the last of its least items: many are made instead, and equal ones left out.
    const distinct = fc.array(item, { minLength: 2 * minLength }).map((items) => {
      const byIdentity = new Map(items.map((each) => [identify(each), each]));
      return [...byIdentity.values()].slice(0, maxLength);
    });
    return feasible(where, distinct, (items) => items.length >= minLength);
  }

  #tuple(where: string, schema: TupleSchema, depth: number): fc.Arbitrary<unknown> {
    const { prefixItems, minItems } = schema;
    const tooDeep = prefixItems.findIndex((item, index) => index >= minItems && !this.#fits(item, depth));
    const longest = tooDeep < 0 ? prefixItems.length : tooDeep;
    const items = prefixItems.slice(0, longest).map((item, index) => this.#make(`${where}[${index}]`, item, depth));
    const lengths = Array.from({ length: longest - minItems + 1 }, (_, more) => minItems + more);
    return fc.oneof(...lengths.map((length) => fc.tuple(...items.slice(0, length))));
  }

  #fits(schema: Schema, depth: number): boolean {
    return this.#heights.of(schema) <= depth;
  }

  /** The most items that an array or record may have: few where they can hold more of the same, the fewest where depth is used up. */
  #most(item: Schema, depth: number, min: number, max: number | undefined): number | undefined {
    if (!this.#fits(item, depth)) return min;
    const { spareItems } = this.#options;
    if (!this.#isRecursive(item))
      return spareItems === undefined ? max : Math.min(max ?? min + spareItems, min + spareItems);
    return Math.max(min, Math.min(max ?? RECURSIVE_ITEMS, RECURSIVE_ITEMS));
  }

  #isRecursive(schema: Schema): boolean {
    return referencesOf(schema).some((name) => isRecursive(this.#schemas, name));
  }
}

function identify(item: unknown): string {
  startCounting();
  return identityOf(item);
}

function domainArbitrary(where: string, schema: DomainSchema): fc.Arbitrary<unknown> {
  if (schema.type === 'bytes') {
    const { minLength = 0, maxLength } = schema;
    return fc.uint8Array({ minLength, ...(maxLength === undefined ? {} : { maxLength }) });
  }
  const empty = new TypeError(`${where}: its bounds leave no value.`);
  if (schema.type === 'bigint') {
    const { first: min, last: max } = bigintRange(schema);
    if (min > max) throw empty;
    return fc.bigInt({ min, max });
  }
  const { first, last } = dateRange(schema);
  if (first > last) throw empty;
  return fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true });
}
