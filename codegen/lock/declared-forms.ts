// The declaration's types as forms to compare, and the way back from a schema to its place in the source. Compares nothing.
import { childrenOf } from '../../src/schema/recursion.js';
import type { ObjectSchema, Schema, SchemaTable } from '../../src/schema/schema.js';
import { schemaOf } from '../emit/schema.js';
import type { DomainModel, FieldModel, NamedType, ObjectType, SourcePlace, TypeModel } from '../model.js';
import { partsOf } from '../type-parts.js';
import type { Form, OldNames } from './difference.js';
import { formOver } from './grown-types.js';

/** The forms of one domain. Places are known of the very schemas that it gave out. */
export class DeclaredForms {
  readonly #types: SchemaTable;
  readonly #places = new Map<Schema, SourcePlace>();
  readonly #fields = new Map<Schema, FieldModel>();

  constructor({ types }: Pick<DomainModel, 'types'>) {
    this.#types = Object.fromEntries(types.map((named): [string, Schema] => [named.name, this.#named(named)]));
  }

  /** The form of an object that is declared at `at`. */
  formOf(object: ObjectType, at: SourcePlace): Form<ObjectSchema> {
    const schema = schemaOf(object) as ObjectSchema;
    this.#note(object, schema, at);
    return formOver(this.#types, schema);
  }

  /** Where a schema, or the field that has it, is declared; `null` for a schema from elsewhere. */
  placeOf(schema: Schema): SourcePlace | null {
    return this.#places.get(schema) ?? null;
  }

  /** Old names as the declaration's `@renamedFrom` tags tell them. */
  readonly oldNames: OldNames = (object, name) => {
    const field = Object.hasOwn(object.properties, name) ? object.properties[name] : undefined;
    return field === undefined ? null : this.renamedFrom(field);
  };

  /** The `@renamedFrom` of the field that a schema is the type of. */
  renamedFrom(schema: Schema): string | null {
    return this.#fields.get(schema)?.renamedFrom ?? null;
  }

  #named({ type, at }: NamedType): Schema {
    const schema = schemaOf(type);
    this.#note(type, schema, at);
    return schema;
  }

  /** Walks a type and its schema side by side. What stands inside of a field stands at the field. */
  #note(type: TypeModel, schema: Schema, at: SourcePlace): void {
    this.#places.set(schema, at);
    if (type.kind === 'object' && 'properties' in schema) {
      for (const field of type.fields) {
        const inner = schema.properties[field.name];
        if (inner === undefined) continue;
        this.#note(field.type, inner, field.at);
        this.#fields.set(inner, field);
      }
      return;
    }
    const types = partTypes(type);
    // Literals are gathered into one enum, and have no parts.
    const parts = childrenOf(schema).filter((part) => type.kind !== 'union' || !('enum' in part));
    for (const [index, part] of parts.entries()) {
      const inner = types[index];
      if (inner !== undefined) this.#note(inner, part, at);
    }
  }
}

/** The parts of a type that have schemas of their own, in the order of those. */
function partTypes(type: TypeModel): readonly TypeModel[] {
  if (type.kind !== 'union') return partsOf(type);
  const literals = type.members.some(({ kind }) => kind === 'literal');
  return type.members.filter(({ kind }) => kind !== 'literal' && !(literals && kind === 'null'));
}
