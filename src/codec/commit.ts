// A commit as bytes: the events of one command and where they come from. Knows nothing of blocks.
import { isStatefoldError, StatefoldError, wordsOf } from '../kernel/error.js';
import type { Digest } from '../kernel/hash.js';
import type { Metadata } from '../kernel/message.js';
import { borrowWriter, returnWriter } from './borrowed-writer.js';
import type { ContentDigest } from './content-digest.js';
import type { EventCodec } from './event-codec.js';
import type { EventCodecs } from './event-codecs.js';
import { Reader } from './reader.js';
import { lastPlace, schemaCodec } from './schema-codec.js';
import { unknownToday } from './unreadable.js';
import type { Writer } from './writer.js';

/** Where the events of a commit come from. */
export interface CommitHead {
  readonly commandId: string;
  /** Of the command's content: a command id used again for other content is found out by it. */
  readonly digest: Digest;
  /** When the bus accepted the command: milliseconds since 1970. */
  readonly time: number;
  readonly metadata: Metadata;
}

/** All events of one command, as they are given to the log. */
export interface Commit extends Omit<CommitHead, 'digest'> {
  readonly digest: ContentDigest;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
}

/** An event as it was stored: in the form of its day, which the codec's descriptor names. */
export interface StoredEvent {
  readonly codec: EventCodec;
  readonly data: unknown;
}

/** All events of one command, as the log gives them back. */
export interface DecodedCommit extends Omit<CommitHead, 'digest'> {
  readonly events: readonly StoredEvent[];
}

// Layout: [commandId, digest (8 bytes), time, metadata, events]; metadata is an array in this order, null where absent and cut
// after the last that is there; an event is [number, version, field, field …].
const COMMIT_FIELDS = 5;
const DIGEST_BYTES = 8;
const METADATA_FIELDS = ['correlationId', 'causationId', 'userId'] as const satisfies readonly (keyof Metadata)[];

const from = new Reader();

/**
 * Encodes a commit, in bytes that nobody else writes to: equal commits give equal bytes. Throws a `TypeError` that names event and
 * field for data that could not come back the same, and for an event that no codec writes.
 */
export function encodeCommit(commit: Commit, codecs: Pick<EventCodecs, 'writing'>): Uint8Array {
  const to = borrowWriter();
  try {
    writeHead(to, commit);
    const { events } = commit;
    to.array(events.length);
    for (const { type, data } of events) writeEvent(to, codecs.writing(type), data);
    return to.take();
  } finally {
    returnWriter();
  }
}

/**
 * Decodes what `encodeCommit` wrote; each event is what its codec reads. Throws `CORRUPT` for what is no commit, and `INCOMPATIBLE`,
 * with the place, for an event that a later release must have written.
 */
export function decodeCommit(bytes: Uint8Array, codecs: EventCodecs): DecodedCommit {
  from.reset(bytes);
  const commandId = readCommandId();
  skipDigest();
  const { time, metadata } = readRest();
  const events = readEvents(bytes, codecs);
  from.finish();
  return { commandId, time, metadata, events };
}

/** Decodes where a commit comes from, without its events. Throws `CORRUPT` for what is no commit. */
export function decodeCommitHead(bytes: Uint8Array): CommitHead {
  from.reset(bytes);
  return { commandId: readCommandId(), digest: readDigest(), ...readRest() };
}

function writeHead(to: Writer, { commandId, digest, time, metadata }: Commit): void {
  to.array(COMMIT_FIELDS);
  to.text(commandId);
  to.eightBytes(digest.high, digest.low);
  to.number(time);
  writeMetadata(to, metadata);
}

function writeMetadata(to: Writer, metadata: Metadata): void {
  for (const name in metadata) {
    if (METADATA_FIELDS.includes(name as keyof Metadata)) continue;
    throw new TypeError(`Metadata has no field '${name}': it would not be stored.`);
  }
  // Field by field: a loop over their names would look each up anew, for every commit.
  const { correlationId, causationId, userId } = metadata;
  const length = userId !== undefined ? 3 : causationId !== undefined ? 2 : correlationId !== undefined ? 1 : 0;
  to.array(length);
  if (length > 0) writeOptional(to, correlationId);
  if (length > 1) writeOptional(to, causationId);
  if (length > 2) writeOptional(to, userId);
}

function writeOptional(to: Writer, value: string | undefined): void {
  if (value === undefined) to.null(null);
  else to.text(value);
}

function writeEvent(to: Writer, codec: EventCodec, data: unknown): void {
  try {
    codec.write(to, data);
  } catch (cause) {
    throw unwritable(to, codec, data, cause);
  }
}

// On its own: a function that is made where events are written would cost each of them memory.
function unwritable(to: Writer, { descriptor }: EventCodec, data: unknown, cause: unknown): TypeError {
  // Written once more, by what knows the way to where it stops.
  const place = placeOf(() => schemaCodec(descriptor).write(to, data));
  return new TypeError(`${descriptor.event}${place}: ${wordsOf(cause)}`, { cause });
}

function readCommandId(): string {
  try {
    if (from.array() === COMMIT_FIELDS) return from.text();
  } catch (error) {
    throw ofCommit(error);
  }
  throw corrupt('it is not an array of five');
}

function readDigest(): Digest {
  try {
    const bytes = from.bytes();
    if (bytes.length === DIGEST_BYTES) return Buffer.from(bytes.buffer).toString('hex') as Digest;
  } catch (error) {
    throw ofCommit(error);
  }
  throw corrupt('its digest is not 8 bytes');
}

/** For the many who read events and never look at the digest. */
function skipDigest(): void {
  const before = from.position;
  if (from.family() === 'bytes') from.skip();
  if (from.position - before !== DIGEST_BYTES + 2) throw corrupt('its digest is not 8 bytes');
}

function readRest(): Pick<CommitHead, 'time' | 'metadata'> {
  try {
    return { time: from.number(), metadata: readMetadata() };
  } catch (error) {
    throw ofCommit(error);
  }
}

function readMetadata(): Metadata {
  const length = from.array();
  if (length > METADATA_FIELDS.length) throw corrupt('its metadata is not an array of three');
  const metadata: { -readonly [K in keyof Metadata]: Metadata[K] } = {};
  for (let index = 0; index < length; index++) {
    if (!from.skipNull()) metadata[METADATA_FIELDS[index] as keyof Metadata] = from.text();
  }
  return metadata;
}

function readEvents(bytes: Uint8Array, codecs: EventCodecs): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  const length = readLength();
  for (let index = 0; index < length; index++) {
    const fields = readLength() - 2;
    const codec = readCodec(fields, codecs);
    const start = from.position;
    try {
      events.push({ codec, data: codec.read(from, fields) });
    } catch (error) {
      throw placed(error, codec, bytes.subarray(start), fields);
    }
  }
  return events;
}

function readLength(): number {
  try {
    return from.array();
  } catch (error) {
    throw ofCommit(error);
  }
}

function readCodec(fields: number, codecs: EventCodecs): EventCodec {
  let number = 0;
  let version = 0;
  try {
    if (fields < 0) throw corrupt('an event has neither number nor version');
    number = from.integer();
    version = from.integer();
  } catch (error) {
    throw ofCommit(error);
  }
  return codecs.reading(number, version);
}

/** The error of an event with the place in it, which only what reads by the descriptor knows. */
function placed(error: unknown, { descriptor }: EventCodec, bytes: Uint8Array, fields: number): unknown {
  if (!isStatefoldError(error, 'INCOMPATIBLE')) return error;
  const place = placeOf(() => {
    from.reset(bytes);
    schemaCodec(descriptor).read(from, fields);
  });
  const { event, version } = descriptor;
  return unknownToday(`${event} version ${version} with ${error.details.what}${place && ` at ${place}`}`, {
    cause: error,
  });
}

function placeOf(work: () => void): string {
  try {
    work();
    return '';
  } catch {
    return lastPlace();
  }
}

/** A commit itself has one form only: whatever else stands there is corrupt. */
function ofCommit(error: unknown): unknown {
  return isStatefoldError(error, 'INCOMPATIBLE') ? corrupt(`it has ${error.details.what}`) : error;
}

function corrupt(reason: string): StatefoldError<'CORRUPT'> {
  const message = `A commit cannot be read: ${reason}. Restore it from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: 'commit' });
}
