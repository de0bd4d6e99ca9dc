// A union that holds itself inside another union does so by name: unions are spread out where they stand, which would never end.
import type { DomainModel, Problem, TypeModel } from '../model.js';
import { partsOf } from '../type-parts.js';

/** Refuses unions that hold themselves, in another union, through an object, array, tuple or record without a name. */
export function checkUnnamedParts({ types }: DomainModel): readonly Problem[] {
  const named = new Map(types.map(({ name, type }) => [name, type]));
  return types
    .filter(({ name }) => comesBack(named, name))
    .map(({ name, at }) => ({
      at,
      message: `${name} holds itself in another union, through a part without a name. Declare that part as a type of its own, and name it here.`,
    }));
}

function comesBack(named: ReadonlyMap<string, TypeModel>, name: string): boolean {
  const seen = new Set<string>();
  const spread = (member: TypeModel): boolean => {
    if (member.kind !== 'reference') return member.kind === 'union' ? member.members.some(spread) : within(member);
    const target = named.get(member.name);
    // What has a name and is no union stays one: it is not spread out.
    if (target?.kind !== 'union') return false;
    if (member.name === name) return true;
    if (seen.has(member.name)) return false;
    seen.add(member.name);
    return target.members.some(spread);
  };
  const within = (type: TypeModel): boolean => partsOf(type).some(type.kind === 'union' ? spread : within);
  const type = named.get(name);
  return type?.kind === 'union' && type.members.some(spread);
}
