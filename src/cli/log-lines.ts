// A commit as `statefold tail` shows it: a line per event. Reads and writes nothing.
import { commitJson } from '../engine/log-export.js';
import type { LoggedCommit } from '../engine/log-reader.js';
import type { AggregateKey } from '../log/event-log.js';
import { toJson } from '../schema/json-form.js';

/** Whether an event is to be shown, by its name. */
export type ShowEvent = (event: string) => boolean;

/** A line per event, for people: `0/12 2024-01-31T12:00:00.000Z Order-7@3 OrderPaid {"amount":5}`. */
export function eventLines(commit: LoggedCommit, shows: ShowEvent): readonly string[] {
  const { place, time, aggregate, version, events } = commit;
  const before = version - events.length;
  return events.flatMap(({ descriptor, data }, index) => {
    if (!shows(descriptor.event)) return [];
    const at = `${place.partition}/${place.position}`;
    const name = aggregateText(aggregate, before + index + 1);
    const form = descriptor.version === 1 ? '' : ` (version ${descriptor.version})`;
    return `${at} ${new Date(time).toISOString()} ${name} ${descriptor.event}${form} ${printable(JSON.stringify(toJson(data)))}`;
  });
}

/** The commit as one line of JSON, with the events that are shown; none where there are none of them. */
export function jsonLines(commit: LoggedCommit, shows: ShowEvent): readonly string[] {
  const events = commit.events.filter(({ descriptor }) => shows(descriptor.event));
  return events.length === 0 ? [] : [JSON.stringify(commitJson({ ...commit, events }))];
}

// What a terminal would obey, or take for the end of a line, though JSON lets it stand.
const HARMFUL = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text, or JSON, without what a terminal would obey. */
export function printable(json: string): string {
  return json.replace(HARMFUL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `Order-7@3`. An id may hold anything: what could be taken for another part of the line stands as JSON does it. */
export function aggregateText({ type, id }: AggregateKey, version: number): string {
  const name = `${type}-${id}@${version}`;
  return /^[\p{L}\p{N}\p{M}._~:@/#+-]+$/u.test(name) ? name : printable(JSON.stringify(name));
}
