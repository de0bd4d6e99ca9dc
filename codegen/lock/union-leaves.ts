// The members of two unions that stand for each other. Compares only as much as tells members apart.
import { type Literal, membersIn } from '../../src/codec/shape.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../src/schema/schema.js';
import { discriminatorOf, isClosedObject, nameOf, resolve } from '../../src/schema/union.js';

/** A schema that is no reference. */
export type Resolved = Exclude<Schema, { readonly $ref: unknown }>;

/** What kind of type a schema describes. Two types of different kinds share no bytes, save that numbers hold integers. */
export function formOf(schema: Resolved): string {
  if ('anyOf' in schema) return 'union';
  if ('enum' in schema) return 'enum';
  if ('domain' in schema) return schema.domain.type;
  if (schema.type === 'array') return 'prefixItems' in schema ? 'tuple' : 'array';
  if (schema.type === 'object') return 'properties' in schema ? 'object' : 'record';
  return schema.type;
}

/** One member of a union: literals, or a type that is neither literal nor union. */
export type Leaf = { readonly literals: readonly Literal[] } | { readonly schema: Schema };

/** The members of a type, with those of unions inside it. A type that is no union is its own only member. */
export class Leaves {
  /** In the order of bytes. */
  readonly all: readonly Leaf[];
  readonly #types: SchemaTable;
  readonly #members: Schema[];
  readonly #literals: Literal[];
  readonly #objects: readonly Schema[];

  constructor(types: SchemaTable, schema: Schema) {
    this.#types = types;
    this.all = membersIn(types, schema).map((member) => leafOf(types, member));
    const isNull = (member: Schema): boolean => formOf(resolve(types, member)) === 'null';
    const members = this.all.flatMap((leaf) => ('schema' in leaf ? [leaf.schema] : []));
    const literals = this.all.flatMap((leaf) => ('literals' in leaf ? leaf.literals : []));
    // `null` is a member of its own, or a literal among others: whichever it was, it finds itself here.
    this.#literals = [...new Set(members.some(isNull) ? [...literals, null] : literals)];
    this.#members = members.filter((member) => !isNull(member));
    this.#objects = members.filter((member) => isClosedObject(resolve(types, member)));
  }

  /** What nobody took, in written order: types, and the literals as one. */
  get left(): readonly Schema[] {
    if (this.#literals.length === 0) return this.#members;
    const literals: Schema = this.#literals.every((value) => value === null)
      ? { type: 'null' }
      : { enum: [...this.#literals] };
    return [...this.#members, literals];
  }

  /** Takes the member that stands for an old one; `null` if there is none, or it was taken. */
  take(oldTypes: SchemaTable, old: Schema): Schema | null {
    const target = resolve(oldTypes, old);
    const found = isClosedObject(target) ? this.#object(oldTypes, old, target) : this.#ofForm(formOf(target));
    if (found === undefined) return null;
    this.#members.splice(this.#members.indexOf(found), 1);
    return found;
  }

  /** Takes a literal: whether it was there. */
  takeLiteral(value: Literal): boolean {
    const at = this.#literals.indexOf(value);
    if (at >= 0) this.#literals.splice(at, 1);
    return at >= 0;
  }

  #ofForm(form: string): Schema | undefined {
    const ofForm = (wanted: string) => this.#members.find((member) => formOf(resolve(this.#types, member)) === wanted);
    // An integer may have become a number, or a number an integer: which is said to be so, not that one is gone.
    const kin = form === 'integer' ? ofForm('number') : form === 'number' ? ofForm('integer') : undefined;
    return ofForm(form) ?? kin;
  }

  /** The object with the same literal in the field that tells objects apart, or of the same name, or the only one. */
  #object(oldTypes: SchemaTable, old: Schema, target: ObjectSchema): Schema | undefined {
    const free = this.#objects.filter((object) => this.#members.includes(object));
    const discriminator = this.#objects.length < 2 ? null : discriminatorOf(this.#types, this.#objects);
    const tags = discriminator === null ? [] : literalsAt(oldTypes, target, discriminator.field);
    const tagged = discriminator?.members.find(
      ({ schema, values }) => free.includes(schema) && values.some((value) => tags.includes(value)),
    );
    if (tagged !== undefined) return tagged.schema;
    const named = free.find((object) => '$ref' in object && '$ref' in old && nameOf(object.$ref) === nameOf(old.$ref));
    return named ?? (this.#objects.length === 1 ? free[0] : undefined);
  }
}

function leafOf(types: SchemaTable, schema: Schema): Leaf {
  const target = resolve(types, schema);
  return 'enum' in target ? { literals: target.enum } : { schema };
}

function literalsAt(types: SchemaTable, { properties }: ObjectSchema, field: string): readonly unknown[] {
  const schema = Object.hasOwn(properties, field) ? properties[field] : undefined;
  const target = schema === undefined ? undefined : resolve(types, schema);
  return target !== undefined && 'enum' in target ? target.enum : [];
}
