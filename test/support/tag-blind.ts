// A log that compares versions and forgets tags: a commit may land on a history of the same length that it was not decided on.
import { NO_TAG } from '../../src/kernel/hash.js';
import type { EventLog, Expectation, Head } from '../../src/log/event-log.js';

/** What replaces a log's `append`. A memory log does its work while it is called, so the heads in `seen` (of all connections) are true. */
export function tagBlind(log: EventLog, seen: Map<string, Head>): Pick<EventLog, 'append'> {
  const forgiving = (expects: Expectation, heads: ReadonlyMap<string, Head>): Expectation => {
    const actual = heads.get(expects.aggregate.id) ?? { version: 0, tag: NO_TAG };
    return actual.version === expects.head.version ? { ...expects, head: actual as Head } : expects;
  };
  return {
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
  };
}
