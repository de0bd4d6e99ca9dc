// What became of the domain between two locks. Both are sound; nothing is refused.
import type { Change, ChangedField } from './change.js';
import { compareSchemas } from './compare-schemas.js';
import { isBreaking, type OldNames } from './difference.js';
import type { LockedAggregate, LockedEvent, LockedMessage, SchemaLock } from './schema-lock.js';
import { newestOf } from './settle-event.js';

/** All changes: aggregates by name, of each its state and events; then commands, then queries. */
export function compareLocks(before: SchemaLock, after: SchemaLock): readonly Change[] {
  return [
    ...namesOf(before.aggregates, after.aggregates).flatMap((name) =>
      compareAggregates(name, before.aggregates[name], after.aggregates[name]),
    ),
    ...compareMessages('command', before.commands, after.commands),
    ...compareMessages('query', before.queries, after.queries),
  ];
}

const NO_EVENTS: LockedAggregate['events'] = {};

function compareAggregates(
  aggregate: string,
  before: LockedAggregate | undefined,
  after: LockedAggregate | undefined,
): readonly Change[] {
  const changes: Change[] = [];
  if (before?.state !== after?.state) {
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    changes.push({ of: 'state', aggregate, name: aggregate, kind, fields: [] });
  }
  const [old, now] = [before?.events ?? NO_EVENTS, after?.events ?? NO_EVENTS];
  const numbers = new Map(Object.entries(old).map(([name, { number }]) => [number, name]));
  // The number stays: an event of the same number under another name is the same event.
  const origins = new Map(Object.entries(now).map(([name, { number }]) => [name, numbers.get(number) ?? name]));
  const gone = Object.keys(old).filter((name) => ![...origins.values()].includes(name));
  for (const name of [...gone, ...Object.keys(now)].sort()) {
    const [was, is] = [old[origins.get(name) ?? name], now[name]];
    if (is === undefined) changes.push({ of: 'event', aggregate, name, kind: 'removed', fields: [] });
    else changes.push(...compareEvents({ aggregate, name, from: origins.get(name) ?? name }, was, is));
  }
  return changes;
}

function compareEvents(
  { aggregate, name, from }: { readonly aggregate: string; readonly name: string; readonly from: string },
  before: LockedEvent | undefined,
  after: LockedEvent,
): readonly Change[] {
  const is = newestOf(after);
  const { version, revisions } = is;
  const event = { of: 'event', aggregate, name, version, fields: [] } as const;
  if (before === undefined) return [{ ...event, kind: 'added' }];
  const was = newestOf(before);
  const steps = after.versions.slice(was.version);
  const fields = fieldsOf(was, is, steps.every(({ renamesOnly }) => renamesOnly) ? byPosition : undefined);
  const changes: Change[] = from === name ? [] : [{ ...event, kind: 'renamed', from }];
  if (version !== was.version) changes.push({ ...event, kind: 'versioned', fields });
  else if (revisions.at(-1) !== was.revisions.at(-1) && fields.length > 0)
    changes.push({ ...event, kind: 'grown', fields });
  if (before.retired !== after.retired) changes.push({ ...event, kind: after.retired ? 'retired' : 'restored' });
  return changes;
}

function compareMessages(
  of: 'command' | 'query',
  before: Readonly<Record<string, LockedMessage>>,
  after: Readonly<Record<string, LockedMessage>>,
): readonly Change[] {
  return namesOf(before, after).flatMap((name): readonly Change[] => {
    const [was, is] = [before[name], after[name]];
    const message = { of, aggregate: null, name, fields: [] } as const;
    if (was === undefined || is === undefined) return [{ ...message, kind: was === undefined ? 'added' : 'removed' }];
    const fields = fieldsOf(was, is);
    if (fields.length === 0) return [];
    return [{ ...message, kind: fields.some(({ breaking }) => breaking) ? 'changed' : 'grown', fields }];
  });
}

/** Versions that only rename keep the positions of fields: there, the old name stands. */
const byPosition: OldNames = (object, field, old) =>
  Object.keys(old.properties)[Object.keys(object.properties).indexOf(field)] ?? null;

function fieldsOf(before: LockedMessage, after: LockedMessage, oldNames?: OldNames): readonly ChangedField[] {
  return compareSchemas(before, after, oldNames).differences.map((difference) => {
    const { kind, path, old, new: now } = difference;
    return { kind, path, old, new: now, breaking: isBreaking(difference) };
  });
}

function namesOf(before: object, after: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}
