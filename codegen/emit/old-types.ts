// Prints the types of an event's older version from its locked schema. What the next version has unchanged is its type: brands stay.
import type { ObjectSchema, Schema, SchemaTable } from '../../src/schema/schema.js';
import { nameOf, resolve } from '../../src/schema/union.js';
import { code, type GeneratedFile, type Printable } from './generated-file.js';
import { literal, propertyName, quoted } from './literal.js';
import { isSameSchema, type TypedSchema } from './same-schema.js';

/** What stands at the same place in the next version: its schema, and its type as an expression. */
export interface Counterpart extends TypedSchema {
  readonly type: Printable;
}

/** Whether a field is one that the next version calls otherwise, and nothing more: by its place among the fields, or by its tag. */
export type IsRenamed = (old: FieldInPlace, next: FieldInPlace) => boolean;

/** A field of an object. */
interface FieldInPlace {
  readonly name: string;
  readonly index: number;
}

/** The names of the types that the version `name` refers to, as they are declared: `OrderPlacedV1OrderLine`. */
export function namesOfOldTypes(name: string, types: SchemaTable): string[] {
  return Object.keys(types).map((type) => `${name}${type}`);
}

/** Prints `export interface <name>` and the types that it needs and the next version has not. */
export function printOldTypes(
  file: GeneratedFile,
  name: string,
  { schema, types }: { readonly schema: ObjectSchema; readonly types: SchemaTable },
  next: Counterpart | null,
  isRenamed: IsRenamed,
): void {
  const printer = new OldTypes(name, types, isRenamed);
  printDeclaration(file, name, printer.declared(schema, next));
  for (const [type, body] of printer.rest()) printDeclaration(file, type, body);
}

/** Lines of an interface, or one type. */
type Declaration = { readonly fields: readonly Printable[] } | { readonly type: Printable };

function printDeclaration(file: GeneratedFile, name: string, declaration: Declaration): void {
  if ('type' in declaration) {
    file.print`export type ${name} = ${declaration.type};`;
  } else {
    file.print`export interface ${name} {`;
    for (const field of declaration.fields) file.print`  ${field};`;
    file.print`}`;
  }
  file.print``;
}

class OldTypes {
  readonly #name: string;
  readonly #types: SchemaTable;
  readonly #isRenamed: IsRenamed;
  readonly #wanted = new Map<string, Counterpart | null>();

  constructor(name: string, types: SchemaTable, isRenamed: IsRenamed) {
    this.#name = name;
    this.#types = types;
    this.#isRenamed = isRenamed;
  }

  /** What a name stands for. */
  declared(schema: Schema, next: Counterpart | null): Declaration {
    if (!('properties' in schema)) return { type: this.#typeOf(schema, next) };
    const fields = this.#fields(schema, next);
    return fields.length === 0 ? { type: 'Record<string, never>' } : { fields };
  }

  /** The types that what was printed so far refers to, and those that they refer to. */
  *rest(): Generator<readonly [name: string, declaration: Declaration]> {
    for (const [name, next] of this.#wanted) {
      const schema = this.#types[name];
      if (schema !== undefined) yield [`${this.#name}${name}`, this.declared(schema, next)];
    }
  }

  #typeOf(schema: Schema, next: Counterpart | null): Printable {
    if (next !== null && isSameSchema({ schema, types: this.#types }, next)) return next.type;
    if ('$ref' in schema) {
      const name = nameOf(schema.$ref);
      if (!this.#wanted.has(name)) this.#wanted.set(name, next);
      return `${this.#name}${name}`;
    }
    if ('enum' in schema) return schema.enum.map((value) => literal(value)).join(' | ');
    if ('domain' in schema) return { date: 'Date', bigint: 'bigint', bytes: 'Uint8Array' }[schema.domain.type];
    if ('anyOf' in schema) return this.#union(schema.anyOf, next);
    switch (schema.type) {
      case 'array':
        return this.#list(schema, next);
      case 'object':
        return 'properties' in schema ? this.#inline(schema, next) : this.#record(schema, next);
      case 'integer':
        return 'number';
      default:
        return schema.type;
    }
  }

  #fields(object: ObjectSchema, next: Counterpart | null): Printable[] {
    return Object.entries(object.properties).map(([name, schema], index) => {
      const mark = object.required.includes(name) ? '' : '?';
      const same = this.#fieldOf(next, object, { name, index });
      return code`${propertyName(name)}${mark}: ${this.#typeOf(schema, same)}`;
    });
  }

  /** The field that stands in the next version for one of an object, under the same name or its new one. */
  #fieldOf(next: Counterpart | null, old: ObjectSchema, field: FieldInPlace): Counterpart | null {
    const whole = next === null ? null : withoutNull(next);
    const actual = whole === null ? null : resolve(whole.types, whole.schema);
    if (actual === null || !('properties' in actual)) return null;
    if (Object.hasOwn(actual.properties, field.name)) return fieldOf(whole, field.name);
    const renamed = Object.keys(actual.properties).find((name, index) => {
      return !Object.hasOwn(old.properties, name) && this.#isRenamed(field, { name, index });
    });
    return renamed === undefined ? null : fieldOf(whole, renamed);
  }

  #inline(schema: ObjectSchema, next: Counterpart | null): Printable {
    const fields = this.#fields(schema, next);
    return fields.length === 0 ? 'Record<string, never>' : code`{ ${joined(fields, '; ')} }`;
  }

  #record({ additionalProperties }: Schema & { additionalProperties: Schema }, next: Counterpart | null): Printable {
    const same = at(next, 'string', (schema) =>
      'additionalProperties' in schema && schema.additionalProperties !== false ? schema.additionalProperties : null,
    );
    return code`Record<string, ${this.#typeOf(additionalProperties, same)}>`;
  }

  #list(schema: Extract<Schema, { type: 'array' }>, next: Counterpart | null): Printable {
    if ('prefixItems' in schema) {
      const items = schema.prefixItems.map((item, index) => {
        const same = at(next, String(index), (list) =>
          'prefixItems' in list ? (list.prefixItems[index] ?? null) : null,
        );
        const type = this.#typeOf(item, same);
        return index < schema.minItems ? type : code`(${type})?`;
      });
      return code`[${joined(items, ', ')}]`;
    }
    const same = at(next, 'number', (list) => ('items' in list && list.items !== false ? list.items : null));
    return code`Array<${this.#typeOf(schema.items, same)}>`;
  }

  /** Of a union, only what may be `null` besides one type has a counterpart. */
  #union(members: readonly Schema[], next: Counterpart | null): Printable {
    const same = next === null ? null : withoutNull(next);
    return joined(
      members.map((member) => this.#typeOf(member, isNull(member) ? null : same)),
      ' | ',
    );
  }
}

function fieldOf(next: Counterpart | null, name: string): Counterpart | null {
  return at(next, quoted(name), (schema) => {
    return 'properties' in schema && Object.hasOwn(schema.properties, name) ? (schema.properties[name] ?? null) : null;
  });
}

/** A part of a counterpart: its type by an index, which an optional field makes `undefined`, too. */
function at(next: Counterpart | null, index: string, part: (schema: Schema) => Schema | null): Counterpart | null {
  const whole = next === null ? null : withoutNull(next);
  if (whole === null) return null;
  const actual = resolve(whole.types, whole.schema);
  const schema = part(actual);
  if (schema === null) return null;
  const indexed = code`${whole.type}[${index}]`;
  const isOptional =
    ('properties' in actual && !actual.required.some((name) => quoted(name) === index)) ||
    ('prefixItems' in actual && Number(index) >= actual.minItems);
  return { schema, types: whole.types, type: isOptional ? code`Exclude<${indexed}, undefined>` : indexed };
}

/** What a counterpart is when it is not `null`; `null` for any other union. */
function withoutNull(next: Counterpart): Counterpart | null {
  const actual = resolve(next.types, next.schema);
  if (!('anyOf' in actual)) return next;
  const members = actual.anyOf.filter((member) => !isNull(member));
  const [only] = members;
  if (members.length !== 1 || only === undefined) return null;
  return { schema: only, types: next.types, type: code`NonNullable<${next.type}>` };
}

function isNull(schema: Schema): boolean {
  return 'type' in schema && schema.type === 'null';
}

function joined(parts: readonly Printable[], separator: string): Printable {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}
