// Picks the named types that the domain uses: what else happens to stand in its files is no part of the model.
import type { DomainModel, NamedType, TypeModel } from '../model.js';
import { partsOf } from '../type-parts.js';
import { comparePlaces, compareText } from './problem-list.js';
import type { TypeTable } from './row-path.js';

/** The named types that declarations reach, in the order of file and position. */
export function reachableTypes(types: TypeTable, model: Omit<DomainModel, 'types'>): readonly NamedType[] {
  const reached = new Map<string, NamedType>();
  const visit = (type: TypeModel): void => {
    if (type.kind === 'reference') {
      const named = types.get(type.name);
      if (named === undefined || reached.has(type.name)) return;
      reached.set(type.name, named);
      visit(named.type);
    } else for (const part of partsOf(type)) visit(part);
  };
  for (const aggregate of model.aggregates) {
    visit(aggregate.id);
    visit(aggregate.state);
    for (const message of [...aggregate.commands, ...aggregate.events]) visit(message.payload);
  }
  for (const { row } of [...model.projections, ...model.rollups]) visit(row);
  for (const { parameters } of model.queries) visit(parameters);
  return [...reached.values()].sort((a, b) => comparePlaces(a.at, b.at) || compareText(a.name, b.name));
}
