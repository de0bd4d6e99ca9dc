import { expect, it } from 'vitest';
import { lookUp } from '../../../src/aggregate/lost-reply.js';
import { tagOf } from '../../../src/kernel/hash.js';
import type { Partition } from '../../../src/kernel/place.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { version } from '../../../src/kernel/version.js';
import { NOWHERE } from '../../../src/store/head.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';

it('says that a commit is not there only once the log would not take it any more, though a timer is early', async () => {
  let now = 1_000_000;
  const { log } = await memoryStore({ now: () => now }).connect();
  const expects = { aggregate: { type: 'Ledger', id: 'a' }, head: NOWHERE, deadline: now + 150 };
  const next = { version: version(1), tag: tagOf('c') };
  let waits = 0;
  const runtime = {
    ...systemRuntime,
    after: (ms: number, task: () => void) => {
      now += waits++ === 0 ? ms - 1 : ms;
      queueMicrotask(task);
      return () => {};
    },
  };
  expect(await lookUp(log, runtime, { ...expects, head: next })).toBeNull();
  // The request that was thought to be lost arrives.
  const commits = [{ expects, next, payload: new Uint8Array(1) }];
  expect(await log.append(0 as Partition, { commits, checks: [] })).toMatchObject({ kind: 'refused' });
  expect(waits).toBe(2);
});
