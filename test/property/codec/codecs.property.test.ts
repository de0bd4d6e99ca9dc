// What holds for every event that can be declared, and all its values: bytes are canonical and come back, generated code is the
// interpreter's equal, and bytes that were damaged are told so or read as some value of the type.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { decodeCommit, decodeCommitHead, encodeCommit } from '../../../src/codec/commit.js';
import { digestOfText } from '../../../src/codec/content-digest.js';
import type { EventCodec } from '../../../src/codec/event-codec.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { isStatefoldError } from '../../../src/kernel/error.js';
import { runsOf } from '../../support/seed.js';
import { Random } from '../declarations/random.js';
import { damaged } from './damage.js';
import { codecsText, generatedCodecs } from './generated-codecs.js';
import { type RandomEvent, randomEvents } from './random-events.js';
import { strictErrors } from './strict-typescript.js';

const EVENTS = 50;
const VALUES = 50;
const TIMEOUT = process.env.SOAK === '1' ? 7_200_000 : 240_000;
const { seed, numRuns } = runsOf('values of random events, through their codecs', 10_000, 1_000_000);

/** An event with both its codecs, and what to print where one of its values fails. */
interface Coded extends RandomEvent {
  readonly emitted: EventCodec;
  readonly interpreted: EventCodec;
  readonly told: string;
}

function* batches(): Generator<Coded> {
  for (let batch = 0; batch < numRuns / (EVENTS * VALUES); batch++) {
    const events = randomEvents(seed + batch, EVENTS, VALUES);
    const generated = generatedCodecs(events.map(({ descriptor }) => descriptor));
    for (const event of events) {
      const { descriptor } = event;
      const emitted = generated[descriptor.event];
      if (emitted === undefined) throw new Error(`No codec was emitted for ${descriptor.event}.`);
      const told = `STATEFOLD_SEED=${seed + batch} ${descriptor.event} ${JSON.stringify([descriptor.schema, descriptor.types])}`;
      yield { ...event, emitted, interpreted: schemaCodec(descriptor), told };
    }
  }
}

function encoded(codec: EventCodec, data: unknown): Buffer {
  const events = [{ type: codec.descriptor.event, data }];
  const head = { commandId: 'c-1', digest: digestOfText('0123456789abcdef'), time: 1, metadata: {} };
  return Buffer.from(encodeCommit({ ...head, events }, new EventCodecs([codec])));
}

function decoded(codec: EventCodec, bytes: Uint8Array): unknown {
  return decodeCommit(bytes, new EventCodecs([codec])).events[0]?.data;
}

/** What comes of bytes that may be damaged: a value, or the code of a `StatefoldError`. Anything else that is thrown is thrown on. */
function attempted(codec: EventCodec, bytes: Uint8Array): { readonly value: unknown } | { readonly code: string } {
  try {
    return { value: decoded(codec, bytes) };
  } catch (error) {
    if (isStatefoldError(error, 'CORRUPT') || isStatefoldError(error, 'INCOMPATIBLE')) return { code: error.code };
    throw error;
  }
}

describe('values of random events', () => {
  it('come back from canonical bytes, the same from generated code as from a descriptor', { timeout: TIMEOUT }, () => {
    let done = 0;
    for (const { values, emitted, interpreted, told } of batches()) {
      for (const value of values) {
        const bytes = encoded(emitted, value);
        const other = encoded(interpreted, value);
        if (!bytes.equals(other)) expect(bytes.toString('hex'), told).toBe(other.toString('hex'));
        const turned = encoded(emitted, reversed(value));
        if (!bytes.equals(turned)) expect(turned.toString('hex'), told).toBe(bytes.toString('hex'));
        for (const codec of [emitted, interpreted]) {
          const back = decoded(codec, bytes);
          if (!isDeepStrictEqual(back, value)) expect(back, told).toStrictEqual(value);
        }
        done++;
      }
    }
    expect(done).toBeGreaterThanOrEqual(numRuns);
  });

  it('read as some value of the type, or not at all, once their bytes are damaged', { timeout: TIMEOUT }, () => {
    const random = new Random(seed);
    const met = { value: 0, CORRUPT: 0, INCOMPATIBLE: 0 };
    for (const { values, emitted, interpreted, told } of batches()) {
      for (const value of values) {
        const bytes = damaged(random, encoded(emitted, value));
        const found = attempted(emitted, bytes);
        met['code' in found ? (found.code as 'CORRUPT') : 'value']++;
        if ('code' in found) continue;
        // What has come out of the reader is a value of the type: it can be stored again, and comes back.
        if (found.value === undefined) continue;
        const again = encoded(emitted, found.value);
        const told2 = `${told} ${Buffer.from(bytes).toString('hex')}`;
        if (!isDeepStrictEqual(decoded(interpreted, again), found.value))
          expect(decoded(interpreted, again), told2).toStrictEqual(found.value);
        decodeCommitHead(bytes);
      }
    }
    // A damage that nobody notices proves nothing.
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(numRuns / 100);
  });
});

it('is generated as code that a strict compiler accepts', { timeout: TIMEOUT }, () => {
  const descriptors = randomEvents(seed, 20, 1).map(({ descriptor }) => descriptor);
  expect(strictErrors(codecsText(descriptors)), `STATEFOLD_SEED=${seed}`).toEqual([]);
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
  return Object.fromEntries(entries.reverse());
}
