// Mistakes that the contract of rivalling engines must find: without these, its passing would prove nothing.
import { expect, it } from 'vitest';
import { NO_TAG } from '../../../src/kernel/hash.js';
import type { EventLog, Expectation, Head } from '../../../src/log/event-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { rivals } from '../../contract/engines.contract.js';
import { overriding } from '../../support/overriding.js';

/** A log that compares versions and forgets tags. A memory log does its work while it is called, so the heads seen are true. */
function tagBlind(log: EventLog, seen: Map<string, Head>): EventLog {
  const forgiving = (expects: Expectation, heads: ReadonlyMap<string, Head>): Expectation => {
    const actual = heads.get(expects.aggregate.id) ?? { version: 0, tag: NO_TAG };
    return actual.version === expects.head.version ? { ...expects, head: actual as Head } : expects;
  };
  return overriding(log, {
    append: (partition, block) => {
      const heads = new Map(seen);
      const commits = block.commits.map((commit) => {
        const expects = forgiving(commit.expects, heads);
        if (expects.head.version === heads.get(expects.aggregate.id)?.version || expects.head.version === 0) {
          heads.set(expects.aggregate.id, commit.next);
        }
        return { ...commit, expects };
      });
      const checks = block.checks.map((check) => forgiving(check, heads));
      const fits = commits.every((commit, index) => {
        const before = commits
          .slice(0, index)
          .findLast((other) => other.expects.aggregate.id === commit.expects.aggregate.id);
        const actual = before?.next ?? seen.get(commit.expects.aggregate.id) ?? { version: 0, tag: NO_TAG };
        return actual.version === commit.expects.head.version;
      });
      if (fits) for (const [id, head] of heads) seen.set(id, head);
      return log.append(partition, { commits, checks });
    },
  });
}

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
    return (log: EventLog) => tagBlind(log, seen);
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
