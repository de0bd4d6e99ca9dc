// What was observed, in the order in which the rules look at it: commits by aggregate and command, operations by command. Judges nothing.
import type { Place } from '../../kernel/place.js';
import { groupBy } from '../group-by.js';
import type { CommitSeen } from './commit-seen.js';
import type { Adoption, Observed } from './observed.js';
import { aggregateOf, type CommandOperation } from './operation.js';

/** One command: all attempts to send it, and the commits that it left. */
export interface CommandSeen {
  /** For messages. */
  readonly name: string;
  readonly attempts: readonly CommandOperation[];
  readonly commits: readonly CommitSeen[];
  /** When it was sent first. */
  readonly invoked: number;
}

/** A receipt, with the attempt that it answers. */
export interface ReceiptSeen {
  readonly attempt: CommandOperation;
  readonly version: number;
  readonly place: Place | null;
}

/** What was observed, made ready for looking up. */
export class Evidence {
  readonly commands: readonly CommandSeen[];
  /** By aggregate, in the order of the log. */
  readonly commitsOf: ReadonlyMap<string, readonly CommitSeen[]>;
  /** Commits that no operation asked for. */
  readonly strangers: readonly CommitSeen[];
  /** What was asked before may speak of what is lost. */
  readonly settledSince: number;
  /** The same for rows. */
  readonly rowsSettledSince: number;
  readonly #byPlace = new Map<string, CommitSeen>();
  readonly #adopted: readonly Adoption[];

  constructor({ operations, commits, adopted = [] }: Observed) {
    this.#adopted = adopted;
    this.settledSince = Math.max(Number.NEGATIVE_INFINITY, ...adopted.map(({ at }) => at));
    this.rowsSettledSince = Math.max(Number.NEGATIVE_INFINITY, ...adopted.map(({ at, rowsAt = at }) => rowsAt));
    for (const commit of commits) this.#byPlace.set(spotOf(commit.place), commit);
    this.commitsOf = groupBy(commits, aggregateOf);
    const byId = groupBy(commits, (commit) => nameOf(commit, commit.commandId, null));
    const byCause = groupBy(commits, (commit) => nameOf(commit, null, commit.causationId));
    const sent = operations.filter((operation) => operation.kind === 'command');
    const claimed = new Set<CommitSeen>();
    this.commands = [...groupBy(sent, (one) => nameOf(one, one.commandId, one.causationId))].map(([name, attempts]) => {
      const isKnownById = attempts[0]?.commandId !== null;
      const own = (isKnownById ? byId : byCause).get(name) ?? [];
      for (const commit of own) claimed.add(commit);
      const invoked = attempts.reduce((first, one) => Math.min(first, one.invoked), Number.POSITIVE_INFINITY);
      return { name: wordsOf(attempts[0]), attempts, commits: own, invoked };
    });
    this.strangers = commits.filter((commit) => !claimed.has(commit));
  }

  /** The receipts of a command for what was not lost with an earlier epoch. */
  receipts({ attempts }: CommandSeen): readonly ReceiptSeen[] {
    return attempts.flatMap((attempt) => {
      const { outcome } = attempt;
      if (outcome.kind !== 'ok' || (outcome.place !== null && this.isLost(outcome.place))) return [];
      return [{ attempt, version: outcome.version, place: outcome.place }];
    });
  }

  /** The commit at a place, if it still means the same one. */
  at(place: Place): CommitSeen | null {
    const commit = this.#byPlace.get(spotOf(place));
    return commit !== undefined && samePlace(commit.place, place) ? commit : null;
  }

  /** Whether a place was lost: a later epoch began, and holds another commit there, or none. */
  isLost(place: Place): boolean {
    const then = this.epochRank(place);
    const now = this.#byPlace.get(spotOf(place));
    const last = this.#adopted.findLastIndex(({ partition }) => partition === place.partition);
    return last > then && (now === undefined || this.epochRank(now.place) > then);
  }

  /** Where a place's epoch stands among those of its partition: −1 for the one that the log began with. */
  epochRank({ partition, epoch }: Place): number {
    return this.#adopted.findIndex((one) => one.partition === partition && one.epoch === epoch);
  }
}

/** Whether two places mean the same commit. */
export function samePlace(a: Place, b: Place): boolean {
  return a.partition === b.partition && a.position === b.position && a.epoch === b.epoch && a.mark === b.mark;
}

function spotOf({ partition, position }: Place): string {
  return `${partition}:${position}`;
}

function nameOf(
  about: { readonly aggregate: string; readonly aggregateId: string },
  commandId: string | null,
  causationId: string | null,
): string {
  return JSON.stringify([aggregateOf(about), commandId, commandId === null ? causationId : null]);
}

function wordsOf(attempt: CommandOperation | undefined): string {
  if (attempt === undefined) return '';
  return `${aggregateOf(attempt)}: ${attempt.command} ${attempt.commandId ?? attempt.causationId ?? ''}`.trim();
}
