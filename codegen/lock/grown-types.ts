// The named types of a form that grows: each keeps the order of what it grew from. Compares nothing.
import { reachedFrom } from '../../src/schema/recursion.js';
import type { Schema, SchemaTable } from '../../src/schema/schema.js';
import { resolve } from '../../src/schema/union.js';
import type { Form } from './difference.js';

/** Collects named types while two forms are compared, each name for one pair of old and new. */
export class GrownTypes {
  readonly #old: SchemaTable;
  readonly #next: SchemaTable;
  readonly #grown = new Map<string, Schema>();
  readonly #names = new Map<string, string>();

  constructor(old: SchemaTable, next: SchemaTable) {
    this.#old = old;
    this.#next = next;
  }

  /** A reference to what the new type `name` is when it has grown from `old`: made by `make`, once for every pair. */
  grow(old: Schema, name: string, make: () => Schema): Schema {
    // By its text: two old types of one text are one, in one order.
    const pair = `${name} ${JSON.stringify(resolve(this.#old, old))}`;
    const known = this.#names.get(pair);
    if (known !== undefined) return refTo(known);
    const own = this.#freeName(name);
    this.#names.set(pair, own);
    // Taken before it is made: a recursive type comes back here.
    this.#grown.set(own, { type: 'null' });
    this.#grown.set(own, make());
    return refTo(own);
  }

  /** A schema with all that it refers to: types that grew from nothing are as they were given. */
  close(schema: Schema): Form {
    return formOver({ ...this.#next, ...Object.fromEntries(this.#grown) }, schema);
  }

  /** A type that two places grew from two old ones, in different orders, is two types in the lock: `Money` and `Money2`. */
  #freeName(name: string): string {
    let free = name;
    for (let count = 2; this.#grown.has(free) || (free !== name && Object.hasOwn(this.#next, free)); count++)
      free = `${name}${count}`;
    return free;
  }
}

/** A schema with those types of a table that it refers to, directly or not, by name. Throws a `TypeError` for a name without a type. */
export function formOver<S extends Schema>(table: SchemaTable, schema: S): Form<S> {
  const types = [...reachedFrom(table, schema)].sort().map((name) => {
    const type = Object.hasOwn(table, name) ? table[name] : undefined;
    if (type === undefined) throw new TypeError(`No type is named '${name}'.`);
    return [name, type] as const;
  });
  return { schema, types: Object.fromEntries(types) };
}

function refTo(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}
