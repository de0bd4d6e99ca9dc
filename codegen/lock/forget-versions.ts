// Takes the newest versions of events out of the lock, on demand. Whether it was released, only people know.
import { nearest } from '../../src/kernel/nearest.js';
import type { DomainModel, Problem } from '../model.js';
import type { Change } from './change.js';
import { placeInLock } from './read-lock.js';
import type { LockedAggregate, LockedEvent, SchemaLock } from './schema-lock.js';

/** A lock that remembers less. */
export interface Forgotten {
  readonly lock: SchemaLock;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/**
 * Forgets the newest version of each named event, and of one that is named twice, two. What is declared has a say: of an event that is no
 * longer declared nothing is kept, and no version above the declared one. A renamed event answers to both names.
 */
export function forgetVersions(
  lock: SchemaLock,
  names: readonly string[],
  { model, text }: { readonly model: Pick<DomainModel, 'aggregates'>; readonly text: string },
): Forgotten {
  const oldNames = new Map(
    model.aggregates.flatMap(({ events }) => events.map(({ name, renamedFrom }) => [name, renamedFrom ?? name])),
  );
  const locked = new Set(Object.values(lock.aggregates).flatMap(({ events }) => Object.keys(events)));
  const wanted = new Map<string, number>();
  for (const name of names.map((name) => (locked.has(name) ? name : (oldNames.get(name) ?? name)))) {
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
  }
  const declared = (aggregate: string, event: string): number => {
    const { events = [] } = model.aggregates.find(({ name }) => name === aggregate) ?? {};
    return events.find(({ name, renamedFrom }) => event === (locked.has(name) ? name : renamedFrom))?.version ?? 0;
  };
  const changes: Change[] = [];
  const aggregates = Object.entries(lock.aggregates).map(
    ([aggregate, { state, events }]): [string, LockedAggregate] => {
      const kept = Object.entries(events).flatMap(([name, event]): [string, LockedEvent][] => {
        const times = wanted.get(name);
        if (times === undefined) return [[name, event]];
        const most = event.versions.length - times;
        const versions = event.versions.slice(0, Math.max(0, Math.min(most, declared(aggregate, name))));
        for (const { version } of event.versions.slice(versions.length)) {
          changes.push({ of: 'event', aggregate, name, kind: 'forgotten', version, fields: [] });
        }
        const { retired: _, ...rest } = event;
        return versions.length === 0 ? [] : [[name, { ...rest, versions }]];
      });
      return [aggregate, { state, events: Object.fromEntries(kept) }];
    },
  );
  const problems = [...wanted.keys()].filter((name) => !locked.has(name)).map((name) => unknown(name, locked, text));
  return { lock: { ...lock, aggregates: Object.fromEntries(aggregates) }, changes, problems };
}

function unknown(name: string, locked: ReadonlySet<string>, text: string): Problem {
  const at = placeInLock(text, '');
  if (locked.size === 0) {
    const message = `${name} is not in the lock, which holds no events: there is nothing to forget. Run statefold codegen without --forget.`;
    return { at, message };
  }
  const meant = nearest(name, locked);
  const hint = meant === null ? `Name an event that is: ${[...locked].join(', ')}.` : `Did you mean ${meant}?`;
  return { at, message: `${name} is not in the lock, so there is nothing to forget. ${hint}` };
}
