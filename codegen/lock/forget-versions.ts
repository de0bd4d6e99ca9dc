// Takes the newest version of events out of the lock, on demand. Whether it was released, only people know.
import type { DomainModel, Problem } from '../model.js';
import { nearest } from '../nearest.js';
import type { Change } from './change.js';
import { placeInLock } from './read-lock.js';
import type { LockedAggregate, LockedEvent, SchemaLock } from './schema-lock.js';
import { newestOf } from './settle-event.js';

/** A lock that remembers less. */
export interface Forgotten {
  readonly lock: SchemaLock;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** Forgets the newest version of each named event, or all of an event that has one. A renamed event answers to both names. */
export function forgetVersions(
  lock: SchemaLock,
  names: readonly string[],
  { model, text }: { readonly model: Pick<DomainModel, 'aggregates'>; readonly text: string },
): Forgotten {
  const oldNames = new Map(
    model.aggregates.flatMap(({ events }) => events.map(({ name, renamedFrom }) => [name, renamedFrom ?? name])),
  );
  const locked = new Set(Object.values(lock.aggregates).flatMap(({ events }) => Object.keys(events)));
  const wanted = new Set(names.map((name) => (locked.has(name) ? name : (oldNames.get(name) ?? name))));
  const changes: Change[] = [];
  const aggregates = Object.entries(lock.aggregates).map(
    ([aggregate, { state, events }]): [string, LockedAggregate] => {
      const kept = Object.entries(events).flatMap(([name, event]): [string, LockedEvent][] => {
        if (!wanted.has(name)) return [[name, event]];
        changes.push({ of: 'event', aggregate, name, kind: 'forgotten', version: newestOf(event).version, fields: [] });
        const { retired: _, ...rest } = event;
        const versions = event.versions.slice(0, -1);
        return versions.length === 0 ? [] : [[name, { ...rest, versions }]];
      });
      return [aggregate, { state, events: Object.fromEntries(kept) }];
    },
  );
  const problems = [...wanted].filter((name) => !locked.has(name)).map((name) => unknown(name, locked, text));
  return { lock: { ...lock, aggregates: Object.fromEntries(aggregates) }, changes, problems };
}

function unknown(name: string, locked: ReadonlySet<string>, text: string): Problem {
  const meant = nearest(name, locked);
  const hint = meant === null ? 'Name an event that is.' : `Did you mean ${meant}?`;
  return { at: placeInLock(text, ''), message: `${name} is not in the lock, so there is nothing to forget. ${hint}` };
}
