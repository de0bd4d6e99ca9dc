// The lock as text and as what is hashed: one form for equal locks. Judges nothing.
import { hash } from 'node:crypto';
import type { Schema } from '../../src/schema/schema.js';
import { compareText } from '../read/problem-list.js';
import type { Form } from './difference.js';
import type { LockedAggregate, LockedEvent, LockedVersion, SchemaLock } from './schema-lock.js';

const HEX_DIGITS = 16;

/** The lock's file: JSON in 2 spaces, keys in order, properties in the order of bytes, a newline at the end. */
export function printLock(lock: SchemaLock): string {
  return `${JSON.stringify(inOrder(lock), null, 2)}\n`;
}

/** The lock as it is when its file is read: what is made from it does not depend on which of the two was at hand. */
export function inOrder({ format, aggregates, commands, queries }: SchemaLock): SchemaLock {
  const lock = {
    aggregates: sorted(aggregates, aggregateData),
    commands: sorted(commands, formData),
    format,
    queries: sorted(queries, formData),
  };
  return lock as SchemaLock;
}

/** What the fingerprint of a version's newest form stands on, beside the form itself. */
export interface Chain {
  readonly aggregate: string;
  readonly number: number;
  /** The last fingerprint of the version before; '' for the first version. */
  readonly before: string;
}

/**
 * The last fingerprint of a version: first 8 bytes of SHA-256 over its form, its event, and all fingerprints before. So it
 * proves what stands before it, too: an older version that was cut out or edited shows in the next.
 */
export function fingerprintOf(
  version: Omit<LockedVersion, 'revisions'>,
  earlier: readonly string[],
  chain: Chain,
): string {
  const { readableFrom, renamesOnly = false } = version;
  const data = [
    [chain.aggregate, chain.number, chain.before, version.version, readableFrom, renamesOnly, ...earlier],
    formData(version),
  ];
  return digest(JSON.stringify(data));
}

/** The fingerprint of a form whose order does not count. */
export function unorderedFingerprint(form: Form): string {
  return digest(JSON.stringify(unordered(formData(form))));
}

/** An object's entries by name, each as `data`. */
function sorted<T>(record: Readonly<Record<string, T>>, data: (value: T) => unknown): object {
  const entries = Object.entries(record).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([name, value]) => [name, data(value)]));
}

function aggregateData({ events, state }: LockedAggregate): object {
  return { events: sorted(events, eventData), state };
}

function eventData({ number, retired, versions }: LockedEvent): object {
  return { number, ...(retired ? { retired } : {}), versions: versions.map(versionData) };
}

function versionData(version: LockedVersion): object {
  const { readableFrom, renamesOnly, revisions } = version;
  return {
    readableFrom,
    ...(renamesOnly ? { renamesOnly } : {}),
    revisions,
    ...formData(version),
    version: version.version,
  };
}

function formData({ schema, types }: Form): object {
  return { schema: keywords(schema), types: sorted(types, keywords) };
}

/** A schema's keywords in order; the names of its properties as they stand. */
function keywords(schema: Schema): object {
  if ('properties' in schema) {
    const names = Object.keys(schema.properties);
    return {
      additionalProperties: false,
      properties: Object.fromEntries(Object.entries(schema.properties).map(([name, field]) => [name, keywords(field)])),
      required: names.filter((name) => schema.required.includes(name)),
      type: 'object',
    };
  }
  if ('anyOf' in schema) return { anyOf: schema.anyOf.map(keywords) };
  if ('prefixItems' in schema) return byName({ ...schema, prefixItems: schema.prefixItems.map(keywords) });
  if ('items' in schema) return byName({ ...schema, items: keywords(schema.items) });
  if ('additionalProperties' in schema)
    return byName({ ...schema, additionalProperties: keywords(schema.additionalProperties) });
  if ('domain' in schema) return { domain: byName(schema.domain) };
  return byName(schema);
}

function byName(record: object): object {
  return sorted(record as Readonly<Record<string, unknown>>, (value) => value);
}

/** Members of unions, literals and names of required fields in an order of their own; tuples keep theirs. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const data = unordered(item);
    return [key, Array.isArray(data) && key !== 'prefixItems' ? data.sort(compareData) : data];
  });
  return byName(Object.fromEntries(entries));
}

function compareData(a: unknown, b: unknown): number {
  return compareText(JSON.stringify(a), JSON.stringify(b));
}

function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, HEX_DIGITS);
}
