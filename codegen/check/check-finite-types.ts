// A recursive type must be able to end: a value that holds itself without end cannot be written down.
import type { DomainModel, Problem, TypeModel } from '../model.js';

/** Refuses named types that no finite value has. */
export function checkFiniteTypes({ types }: DomainModel): readonly Problem[] {
  const finite = new Set<string>();
  for (let before = -1; before < finite.size; ) {
    before = finite.size;
    for (const { name, type } of types) if (ends(finite, type)) finite.add(name);
  }
  return types
    .filter(({ name }) => !finite.has(name))
    .map(({ name, at }) => ({
      at,
      message: `${name} holds itself without end. Make the field optional or "| null", or hold an array of it.`,
    }));
}

function ends(finite: ReadonlySet<string>, type: TypeModel): boolean {
  switch (type.kind) {
    case 'reference':
      return finite.has(type.name);
    case 'object':
      return type.fields.every((field) => field.optional || ends(finite, field.type));
    case 'union':
      return type.members.some((member) => ends(finite, member));
    case 'tuple':
      return type.elements.every((element) => element.optional || ends(finite, element.type));
    case 'array':
      return (type.constraints.minItems ?? 0) === 0 || ends(finite, type.element);
    case 'record':
      return (type.constraints.minProperties ?? 0) === 0 || ends(finite, type.value);
    default:
      return true;
  }
}
