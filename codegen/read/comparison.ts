// Tells which types of a row can be ordered, compared and looked up by. Knows no query and no rollup.
import type { TypeModel } from '../model.js';
import { UNREADABLE } from './unreadable.js';

/** What a scalar is ordered among: values of one class only. */
type ScalarClass = 'text' | 'number' | 'bigint' | 'date' | 'boolean';

/** The members of a type: of a union its own, of any other type itself. */
export function membersOfType(type: TypeModel): readonly TypeModel[] {
  return type.kind === 'union' ? type.members : [type];
}

/** Whether `null` is among the values of a type. */
export function isNullable(type: TypeModel): boolean {
  return type !== UNREADABLE && membersOfType(type).some((member) => member.kind === 'null');
}

/** Whether a type's values other than null are scalars: a row can be looked up by them. */
export function isScalar(type: TypeModel): boolean {
  return type === UNREADABLE || classesOf(type) !== null;
}

/** Whether a type's values other than null are scalars of one class that has an order: text, numbers, bigints or dates. */
export function isOrderable(type: TypeModel): boolean {
  if (type === UNREADABLE) return true;
  const classes = classesOf(type);
  return classes !== null && classes.size === 1 && !classes.has('boolean');
}

/** Whether a parameter of one type can be compared with a field of another: every value of it could be in the field. */
export function isComparable(parameter: TypeModel, field: TypeModel): boolean {
  if (parameter === UNREADABLE || field === UNREADABLE) return true;
  const among = membersOfType(field);
  return membersOfType(parameter).every((member) => among.some((candidate) => covers(candidate, member)));
}

function covers(field: TypeModel, parameter: TypeModel): boolean {
  if (parameter.kind === 'literal') {
    if (field.kind === 'literal') return field.value === parameter.value;
    return field.kind === 'boolean' ? typeof parameter.value === 'boolean' : classOf(field) === classOf(parameter);
  }
  // A plain number may be asked for where an Int is stored: then nothing equals it, which is an answer.
  if (field.kind === 'literal') return false;
  return classOf(field) !== null
    ? classOf(field) === classOf(parameter)
    : field.kind === 'null' && parameter.kind === 'null';
}

function classesOf(type: TypeModel): ReadonlySet<ScalarClass> | null {
  const classes = new Set<ScalarClass>();
  for (const member of membersOfType(type)) {
    if (member.kind === 'null') continue;
    const scalar = classOf(member);
    if (scalar === null) return null;
    classes.add(scalar);
  }
  return classes.size === 0 ? null : classes;
}

function classOf(type: TypeModel): ScalarClass | null {
  switch (type.kind) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'bigint':
    case 'date':
    case 'boolean':
      return type.kind;
    case 'literal':
      return typeof type.value === 'string' ? 'text' : typeof type.value === 'number' ? 'number' : 'boolean';
    default:
      return null;
  }
}
