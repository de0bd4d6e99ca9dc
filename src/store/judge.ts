// Decides whether a block may be stored. Pure: knows heads and a time, and no store.
import { aggregateName } from '../log/aggregate-name.js';
import type { AggregateKey, BlockDraft, Expectation, Head, Verdict } from '../log/event-log.js';

/** The verdicts on a block, in the order of its commits and checks. */
export interface Judgement {
  /** Whether all commits may be stored. */
  readonly accepted: boolean;
  readonly commits: readonly Verdict[];
  readonly checks: readonly Verdict[];
}

/**
 * Judges a block at `now` (ms) on the heads that `headOf` tells. What is both expired and stale is expired: its caller
 * waits no longer. A commit that is not fine leads nowhere, so what was decided on top of it is stale.
 */
export function judge(block: BlockDraft, now: number, headOf: (aggregate: AggregateKey) => Head): Judgement {
  const reached = new Map<string, Head>();
  const commits: Verdict[] = [];
  let accepted = true;
  for (const { expects, next } of block.commits) {
    const name = aggregateName(expects.aggregate);
    const verdict = judgeOne(expects, now, reached.get(name) ?? headOf(expects.aggregate));
    if (verdict === 'fine') reached.set(name, next);
    else accepted = false;
    commits.push(verdict);
  }
  const checks = block.checks.map((check): Verdict => {
    const verdict = judgeOne(check, now, headOf(check.aggregate));
    return verdict === 'stale' && accepted && passes(block, check) ? 'fine' : verdict;
  });
  return { accepted, commits, checks };
}

function judgeOne(expects: Expectation, now: number, actual: Head): Verdict {
  if (now > expects.deadline) return 'expired';
  return sameHead(expects.head, actual) ? 'fine' : 'stale';
}

// Two histories can have the same length: the version alone proves nothing.
function sameHead(a: Head, b: Head): boolean {
  return a.version === b.version && a.tag === b.tag;
}

/** Whether the block itself brings the aggregate to the head that a check names: an answer decided on top of it is true then. */
function passes(block: BlockDraft, { aggregate, head }: Expectation): boolean {
  return block.commits.some(
    ({ expects, next }) =>
      sameHead(next, head) && expects.aggregate.id === aggregate.id && expects.aggregate.type === aggregate.type,
  );
}
