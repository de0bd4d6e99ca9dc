// Finishes the unions of a model once every name is known: finds what tells their objects apart.
import type { FieldModel, NamedType, ObjectType, TypeModel } from '../model.js';
import { dereference, type TypeTable } from './row-path.js';

/** A type with its unions finished, all the way down. */
export function settleType(types: TypeTable, type: TypeModel): TypeModel {
  switch (type.kind) {
    case 'union':
      return settleUnion(types, type.members);
    case 'array':
      return { ...type, element: settleType(types, type.element) };
    case 'tuple':
      return { ...type, elements: type.elements.map((each) => ({ ...each, type: settleType(types, each.type) })) };
    case 'record':
      return { ...type, value: settleType(types, type.value) };
    case 'object':
      return settleObject(types, type);
    default:
      return type;
  }
}

/** An object type with the unions of its fields finished. */
export function settleObject(types: TypeTable, object: ObjectType): ObjectType {
  return { kind: 'object', fields: object.fields.map((field) => ({ ...field, type: settleType(types, field.type) })) };
}

/** A named type with its unions finished. */
export function settleNamed(types: TypeTable, named: NamedType): NamedType {
  return { ...named, type: settleType(types, named.type) };
}

function settleUnion(types: TypeTable, written: readonly TypeModel[]): TypeModel {
  const members = written.map((member) => settleType(types, member));
  // A named union keeps its name: its objects, written out here, would bring unions of their own that are not finished.
  const objects = members.map((member) => objectsOf(types, member, new Set())).filter(({ length }) => length > 0);
  return { kind: 'union', members, discriminator: objects.length < 2 ? null : discriminatorOf(types, objects.flat()) };
}

function objectsOf(types: TypeTable, type: TypeModel, seen: Set<TypeModel>): readonly ObjectType[] {
  const actual = dereference(types, type);
  if (seen.has(actual)) return [];
  seen.add(actual);
  if (actual.kind === 'object') return [actual];
  return actual.kind === 'union' ? actual.members.flatMap((member) => objectsOf(types, member, seen)) : [];
}

/** The first field that is a literal in every object, with different values in each. */
function discriminatorOf(types: TypeTable, objects: readonly ObjectType[]): string | null {
  const [first] = objects;
  const found = first?.fields.find(({ name }) => {
    const seen = new Set<string>();
    return objects.every((object) => {
      const values = literalsOf(
        types,
        object.fields.find((field) => field.name === name),
      );
      if (values === null || values.some((value) => seen.has(value))) return false;
      for (const value of values) seen.add(value);
      return true;
    });
  });
  return found?.name ?? null;
}

function literalsOf(types: TypeTable, field: FieldModel | undefined): readonly string[] | null {
  if (field === undefined || field.optional) return null;
  const type = dereference(types, field.type);
  const members = type.kind === 'union' ? type.members : [type];
  const values = members.flatMap((member) => (member.kind === 'literal' ? [JSON.stringify(member.value)] : []));
  return values.length === members.length ? values : null;
}
