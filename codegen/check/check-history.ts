// Tags that tell an event's history must fit the rest of the declaration: what is renamed is gone, and only events have a past.
import type { DomainModel, FieldModel, MessageModel, Problem } from '../model.js';
import { objectsWithin, typesOfModel } from './types-of-model.js';

/** Refuses `@renamedFrom` where it says nothing or contradicts the declaration, and events called like another one's version. */
export function checkHistory(model: DomainModel): readonly Problem[] {
  const events = model.aggregates.flatMap((aggregate) => aggregate.events);
  const objects = objectsWithin(
    model,
    events.map(({ payload }) => payload),
  );
  return [
    ...checkRenamed(events),
    ...[...objects].flatMap(checkRenamed),
    ...outsideEvents(model, objects),
    ...events.flatMap((event) => versionNamesakes(event, events)),
  ];
}

type Renamed = FieldModel | MessageModel;

/** Among things that stand side by side: what was renamed cannot be there, too, nor have become two. */
function checkRenamed(siblings: readonly Renamed[]): Problem[] {
  return siblings.flatMap(({ name, renamedFrom, at }, index) => {
    if (renamedFrom === null) return [];
    const kept = siblings.find((sibling) => sibling.name === renamedFrom);
    if (kept !== undefined) {
      const message = `${renamedFrom} is still declared, at ${kept.at.file}:${kept.at.line}: ${name} cannot be its new name. Remove one of them, or @renamedFrom.`;
      return [{ at, message }];
    }
    const other = siblings.slice(0, index).find((sibling) => sibling.renamedFrom === renamedFrom);
    if (other === undefined) return [];
    return [{ at, message: `${other.name} is renamed from ${renamedFrom}, too. Keep @renamedFrom on one of them.` }];
  });
}

function outsideEvents(model: DomainModel, objects: ReadonlySet<readonly FieldModel[]>): Problem[] {
  // By place: a type that commands and events share is read for each.
  const placeOf = ({ at }: FieldModel) => JSON.stringify(at);
  const ofEvents = new Set([...objects].flat().map(placeOf));
  const others = [...typesOfModel(model)].flatMap(({ type }) => (type.kind === 'object' ? type.fields : []));
  const messages = model.aggregates.flatMap(({ state, commands }) => [
    state,
    ...commands.map(({ payload }) => payload),
  ]);
  const rows = [...model.projections, ...model.rollups].map(({ row }) => row);
  const roots = [...messages, ...rows, ...model.queries.map(({ parameters }) => parameters)];
  return [...new Set([...roots.flatMap(({ fields }) => fields), ...others])]
    .filter((field) => field.renamedFrom !== null && !ofEvents.has(placeOf(field)))
    .map(({ name, at }) => {
      const message = `@renamedFrom says something of stored events only, and ${name} is in none. Remove the tag.`;
      return { at, message };
    });
}

/** Older versions are called by the event and their number: `OrderPlacedV1`. */
function versionNamesakes({ name, at }: MessageModel, events: readonly MessageModel[]): Problem[] {
  const versioned = events.find(
    (event) => event.name !== name && name.startsWith(`${event.name}V`) && /^V\d+$/.test(name.slice(event.name.length)),
  );
  if (versioned === undefined) return [];
  return [{ at, message: `${name} is what generated code calls a version of ${versioned.name}. Rename it.` }];
}
