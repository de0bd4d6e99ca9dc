// A commit as bytes: the events of one command and where they come from. Knows nothing of blocks.
import { StatefoldError } from '../kernel/error.js';
import type { Digest } from '../kernel/hash.js';
import type { Metadata } from '../kernel/message.js';
import { lendEncoded } from './packer.js';
import { decodeValue } from './unpacker.js';

/** All events of one command, as the log keeps them. */
export interface Commit {
  readonly commandId: string;
  /** Of the command's content: a command id used again for other content is found out by it. */
  readonly digest: Digest;
  /** When the bus accepted the command: milliseconds since 1970. */
  readonly time: number;
  readonly metadata: Metadata;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
}

// Layout: [commandId, digest (8 bytes), time, metadata, events]; metadata is an array in this order, null where absent and cut
// after the last that is there; an event is [type, schema version, data].
const METADATA_FIELDS = ['correlationId', 'causationId', 'userId'] as const satisfies readonly (keyof Metadata)[];
const SCHEMA_VERSION = 1;
const DIGEST_BYTES = 8;

/** Encodes a commit, in bytes that nobody else writes to. Throws a `TypeError` for data that could not come back the same. */
export function encodeCommit(commit: Commit): Uint8Array {
  const packed = [
    commit.commandId,
    digestBytes(commit.digest),
    commit.time,
    packMetadata(commit.metadata),
    commit.events.map((event) => [event.type, SCHEMA_VERSION, event.data]),
  ];
  return lendEncoded(packed, false, pooled);
}

/** A commit lives until its block is written, and is small: it shares Node's pool. */
function pooled(lent: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(lent.length);
  bytes.set(lent);
  return bytes;
}

/**
 * Decodes what `encodeCommit` wrote. Throws `CORRUPT` for anything else, and `INCOMPATIBLE` for an event of a schema version
 * that this release does not know.
 */
export function decodeCommit(bytes: Uint8Array): Commit {
  const fields = decodeValue(bytes);
  if (!Array.isArray(fields) || fields.length !== 5) throw corrupt('it is not an array of five');
  const [commandId, digest, time, metadata, events] = fields as unknown[];
  if (typeof commandId !== 'string') throw corrupt('its command id is not text');
  if (!(digest instanceof Uint8Array) || digest.length !== DIGEST_BYTES) throw corrupt('its digest is not 8 bytes');
  if (typeof time !== 'number') throw corrupt('its time is not a number');
  if (!Array.isArray(events)) throw corrupt('its events are not an array');
  return {
    commandId,
    digest: Buffer.from(digest.buffer).toString('hex') as Digest,
    time,
    metadata: unpackMetadata(metadata),
    events: events.map(unpackEvent),
  };
}

function digestBytes(digest: Digest): Uint8Array {
  const bytes = Buffer.from(digest, 'hex');
  if (bytes.length !== DIGEST_BYTES) throw new TypeError(`A digest is 16 hex digits, not '${digest}'.`);
  return bytes;
}

function packMetadata(metadata: Metadata): (string | null)[] {
  const packed: (string | null)[] = [];
  for (const name of Object.keys(metadata)) {
    const value = metadata[name as keyof Metadata];
    if (value === undefined) continue;
    const index = METADATA_FIELDS.indexOf(name as (typeof METADATA_FIELDS)[number]);
    if (index < 0) throw new TypeError(`Metadata has no field '${name}': it would not be stored.`);
    while (packed.length <= index) packed.push(null);
    packed[index] = value;
  }
  return packed;
}

function unpackMetadata(packed: unknown): Metadata {
  if (!Array.isArray(packed) || packed.length > METADATA_FIELDS.length)
    throw corrupt('its metadata is not an array of three');
  const metadata: { -readonly [K in keyof Metadata]: Metadata[K] } = {};
  for (const [index, name] of METADATA_FIELDS.entries()) {
    const value: unknown = packed[index] ?? null;
    if (typeof value === 'string') metadata[name] = value;
    else if (value !== null) throw corrupt(`its ${name} is not text`);
  }
  return metadata;
}

function unpackEvent(packed: unknown): Commit['events'][number] {
  if (!Array.isArray(packed) || packed.length !== 3) throw corrupt('an event is not an array of three');
  const [type, schemaVersion, data] = packed as unknown[];
  if (typeof type !== 'string') throw corrupt(`an event's type is not text`);
  if (schemaVersion !== SCHEMA_VERSION) {
    const what = `${type} of schema version ${String(schemaVersion)}`;
    const remedy = `This release reads version ${SCHEMA_VERSION}. Run the release that wrote it, or a later one.`;
    throw new StatefoldError('INCOMPATIBLE', `The log holds ${what}. ${remedy}`, { what });
  }
  return { type, data };
}

function corrupt(reason: string): StatefoldError<'CORRUPT'> {
  const message = `A commit cannot be read: ${reason}. Restore it from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: 'commit' });
}
