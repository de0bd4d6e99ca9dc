import { expect, it } from 'vitest';
import { subscribe } from '../../../src/aggregate/history.js';
import { systemRuntime as runtime } from '../../../src/kernel/runtime.js';
import { version } from '../../../src/kernel/version.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { ledgerActors, recordedLedgers as recorded, sendTo } from '../../support/ledger.js';

it.each([0, 1, 2, 3])('subscribes behind version %d, also where that lies inside a commit', async (after) => {
  const { log } = await memoryStore().connect();
  const actors = ledgerActors(log);
  for (let sent = 0; sent < 2; sent++) await sendTo(actors, log, 'a', { type: 'EnterTwice', data: { amount: 1 } });
  const seen: number[] = [];
  const onError = (error: unknown) => {
    throw error;
  };
  const subscriber = { onEvent: (event: { version: number }) => seen.push(event.version), onError };
  const past = { log, recorded, aggregate: { type: 'Ledger', id: 'a' } };
  const stop = subscribe(past, version(after), { subscriber, runtime });
  await expect.poll(() => seen.at(-1)).toBe(4);
  stop();
  expect(seen).toEqual([1, 2, 3, 4].slice(after));
});
