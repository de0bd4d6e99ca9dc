// Walks every type of a model, with the place to report it at.
import type { DomainModel, FieldModel, SourcePlace, TypeModel } from '../model.js';
import { partsOf } from '../type-parts.js';

/** A type as it is written in a field, a named type or an id: its parts are inside it. */
export interface PlacedType {
  readonly type: TypeModel;
  readonly at: SourcePlace;
}

/** Every type of a model down to the fields of its objects. Types inside arrays, unions and so on stand at their field. */
export function* typesOfModel(model: DomainModel): Generator<PlacedType> {
  for (const { id, state, at, commands, events } of model.aggregates) {
    yield* typesWithin({ type: id, at });
    for (const object of [state, ...[...commands, ...events].map(({ payload }) => payload)])
      yield* fields(object.fields);
  }
  for (const { row } of model.projections) yield* fields(row.fields);
  for (const { parameters } of model.queries) yield* fields(parameters.fields);
  for (const { type, at } of model.types) yield* typesWithin({ type, at });
}

function* fields(list: readonly FieldModel[]): Generator<PlacedType> {
  for (const { type, at } of list) yield* typesWithin({ type, at });
}

function* typesWithin(placed: PlacedType): Generator<PlacedType> {
  const { type, at } = placed;
  yield placed;
  if (type.kind === 'object') yield* fields(type.fields);
  else for (const part of partsOf(type)) yield* typesWithin({ type: part, at });
}

/** The fields of every object that the types hold, by the lists that the model keeps them in. */
export function objectsWithin(
  model: Pick<DomainModel, 'types'>,
  types: readonly TypeModel[],
): ReadonlySet<readonly FieldModel[]> {
  const named = new Map(model.types.map(({ name, type }) => [name, type]));
  const found = new Set<readonly FieldModel[]>();
  const reached = new Set<string>();
  const visit = (type: TypeModel): void => {
    if (type.kind === 'reference') {
      const target = named.get(type.name);
      if (target === undefined || reached.has(type.name)) return;
      reached.add(type.name);
      visit(target);
    }
    if (type.kind === 'object') found.add(type.fields);
    for (const part of partsOf(type)) visit(part);
  };
  for (const type of types) visit(type);
  return found;
}
