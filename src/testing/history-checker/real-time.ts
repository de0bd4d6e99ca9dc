// The rule of real time: what was asked after an acknowledgement stands behind it.
import { groupBy } from '../group-by.js';
import type { CommandSeen, Evidence } from './evidence.js';
import type { HistoryViolation } from './observed.js';
import { aggregateOf } from './operation.js';
import { type Span, walkTime } from './timeline.js';

/** A command of which one commit is in the log. */
interface Stored extends Span {
  readonly name: string;
  readonly aggregate: string;
  readonly version: number;
}

/** What stands before something that was acknowledged earlier than it was asked. */
export function* judgeRealTime(evidence: Evidence): Generator<HistoryViolation> {
  const stored = evidence.commands.flatMap((command) => storedOf(evidence, command));
  for (const own of groupBy(stored, ({ aggregate }) => aggregate).values()) {
    const found: HistoryViolation[] = [];
    let newest: Stored | null = null;
    walkTime(own, {
      told: (span) => {
        if (newest === null || span.version > newest.version) newest = span;
      },
      asked: (span) => {
        if (newest === null || span.version > newest.version) return;
        const before = `${newest.name} was acknowledged at version ${newest.version}`;
        found.push({
          rule: 'real time',
          what: `${span.name} was asked after ${before}, and stands at ${span.version}.`,
        });
      },
    });
    yield* found;
  }
}

/** A retry gets the first receipt: a command counts from when it was sent first to when its commit was first acknowledged. */
function storedOf(evidence: Evidence, command: CommandSeen): readonly Stored[] {
  const { name, attempts, commits, invoked } = command;
  const [commit] = commits;
  const [attempt] = attempts;
  if (commit === undefined || attempt === undefined || commits.length > 1) return [];
  const ends = evidence
    .receipts(command)
    .filter(({ version }) => version === commit.version)
    .map((receipt) => receipt.attempt.returned ?? Number.POSITIVE_INFINITY);
  const returned = ends.length === 0 ? null : Math.min(...ends);
  return [{ name, aggregate: aggregateOf(attempt), version: commit.version, invoked, returned }];
}
