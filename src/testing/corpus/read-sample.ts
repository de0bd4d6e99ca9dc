// Reads one frozen event with today's codec, and compares: what it means, and the bytes that it is written as. Knows nothing of upcasters.
import { isDeepStrictEqual } from 'node:util';
import type { CorpusSample } from '../../codec/corpus-file.js';
import type { EventCodec } from '../../codec/event-codec.js';
import { Reader } from '../../codec/reader.js';
import { sameData } from '../../codec/renamed.js';
import { schemaCodec } from '../../codec/schema-codec.js';
import { Writer } from '../../codec/writer.js';
import { wordsOf } from '../../kernel/error.js';
import { toJson } from '../../schema/json-form.js';
import { firstDifference } from './first-difference.js';

/** A frozen event that is read as what it was. */
export interface ReadEvent {
  readonly kind: 'read';
  readonly data: unknown;
}

/**
 * Reads a sample; or says what is wrong, and what to do. Never throws. `next` is the codec of the version after: of one that only
 * renamed fields, it is what the bytes are read by.
 */
export function readSample(
  { bytes, data: frozen }: CorpusSample,
  codec: EventCodec,
  next: EventCodec | undefined,
): ReadEvent | { readonly kind: 'failed'; readonly message: string } {
  const stored = Buffer.from(bytes, 'base64');
  const isRenamed = codec.upcast === sameData && next !== undefined;
  let data: unknown;
  try {
    data = decoded(stored, codec);
    const before = isRenamed ? toJson(decoded(stored, schemaCodec(codec.descriptor))) : toJson(data);
    if (!isDeepStrictEqual(before, frozen)) return differs(frozen, before);
    const today = isRenamed ? toJson(decoded(stored, { ...codec, read: schemaCodec(next.descriptor).read })) : frozen;
    if (!isDeepStrictEqual(toJson(data), today)) return differs(today, toJson(data));
  } catch (error) {
    return failed(`it can no longer be read: ${wordsOf(error)} ${MEND}`);
  }
  // An older version is never written again.
  if (codec.upcast !== undefined) return { kind: 'read', data };
  const writer = new Writer();
  try {
    codec.write(writer, data);
  } catch (error) {
    return failed(`it can no longer be written: ${wordsOf(error)}. ${MEND}`);
  }
  const written = Buffer.from(writer.written()).toString('base64');
  if (written === bytes) return { kind: 'read', data };
  return failed(`it is written as other bytes today (${written}). ${MEND}`);
}

const MEND = 'Generate the code again from the lock that was released, and do not edit generated/.';
const NUMBER_AND_VERSION = 2;

/** The data of an event's bytes. Throws what the codec throws, and where they are of another event or version. */
export function decoded(stored: Uint8Array, codec: EventCodec): unknown {
  const reader = new Reader();
  reader.reset(stored);
  const fields = reader.array() - NUMBER_AND_VERSION;
  const [number, version] = [reader.integer(), reader.integer()];
  const { descriptor } = codec;
  if (number !== descriptor.number || version !== descriptor.version) {
    throw new TypeError(`it says that it is version ${version} of event number ${number}.`);
  }
  const data = codec.read(reader, fields);
  reader.finish();
  return data;
}

function differs(stored: unknown, read: unknown): ReturnType<typeof failed> {
  const { pointer, expected, actual } = firstDifference(stored, read);
  return failed(`${pointer || '/'} was stored as ${expected}, and is read as ${actual}. ${MEND}`);
}

function failed(message: string): { readonly kind: 'failed'; readonly message: string } {
  return { kind: 'failed', message };
}
