// Finds the field of a row that a path names: `total`, or `lines.quantity` through an array of objects. Reports nothing.
import type { DomainModel, FieldModel, NamedType, ObjectType, TypeModel } from '../model.js';

/** Where named types are looked up. */
export type TypeTable = ReadonlyMap<string, NamedType>;

/** The named types of a model by name. */
export function typeTable(types: DomainModel['types']): TypeTable {
  return new Map(types.map((type) => [type.name, type]));
}

/** A type behind its name. A name that stands for nothing stays as it is. */
export function dereference(types: TypeTable, type: TypeModel): TypeModel {
  let current = type;
  for (const seen = new Set<string>(); current.kind === 'reference' && !seen.has(current.name); ) {
    seen.add(current.name);
    current = types.get(current.name)?.type ?? current;
  }
  return current;
}

/** The field of an object by name. */
export function fieldOf(row: ObjectType, name: string): FieldModel | null {
  return row.fields.find((field) => field.name === name) ?? null;
}

/** The object type that an array field's elements have; `null` for any other field. */
export function elementOf(types: TypeTable, field: FieldModel): ObjectType | null {
  const type = dereference(types, field.type);
  if (type.kind !== 'array') return null;
  const element = dereference(types, type.element);
  return element.kind === 'object' ? element : null;
}

/** The field at a path of a row: a field, or through an array of objects a field of its elements. */
export function atPath(types: TypeTable, row: ObjectType, path: string): FieldModel | null {
  const dot = path.indexOf('.');
  if (dot < 0) return fieldOf(row, path);
  const array = fieldOf(row, path.slice(0, dot));
  const element = array === null ? null : elementOf(types, array);
  return element === null ? null : fieldOf(element, path.slice(dot + 1));
}
