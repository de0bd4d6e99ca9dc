// What one process stores, every other reads: bytes depend on nothing that a process has seen before.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { decodeCommit, encodeCommit } from '../../src/codec/commit.js';
import { digestOfText } from '../../src/codec/content-digest.js';
import { EventCodecs } from '../../src/codec/event-codecs.js';
import { schemaCodec } from '../../src/codec/schema-codec.js';
import { randomEvents } from '../property/codec/random-events.js';
import { runsOf } from '../support/seed.js';
import { nodeArguments } from './worker-processes.js';

const [EVENTS, VALUES] = [40, 25];
const { seed, numRuns } = runsOf('values encoded in one process, and decoded in another', 1, 100);

it(`reads values that another process has encoded, and encodes them to the same bytes (STATEFOLD_SEED=${seed})`, async () => {
  const head = { commandId: 'c', digest: digestOfText('0123456789abcdef'), time: 1, metadata: {} };
  for (let run = 0; run < numRuns; run++) {
    const args = [...nodeArguments('codec-process.ts'), seed + run, EVENTS, VALUES].map(String);
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 28 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBe(EVENTS * VALUES);
    // In another order than there, with other things done before.
    for (const { descriptor, values } of [...randomEvents(seed + run, EVENTS, VALUES)].reverse()) {
      const codecs = new EventCodecs([schemaCodec(descriptor)]);
      const theirs = lines.splice(-values.length);
      for (const [index, data] of values.entries()) {
        const bytes = Buffer.from(theirs[index] ?? '', 'hex');
        expect(decodeCommit(bytes, codecs).events[0]?.data).toStrictEqual(data);
        const ours = encodeCommit({ ...head, events: [{ type: descriptor.event, data }] }, codecs);
        expect(Buffer.from(ours).equals(bytes)).toBe(true);
      }
    }
  }
});
