// Group commit: whatever is ready for one partition goes to the log as one block, a few blocks at a time. Nothing waits for a timer.
import { StatefoldError } from '../kernel/error.js';
import type { Partition, Place, Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { aggregateName } from '../log/aggregate-name.js';
import type { Appended, CommitDraft, EventLog, Expectation, Verdict } from '../log/event-log.js';

/**
 * What became of one commit or check.
 * `stored`: acknowledged. `confirmed`: the check held. `stale`: the aggregate is not where it was thought to be.
 * `expired`: its deadline had passed. `failed`: the log threw.
 */
export type Outcome =
  | { readonly kind: 'stored'; readonly place: Place }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'stale' | 'expired' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Bounds of a block, and of how many are under way. */
export interface GroupCommitLimits {
  readonly blocksInFlight: number;
  readonly itemsPerBlock: number;
  readonly bytesPerBlock: number;
}

/** A commit to store, or an expectation to confirm. */
export interface Item {
  readonly expects: Expectation;
  /** `null`: nothing is to be stored. */
  readonly draft: CommitDraft | null;
  /** Called once, never before `send` returns. */
  settle(outcome: Outcome): void;
}

/** So many items are sent at once: the store works on them while the next ones are decided. */
const ENOUGH = 128;

/** The shared way of all actors of one engine into one partition. Items are sent in the order in which they came. */
export class GroupCommit {
  readonly #log: Pick<EventLog, 'append'>;
  readonly #partition: Partition;
  readonly #runtime: Runtime;
  readonly #limits: GroupCommitLimits;
  #waiting: Item[] = [];
  #inFlight = 0;
  #scheduled = false;
  // Made once: where a function is made, each call that could make it costs memory.
  readonly #onTurn = (): void => {
    this.#scheduled = false;
    this.#fill(1);
  };

  constructor(log: Pick<EventLog, 'append'>, partition: Partition, runtime: Runtime, limits: GroupCommitLimits) {
    this.#log = log;
    this.#partition = partition;
    this.#runtime = runtime;
    this.#limits = limits;
  }

  /** Stores a commit, or confirms where an aggregate stands. */
  send(item: Item): void {
    this.#waiting.push(item);
    if (this.#waiting.length >= ENOUGH) this.#fill(ENOUGH);
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight >= this.#limits.blocksInFlight) return;
    this.#scheduled = true;
    this.#runtime.soon(this.#onTurn);
  }

  /** Sends what waits, while there are so many items and a block more may be under way. */
  #fill(atLeast: number): void {
    while (this.#waiting.length >= atLeast && this.#inFlight < this.#limits.blocksInFlight) {
      this.#append(this.#takeBlock());
    }
  }

  /** The items of the next block, in order: as many as the limits allow, and at least one. */
  #takeBlock(): readonly Item[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && count < this.#limits.itemsPerBlock) {
      bytes += this.#waiting[count]?.draft?.payload.length ?? 0;
      if (count > 0 && bytes > this.#limits.bytesPerBlock) break;
      count++;
    }
    const block = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return block;
  }

  #append(items: readonly Item[]): void {
    const commits: Item[] = [];
    const drafts: CommitDraft[] = [];
    const checks: Item[] = [];
    for (const item of items) {
      const { draft } = item;
      if (draft === null) {
        checks.push(item);
        continue;
      }
      commits.push(item);
      drafts.push(draft);
    }
    this.#inFlight++;
    this.#log
      .append(this.#partition, { commits: drafts, checks: checks.map((item) => item.expects) })
      .then(
        (appended) => this.#settle(appended, commits, checks),
        (error: unknown) => {
          for (const item of items) item.settle({ kind: 'failed', error });
        },
      )
      .finally(() => {
        this.#inFlight--;
        if (this.#waiting.length > 0) this.#schedule();
      });
  }

  #settle(appended: Appended, commits: readonly Item[], checks: readonly Item[]): void {
    if (appended.kind === 'appended') {
      commits.forEach((item, index) => {
        item.settle(this.#storedAt(appended, index));
      });
    } else {
      this.#settleRefused(commits, appended.commits);
    }
    checks.forEach((item, index) => {
      const verdict = appended.checks[index];
      item.settle(verdict === 'fine' ? { kind: 'confirmed' } : refusal(verdict));
    });
  }

  /**
   * Commits with which nothing was wrong are sent again, first of all, and what stands on a refused commit is not sent at all.
   * Without both, two busy aggregates refuse each other's blocks for ever: each time with what stands on the last refusal.
   */
  #settleRefused(commits: readonly Item[], verdicts: readonly Verdict[]): void {
    const allFine = commits.every((_, index) => verdicts[index] === 'fine');
    const innocent = allFine ? [] : commits.filter((_, index) => verdicts[index] === 'fine');
    const refused = new Set(commits.filter((item) => !innocent.includes(item)).map((item) => aggregateOf(item)));
    const doomed = this.#waiting.filter((item) => refused.has(aggregateOf(item)));
    this.#waiting = [...innocent, ...this.#waiting.filter((item) => !refused.has(aggregateOf(item)))];
    commits.forEach((item, index) => {
      const verdict = verdicts[index];
      if (verdict !== 'fine' || allFine) item.settle(refusal(verdict));
    });
    for (const item of doomed) item.settle({ kind: 'stale' });
  }

  #storedAt(appended: Extract<Appended, { kind: 'appended' }>, index: number): Outcome {
    const { epoch, first, mark } = appended;
    return {
      kind: 'stored',
      place: { partition: this.#partition, epoch, position: (first + index) as Position, mark },
    };
  }
}

function aggregateOf({ expects }: Item): string {
  return aggregateName(expects.aggregate);
}

function refusal(verdict: Verdict | undefined): Outcome {
  if (verdict === 'stale' || verdict === 'expired') return { kind: verdict };
  const message =
    'The store refused a block without a reason for each of its commits. Its append does not keep the contract of EventLog.';
  return { kind: 'failed', error: new StatefoldError('CORRUPT', message, { where: 'append' }) };
}
