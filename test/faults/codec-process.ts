// Run as a process of its own: encodes values that a seed makes, and prints each as hex. Shares nothing with who reads it.
import { encodeCommit } from '../../src/codec/commit.js';
import { digestOfText } from '../../src/codec/content-digest.js';
import { EventCodecs } from '../../src/codec/event-codecs.js';
import { schemaCodec } from '../../src/codec/schema-codec.js';
import { randomEvents } from '../property/codec/random-events.js';

const [seed, events, values] = process.argv.slice(2).map(Number) as [number, number, number];
const head = { commandId: 'c', digest: digestOfText('0123456789abcdef'), time: 1, metadata: {} };
for (const { descriptor, values: all } of randomEvents(seed, events, values)) {
  const codecs = new EventCodecs([schemaCodec(descriptor)]);
  for (const data of all) {
    const bytes = encodeCommit({ ...head, events: [{ type: descriptor.event, data }] }, codecs);
    process.stdout.write(`${Buffer.from(bytes).toString('hex')}\n`);
  }
}
