import { expect, it } from 'vitest';
import type { Digest } from '../../../src/kernel/hash.js';
import { eventsOf } from '../../../src/log/recorded-events.js';

it("numbers a commit's events up to the version after it, with the id, time and metadata of their command", () => {
  const commit = {
    commandId: 'c-1',
    digest: '0123456789abcdef' as Digest,
    time: 1000,
    metadata: { userId: 'u' },
    events: [
      { type: 'A', data: { a: 1 } },
      { type: 'B', data: {} },
    ],
  };
  const common = { time: new Date(1000), aggregateId: 'o-1', metadata: { userId: 'u' } };
  expect(eventsOf('o-1', 7, commit)).toEqual([
    { ...common, type: 'A', data: { a: 1 }, id: 'c-1#1', version: 6 },
    { ...common, type: 'B', data: {}, id: 'c-1#2', version: 7 },
  ]);
});
