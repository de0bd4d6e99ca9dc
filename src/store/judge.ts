// Decides whether a block may be stored. Pure: knows heads and a time, and no store.
import type { AggregateKey, BlockDraft, Expectation, Head, Verdict } from '../log/event-log.js';
import { sameHead } from './head.js';

/** Where one aggregate stands, as a store keeps it. */
export interface Standing extends Head {
  /** Where the commits of the block under judgement bring it; `null` before and after. Nobody but `judge` touches it. */
  reached: Head | null;
}

/** Where aggregates stand. */
export interface Standings<S extends Standing = Standing> {
  /** Always the same object for the same aggregate. */
  of(aggregate: AggregateKey): S;
  headOf(aggregate: AggregateKey): Head;
}

/** The verdicts on a block, in the order of its commits and checks. */
export interface Judgement<S extends Standing = Standing> {
  /** Whether all commits may be stored. */
  readonly accepted: boolean;
  readonly commits: readonly Verdict[];
  readonly checks: readonly Verdict[];
  /** Of the aggregate of each commit. */
  readonly standings: readonly S[];
}

/**
 * Judges a block at `now` (ms) on where its aggregates stand. What is both expired and stale is expired: its caller waits no
 * longer. A commit that is not fine leads nowhere, so what was decided on top of it is stale.
 */
export function judge<S extends Standing>(block: BlockDraft, now: number, aggregates: Standings<S>): Judgement<S> {
  const standings: S[] = [];
  const commits: Verdict[] = [];
  let accepted = true;
  for (const { expects, next } of block.commits) {
    const standing = aggregates.of(expects.aggregate);
    const verdict = judgeOne(expects, now, standing.reached ?? standing);
    if (verdict === 'fine') standing.reached = next;
    else accepted = false;
    standings.push(standing);
    commits.push(verdict);
  }
  for (const standing of standings) standing.reached = null;
  const checks = block.checks.map((check): Verdict => {
    const verdict = judgeOne(check, now, aggregates.headOf(check.aggregate));
    return verdict === 'stale' && accepted && passes(block, check) ? 'fine' : verdict;
  });
  return { accepted, commits, checks, standings };
}

function judgeOne(expects: Expectation, now: number, actual: Head): Verdict {
  if (now > expects.deadline) return 'expired';
  return sameHead(expects.head, actual) ? 'fine' : 'stale';
}

/** Whether the block itself brings the aggregate to the head that a check names: an answer decided on top of it is true then. */
function passes(block: BlockDraft, { aggregate, head }: Expectation): boolean {
  return block.commits.some(
    ({ expects, next }) =>
      sameHead(next, head) && expects.aggregate.id === aggregate.id && expects.aggregate.type === aggregate.type,
  );
}
