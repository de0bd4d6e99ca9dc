// The members of a union can be told apart by their value alone, in process and in JSON.
import type { DomainModel, Problem, TypeModel } from '../model.js';
import { dereference, type TypeTable, typeTable } from '../read/row-path.js';
import { typesOfModel } from './types-of-model.js';

/** What a value is in JSON: two members of one form cannot be told apart, unless they are literals or discriminated objects. */
type Form = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';

/** Refuses unions with members that look alike. */
export function checkUnions(model: DomainModel): readonly Problem[] {
  const types = typeTable(model.types);
  const problems: Problem[] = [];
  for (const { type, at } of typesOfModel(model)) {
    if (type.kind !== 'union') continue;
    const message = refuseUnion(types, type);
    if (message !== null) problems.push({ at, message });
  }
  return problems;
}

function refuseUnion(types: TypeTable, union: TypeModel & { readonly kind: 'union' }): string | null {
  const members = union.members.flatMap((member) => flatten(types, member, new Set()));
  const byForm = new Map<Form, TypeModel[]>();
  for (const member of members) byForm.set(formOf(member), [...(byForm.get(formOf(member)) ?? []), member]);
  for (const [form, alike] of byForm) {
    const [one, other] = alike;
    if (one === undefined || other === undefined) continue;
    if (form === 'object' && alike.every(({ kind }) => kind === 'object')) {
      // The objects of one named union are that union's own affair.
      const direct = union.members.filter((member) =>
        flatten(types, member, new Set()).some(({ kind }) => kind === 'object'),
      );
      if (union.discriminator !== null || direct.length < 2) continue;
      return 'The objects of a union are told apart by a field that is a different literal in each. Add one: kind: "circle".';
    }
    if (alike.every(({ kind }) => kind === 'literal')) continue;
    const literal = alike.find(({ kind }) => kind === 'literal');
    const wide = alike.find(({ kind }) => kind !== 'literal') ?? other;
    return literal === undefined
      ? `${nameOf(one)} and ${nameOf(other)} cannot be told apart in JSON, where both are ${form}. ${REMEDY[form]}`
      : `The literal ${nameOf(literal)} cannot be told apart from ${nameOf(wide)} in JSON. Remove one of them.`;
  }
  return null;
}

const REMEDY: Readonly<Record<Form, string>> = {
  text: 'Keep one, or make them objects with a literal field.',
  number: 'Keep the wider one.',
  boolean: 'Keep one.',
  null: 'Keep one.',
  list: 'Write one array of a union: (A | B)[].',
  object: 'Make them objects with a literal field.',
};

function flatten(types: TypeTable, type: TypeModel, seen: Set<TypeModel>): readonly TypeModel[] {
  const actual = dereference(types, type);
  if (seen.has(actual)) return [];
  seen.add(actual);
  return actual.kind === 'union' ? actual.members.flatMap((member) => flatten(types, member, seen)) : [actual];
}

function formOf(type: TypeModel): Form {
  switch (type.kind) {
    case 'string':
    case 'date':
    case 'bigint':
    case 'bytes':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
    case 'null':
      return type.kind;
    case 'literal':
      return typeof type.value === 'string' ? 'text' : typeof type.value === 'number' ? 'number' : 'boolean';
    case 'array':
    case 'tuple':
      return 'list';
    default:
      return 'object';
  }
}

function nameOf(type: TypeModel): string {
  switch (type.kind) {
    case 'literal':
      return JSON.stringify(type.value);
    case 'integer':
      return 'Int';
    case 'date':
      return 'Date';
    case 'bytes':
      return 'Uint8Array';
    case 'array':
    case 'tuple':
    case 'record':
    case 'object':
      return `${type.kind === 'array' || type.kind === 'object' ? 'an' : 'a'} ${type.kind}`;
    default:
      return type.kind;
  }
}
