// What is stored of one event is what was meant: written, read, written again, and by the descriptor alone. Knows no older versions.
import type { EventCodec } from '../codec/event-codec.js';
import { schemaCodec } from '../codec/schema-codec.js';
import { Writer } from '../codec/writer.js';
import { wordsOf } from '../kernel/error.js';
import { Broken, must, mustEqual } from './broken.js';
import { decoded } from './corpus/read-sample.js';
import { isNested } from './nested.js';

/** By codec: the one that its descriptor alone makes. */
const plainCodecs = new WeakMap<EventCodec, EventCodec>();

/** Throws `Broken` unless data of an event comes back as it went, as the same bytes however it is laid out, and by the descriptor alone. */
export function mustKeep(codec: EventCodec, data: unknown): void {
  const { event } = codec.descriptor;
  const plain = plainOf(codec);
  const bytes = written(codec, data);
  mustEqual(`${event} is read as other data than was written.`, read(codec, bytes, event), data);
  const same = (other: Buffer, what: string) => must(other.equals(bytes), () => `${event}: ${what}.`);
  same(written(codec, reversed(data)), 'the same data with its fields in another order is written as other bytes');
  same(written(plain, data), 'its codec writes other bytes than its descriptor says');
  mustEqual(`${event} is read by its descriptor as other data than was written.`, read(plain, bytes, event), data);
}

function plainOf(codec: EventCodec): EventCodec {
  const plain = plainCodecs.get(codec) ?? schemaCodec(codec.descriptor);
  plainCodecs.set(codec, plain);
  return plain;
}

function written(codec: EventCodec, data: unknown): Buffer {
  const writer = new Writer();
  try {
    codec.write(writer, data);
  } catch (error) {
    throw new Broken(`${codec.descriptor.event} cannot be written: ${wordsOf(error)}`);
  }
  return Buffer.from(writer.written());
}

function read(codec: EventCodec, bytes: Buffer, event: string): unknown {
  try {
    return decoded(bytes, codec);
  } catch (error) {
    throw new Broken(`${event} cannot be read as it was written: ${wordsOf(error)}`);
  }
}

/** The same value, with the fields of all its objects the other way round. */
function reversed(value: unknown): unknown {
  if (!isNested(value)) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
