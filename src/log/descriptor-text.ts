// A descriptor as the text that a log's registry keeps. Knows nothing of registries.
import type { EventDescriptor } from '../codec/descriptor.js';
import { StatefoldError } from '../kernel/error.js';

/** The name under which a registry keeps a descriptor: the fingerprint of its newest form. */
export function fingerprintOf({ event, version, revisions }: EventDescriptor): string {
  const newest = revisions.at(-1);
  if (newest === undefined)
    throw new TypeError(`${event} version ${version} has no revision. Generate the code again.`);
  return newest;
}

/** The text of a descriptor: equal ones give the same, whatever order their keys were written in. */
export function descriptorText(descriptor: EventDescriptor): string {
  return JSON.stringify(sorted(descriptor));
}

/** Reads the text of a descriptor. Throws `CORRUPT` for anything else. */
export function parseDescriptor(fingerprint: string, text: string): EventDescriptor {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw corrupt(fingerprint, 'it is no JSON', cause);
  }
  const descriptor = parsed as Partial<EventDescriptor> | null;
  const isOne =
    typeof descriptor?.aggregate === 'string' &&
    typeof descriptor.event === 'string' &&
    Number.isInteger(descriptor.number) &&
    Number.isInteger(descriptor.version) &&
    Number.isInteger(descriptor.readableFrom) &&
    Array.isArray(descriptor.revisions) &&
    typeof descriptor.schema?.properties === 'object' &&
    typeof descriptor.types === 'object';
  if (!isOne) throw corrupt(fingerprint, 'it is no descriptor of an event');
  if (descriptor.revisions?.at(-1) !== fingerprint) throw corrupt(fingerprint, 'it is of another fingerprint');
  return descriptor as EventDescriptor;
}

/** Whether two descriptors mean the same bytes. Their events may have different names: one was renamed. */
export function sameForm(a: EventDescriptor, b: EventDescriptor): boolean {
  return formText(a) === formText(b);
}

/** Whether one of two descriptors has grown from the other, or they are of different versions or events. */
export function sameHistory(a: EventDescriptor, b: EventDescriptor): boolean {
  if (a.number !== b.number || a.version !== b.version) return true;
  const shared = Math.min(a.revisions.length, b.revisions.length);
  return a.revisions.slice(0, shared).every((revision, index) => revision === b.revisions[index]);
}

function formText({ number, version, revisions, schema, types }: EventDescriptor): string {
  return JSON.stringify(sorted({ number, version, revisions, schema, types }));
}

/** The order of properties is the order of bytes: it stays. All other keys have none. */
function sorted(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, sorted(item, name)] as const);
  return Object.fromEntries(key === 'properties' ? entries : entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function corrupt(fingerprint: string, reason: string, cause?: unknown): StatefoldError<'CORRUPT'> {
  const message = `The log's registry cannot be read at ${fingerprint}: ${reason}. Restore it from a replica or a backup.`;
  const details = { where: `registry, ${fingerprint}` };
  return new StatefoldError('CORRUPT', message, details, cause === undefined ? {} : { cause });
}
