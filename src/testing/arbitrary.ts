// A fast-check arbitrary for every schema: values that the validator accepts, small, also where the schema is recursive.
import fc from 'fast-check';
import { FUNCTION, type OptionKinds, wholeNumber } from '../kernel/option-kinds.js';
import { bigintRange, dateRange } from '../schema/domain-range.js';
import { identityOf, isAllowedKey, startCounting } from '../schema/plain.js';
import { childrenOf, isRecursive, reachedFrom, referencesOf } from '../schema/recursion.js';
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
import { assertOptions } from './assert-options.js';
import { feasible } from './feasible.js';
import { fewestItemsOf, type Heights, heightsOf } from './height.js';
import { numberArbitrary } from './number-arbitrary.js';
import { textArbitrary } from './text-arbitrary.js';

/** References that a value may nest before it is brought to its end. */
const DEPTH = 3;
/** Items of an array whose items can hold more of the same: three levels of ten would be a thousand. */
const RECURSIVE_ITEMS = 3;

/** Items beyond twice the fewest in an array or record: fast-check makes no more where nothing else is said. */
const FAST_CHECKS_SPARE = 10;
/**
 * Items that all arrays and records of a value have together, unless its smallest has more: without a bound, nine levels of ten would fill
 * a process's memory.
 */
const MOST_ITEMS = 4096;

/** What a value may still hold. */
interface Room {
  /** How many more references it may nest; at 0 the way that ends soonest is taken. */
  readonly depth: number;
  /** How many items its arrays and records may have together; once these are used up, they have the fewest. */
  readonly items: number;
}

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

const OPTIONS: OptionKinds<ArbitraryOptions> = { adapt: FUNCTION, spareItems: wholeNumber(0) };

/** The arbitraries of a schema table, each made on first use. */
export function arbitrariesFor(schemas: SchemaTable, options: ArbitraryOptions = {}): Arbitraries {
  assertOptions('arbitrariesFor', options, { kinds: OPTIONS });
  const maker = new ArbitraryMaker(schemas, options);
  return <T>(name: string) => maker.named(name, { depth: DEPTH, items: MOST_ITEMS }) as fc.Arbitrary<T>;
}

class ArbitraryMaker {
  readonly #schemas: SchemaTable;
  readonly #heights: Heights;
  readonly #fewestItems: Heights;
  /** Of named schemas by room and name, of those that hold no others by place. */
  readonly #made = new Map<string, fc.Arbitrary<unknown>>();
  readonly #options: ArbitraryOptions;

  constructor(schemas: SchemaTable, options: ArbitraryOptions) {
    this.#schemas = schemas;
    this.#options = options;
    this.#heights = heightsOf(schemas);
    this.#fewestItems = fewestItemsOf(schemas);
  }

  named(name: string, room: Room): fc.Arbitrary<unknown> {
    const schema = Object.hasOwn(this.#schemas, name) ? this.#schemas[name] : undefined;
    if (schema === undefined) throw new TypeError(`No schema is named '${name}'. Generate the code again.`);
    if (this.#heights.of(schema) === Number.POSITIVE_INFINITY) throw new TypeError(`${name}: no finite value fits it.`);
    const depth = isRecursive(this.#schemas, name) ? room.depth : DEPTH;
    // Few sizes of rooms, so that few arbitraries are made of one schema.
    const items = this.#canGrow(schema) && room.items >= 1 ? 2 ** Math.floor(Math.log2(room.items)) : 0;
    return this.#once(`${depth} ${items} ${name}`, () => this.#make(name, schema, { depth, items }));
  }

  #once(key: string, make: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    const made = this.#made.get(key) ?? make();
    this.#made.set(key, made);
    return made;
  }

  #make(where: string, schema: Schema, room: Room): fc.Arbitrary<unknown> {
    const { adapt } = this.#options;
    const plain = () => this.#plain(where, schema, room);
    const make = () => (adapt === undefined ? plain() : adapt(where, schema, plain));
    // In any room the same: and arbitraries of text take longer to make than all others.
    const isWhole = !('$ref' in schema) && childrenOf(schema).length === 0;
    return isWhole ? this.#once(JSON.stringify([where, schema]), make) : make();
  }

  #plain(where: string, schema: Schema, room: Room): fc.Arbitrary<unknown> {
    if ('$ref' in schema) return this.named(nameOf(schema.$ref), { ...room, depth: Math.max(0, room.depth - 1) });
    if ('anyOf' in schema) return this.#union(where, schema, room);
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
        return 'prefixItems' in schema ? this.#tuple(where, schema, room) : this.#array(where, schema, room);
      case 'object':
        return 'properties' in schema ? this.#object(where, schema, room) : this.#record(where, schema, room);
    }
  }

  #union(where: string, schema: Schema, room: Room): fc.Arbitrary<unknown> {
    const members = this.#members(schema);
    const near = allowed(members, this.#heights, room.depth);
    const small = allowed(near, this.#fewestItems, room.items);
    return fc.oneof(...small.map((member) => this.#make(where, member, room)));
  }

  #members(schema: Schema): readonly Schema[] {
    if (!this.#isRecursive(schema)) return membersOf(this.#schemas, schema).map((member) => member.schema);
    // What can hold itself stays a reference: references are what depth counts, and a union in a union would take none of it.
    return 'anyOf' in schema ? schema.anyOf.flatMap((member) => this.#members(member)) : [schema];
  }

  #object(where: string, schema: ObjectSchema, room: Room): fc.Arbitrary<unknown> {
    const fields = Object.entries(schema.properties).filter(
      ([name, field]) => schema.required.includes(name) || this.#fits(field, room),
    );
    const within = this.#sharing(
      fields.map(([, field]) => field),
      room,
    );
    const made = fields.map(([name, field]) => [name, this.#make(`${where}.${name}`, field, within)] as const);
    return fc.record(Object.fromEntries(made), { requiredKeys: [...schema.required], noNullPrototype: true });
  }

  #record(where: string, schema: RecordSchema, room: Room): fc.Arbitrary<unknown> {
    const { minProperties: minKeys = 0, maxProperties } = schema;
    const { most: maxKeys, within } = this.#many(schema.additionalProperties, room, {
      min: minKeys,
      max: maxProperties,
    });
    if (maxKeys === 0) return fc.constant(null).map(() => ({}));
    const key = fc.string({ unit: 'binary' }).filter(isAllowedKey);
    const value = this.#make(`${where}.*`, schema.additionalProperties, within);
    return fc.dictionary(key, value, { minKeys, ...(maxKeys === undefined ? {} : { maxKeys }), noNullPrototype: true });
  }

  #array(where: string, schema: ArraySchema, room: Room): fc.Arbitrary<unknown> {
    const { minItems: minLength = 0, maxItems } = schema;
    if (maxItems !== undefined && maxItems < minLength)
      throw new TypeError(`${where}: its maxItems is below its minItems.`);
    const { most: maxLength, within } = this.#many(schema.items, room, { min: minLength, max: maxItems });
    if (maxLength === 0) return fc.constant(null).map(() => []);
    const bounds = { minLength, ...(maxLength === undefined ? {} : { maxLength }) };
    const item = this.#make(`${where}[]`, schema.items, within);
    if (!schema.uniqueItems) return fc.array(item, bounds);
    if (minLength < 2) return fc.uniqueArray(item, { ...bounds, selector: identify });
    // `uniqueArray` would look for ever for the last of its least items: many are made instead, and equal ones left out.
    const distinct = fc.array(item, { minLength: 2 * minLength }).map((items) => {
      const byIdentity = new Map(items.map((each) => [identify(each), each]));
      return [...byIdentity.values()].slice(0, maxLength);
    });
    return feasible(where, distinct, (items) => items.length >= minLength);
  }

  #tuple(where: string, schema: TupleSchema, room: Room): fc.Arbitrary<unknown> {
    const { prefixItems, minItems } = schema;
    const tooDeep = prefixItems.findIndex((item, index) => index >= minItems && !this.#fits(item, room));
    const longest = tooDeep < 0 ? prefixItems.length : tooDeep;
    const held = prefixItems.slice(0, longest);
    const within = this.#sharing(held, room);
    const items = held.map((item, index) => this.#make(`${where}[${index}]`, item, within));
    const lengths = Array.from({ length: longest - minItems + 1 }, (_, more) => minItems + more);
    return fc.oneof(...lengths.map((length) => fc.tuple(...items.slice(0, length))));
  }

  #fits(schema: Schema, { depth, items }: Room): boolean {
    return this.#heights.of(schema) <= depth && this.#fewestItems.of(schema) <= items;
  }

  /** What each of some values that stand side by side may hold: those that can grow share alike. */
  #sharing(schemas: readonly Schema[], { depth, items }: Room): Room {
    const growing = schemas.filter((schema) => this.#canGrow(schema)).length;
    return { depth, items: items / Math.max(1, growing) };
  }

  /** The most items that an array or record may have, and what each of them may hold. */
  #many(
    item: Schema,
    room: Room,
    { min, max }: { readonly min: number; readonly max: number | undefined },
  ): { readonly most: number | undefined; readonly within: Room } {
    const { depth, items } = room;
    const most = this.#most(item, room, min, max);
    const usual = Math.min(most ?? Number.POSITIVE_INFINITY, 2 * min + FAST_CHECKS_SPARE);
    // Items that hold items themselves are no more than those may be in each.
    const fair = this.#canGrow(item) ? Math.sqrt(items) : items;
    const fitting = Math.floor(Math.min(fair, items / (1 + this.#fewestItems.of(item))));
    const count = Math.max(min, Math.min(usual, fitting));
    const within = { depth, items: Math.max(0, items / Math.max(1, count) - 1) };
    return { most: count < usual ? count : most, within };
  }

  /** The most items that an array or record may have by its schema alone: few where they can hold more of the same, the fewest where the room is used up. */
  #most(item: Schema, room: Room, min: number, max: number | undefined): number | undefined {
    if (!this.#fits(item, room)) return min;
    const { spareItems } = this.#options;
    if (!this.#isRecursive(item))
      return spareItems === undefined ? max : Math.min(max ?? min + spareItems, min + spareItems);
    return Math.max(min, Math.min(max ?? RECURSIVE_ITEMS, RECURSIVE_ITEMS));
  }

  /** Whether values of a schema hold arrays or records. */
  #canGrow(schema: Schema): boolean {
    const reached = [...reachedFrom(this.#schemas, schema)].map((name) => this.#schemas[name]);
    return [schema, ...reached].some((one) => one !== undefined && holdsMany(one));
  }

  #isRecursive(schema: Schema): boolean {
    return referencesOf(schema).some((name) => isRecursive(this.#schemas, name));
  }
}

/** Those of some schemas that a bound allows, or else the smallest of them. */
function allowed(schemas: readonly Schema[], { of }: Heights, bound: number): readonly Schema[] {
  const sizes = schemas.map(of);
  const most = Math.max(bound, Math.min(...sizes));
  return schemas.filter((_, index) => (sizes[index] as number) <= most);
}

function holdsMany(schema: Schema): boolean {
  const isArray = 'items' in schema && !('prefixItems' in schema);
  const isRecord = 'additionalProperties' in schema && !('properties' in schema);
  return isArray || isRecord || childrenOf(schema).some(holdsMany);
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
