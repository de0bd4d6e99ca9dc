// Mistakes that the contract of rivalling engines must find: without these, its passing would prove nothing.
import { expect, it } from 'vitest';
import type { EventLog, Head } from '../../../src/log/event-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { rivals } from '../../contract/engines.contract.js';
import { overriding } from '../../support/overriding.js';
import { tagBlind } from '../../support/tag-blind.js';

/** Runs rivals with a planted mistake until it shows, on up to 20 seeds. */
async function found(plant: () => (log: EventLog) => EventLog, pattern: RegExp): Promise<boolean> {
  for (let seed = 1; seed <= 20; seed++) {
    const { violations } = await rivals(memoryStore(), { seed, commands: 400, wrap: plant() });
    if (violations.some((violation) => pattern.test(violation))) return true;
  }
  return false;
}

it('finds a commit that was chained on a version without its tag', async () => {
  const plant = () => {
    const seen = new Map<string, Head>();
    return (log: EventLog) => overriding(log, tagBlind(log, seen));
  };
  expect(await found(plant, /was decided on .*, and stands on/)).toBe(true);
});

it('finds a refusal that was answered from a stale state', async () => {
  const plant = () => (log: EventLog) => overriding(log, { shared: false as never });
  expect(await found(plant, /no state between request and answer refuses it/)).toBe(true);
});

it('finds a retry that acted twice', async () => {
  const plant = () => (log: EventLog) => overriding(log, { find: async () => [] });
  expect(await found(plant, /got two receipts|stands at \d+, \d+/)).toBe(true);
});
