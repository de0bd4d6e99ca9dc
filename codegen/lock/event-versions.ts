// Every locked version of every event, and what leads from it to the next. Decides nothing: reads the lock.
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import type { SchemaLock } from './schema-lock.js';

/** One locked version of an event. */
export interface EventVersion {
  readonly descriptor: EventDescriptor;
  /** `OrderPlaced` for today's, `OrderPlacedV1` for an older one and for the last of a retired event. */
  readonly key: string;
  /** Whether it is what the event looks like now: the newest, of an event that is not retired. */
  readonly isToday: boolean;
  readonly isRetired: boolean;
  /**
   * What makes it the next version: `none` (it is today's), `renames` (nothing but names differ and positions are kept, so the next
   * version's reader reads its bytes), or `upcaster` (one of the user's).
   */
  readonly step: 'none' | 'renames' | 'upcaster';
}

/** All versions in the lock: events by aggregate and name, versions oldest first. */
export function eventVersions({ aggregates }: SchemaLock): readonly EventVersion[] {
  return Object.entries(aggregates).flatMap(([aggregate, { events }]) =>
    Object.entries(events).flatMap(([event, { number, retired = false, versions }]) =>
      versions.map(({ version, schema, types, revisions, readableFrom }, index): EventVersion => {
        const next = versions[index + 1];
        const isToday = next === undefined && !retired;
        const descriptor = { aggregate, event, number, version, revisions, readableFrom, schema, types };
        return {
          descriptor,
          key: isToday ? event : `${event}V${version}`,
          isToday,
          isRetired: retired,
          step: isToday ? 'none' : next?.renamesOnly === true ? 'renames' : 'upcaster',
        };
      }),
    ),
  );
}

/** The descriptors of all versions, in the same order. */
export function descriptorsOf(lock: SchemaLock): readonly EventDescriptor[] {
  return eventVersions(lock).map(({ descriptor }) => descriptor);
}
