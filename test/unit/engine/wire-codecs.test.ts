import { expect, it } from 'vitest';
import { app } from '../../../generated/app.js';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { wireCodecs } from '../../../src/engine/wire-codecs.js';
import { StatefoldError } from '../../../src/kernel/error.js';
import { NO_TAG, tagOf } from '../../../src/kernel/hash.js';
import type { Partition } from '../../../src/kernel/place.js';
import { NO_VERSION, version } from '../../../src/kernel/version.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { FakeClock } from '../../../src/testing/running/fake-clock.js';
import { overriding } from '../../support/overriding.js';

const AWAY = new StatefoldError('UNAVAILABLE', 'No answer.', { what: 'registry' });

it('writes again what a registry lost with an epoch, once it can, though nobody appends', async () => {
  let epoch = '1';
  let away = false;
  const held = new Map<string, string>();
  const connection = await memoryStore({ epoch: () => epoch }).connect();
  const registry = overriding(connection.registry, {
    read: async () => {
      if (away) throw AWAY;
      return new Map(held);
    },
    add: async (texts) => {
      for (const [fingerprint, text] of texts) held.set(fingerprint, text);
    },
  });
  const clock = new FakeClock();
  const wired = await wireCodecs({ ...connection, registry }, app.codecs, () => [], clock);
  const append = async (number: number) => {
    const commandId = `command-${number}`;
    const events = [{ type: 'OrderDelivered', data: {} }];
    const payload = wired.encode({ commandId, digest: digestOfContent('T', {}), time: 0, metadata: {}, events });
    const aggregate = { type: 'Order', id: `order-${number}` };
    const expects = { aggregate, head: { version: NO_VERSION, tag: NO_TAG }, deadline: Number.MAX_SAFE_INTEGER };
    const next = { version: version(1), tag: tagOf(commandId) };
    return wired.appends.append(0 as Partition, { commits: [{ expects, next, payload }], checks: [] });
  };
  expect((await append(1)).kind).toBe('appended');
  expect(held.size).toBe(1);

  // Another server serves, which lacks what the one before held; it is gone again at once.
  epoch = '2';
  held.clear();
  away = true;
  expect((await append(2)).kind).toBe('appended');
  await clock.advance(5_000);
  expect(held.size).toBe(0);
  away = false;
  await clock.advance(500);
  expect(held.size).toBe(1);
  await connection.close();
});
