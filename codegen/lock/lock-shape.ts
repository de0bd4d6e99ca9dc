// Whether data is a lock: everything where it belongs and of the right kind. Whether it is a true one, only its fingerprints tell.
import type { ObjectSchema, Schema } from '../../src/schema/schema.js';
import type { LockedAggregate, LockedEvent, LockedMessage, LockedVersion, SchemaLock } from './schema-lock.js';

type Data = Readonly<Record<string, unknown>>;

/** The path of the first part that does not fit, `aggregates/Order/events/OrderPlaced`; `null` where all do. */
export function misfitOf(lock: Data): string | null {
  return (
    (lock.format === 1 ? null : 'format') ??
    eachOf(lock.aggregates, 'aggregates', aggregateMisfit) ??
    eachOf(lock.commands, 'commands', messageMisfit) ??
    eachOf(lock.queries, 'queries', messageMisfit)
  );
}

/** Whether data is a lock of this format. */
export function isLock(data: unknown): data is SchemaLock {
  return isData(data) && misfitOf(data) === null;
}

/** Whether a value is an object that is no list. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function aggregateMisfit(value: unknown, path: string): string | null {
  const { state, events } = value as Partial<LockedAggregate>;
  return typeof state === 'string' ? eachOf(events, `${path}/events`, eventMisfit) : path;
}

function eventMisfit(value: unknown, path: string): string | null {
  const { number, retired, versions } = value as Partial<LockedEvent>;
  const fits =
    isWhole(number, 65_535) &&
    (retired === undefined || retired === true) &&
    Array.isArray(versions) &&
    versions.length > 0;
  if (!fits) return path;
  return versions.every((version, index) => fitsVersion(version, index + 1)) ? null : path;
}

/** Versions are counted from 1 without gaps: one that is missing was cut out. */
function fitsVersion(value: unknown, expected: number): boolean {
  if (!isData(value) || messageMisfit(value, '') !== null) return false;
  const { version, revisions, readableFrom, renamesOnly } = value as unknown as Partial<LockedVersion>;
  return (
    version === expected &&
    Array.isArray(revisions) &&
    revisions.every((revision) => typeof revision === 'string') &&
    isWhole(readableFrom, revisions.length) &&
    (renamesOnly === undefined || renamesOnly === true)
  );
}

function messageMisfit(value: unknown, path: string): string | null {
  const { schema, types } = value as Partial<LockedMessage>;
  if (!isData(types) || !isData(schema)) return path;
  const names = new Set(Object.keys(types).map((name) => `#/$defs/${name}`));
  const fits = isObjectSchema(schema, names) && Object.values(types).every((type) => isSchema(type, names));
  return fits ? null : path;
}

function isObjectSchema(value: Data, names: ReadonlySet<string>): boolean {
  const { properties, required } = value as Partial<ObjectSchema>;
  if (!isData(properties) || !Array.isArray(required)) return false;
  return (
    required.every((name) => Object.hasOwn(properties, name)) &&
    Object.values(properties).every((property) => isSchema(property, names))
  );
}

function isSchema(value: unknown, names: ReadonlySet<string>): value is Schema {
  if (!isData(value)) return false;
  const { $ref, anyOf, domain, items, prefixItems, additionalProperties } = value;
  if ($ref !== undefined) return names.has(String($ref));
  if (anyOf !== undefined) return Array.isArray(anyOf) && anyOf.every((member) => isSchema(member, names));
  if (value.enum !== undefined) return Array.isArray(value.enum);
  if (domain !== undefined) return isData(domain) && ['date', 'bigint', 'bytes'].includes(String(domain.type));
  if (value.type === 'array')
    return Array.isArray(prefixItems) ? prefixItems.every((item) => isSchema(item, names)) : isSchema(items, names);
  if (value.type === 'object')
    return value.properties === undefined ? isSchema(additionalProperties, names) : isObjectSchema(value, names);
  return ['string', 'number', 'integer', 'boolean', 'null'].includes(String(value.type));
}

function eachOf(record: unknown, path: string, misfit: (value: unknown, path: string) => string | null): string | null {
  if (!isData(record)) return path;
  for (const [name, value] of Object.entries(record)) {
    const found = isData(value) ? misfit(value, `${path}/${name}`) : `${path}/${name}`;
    if (found !== null) return found;
  }
  return null;
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}
