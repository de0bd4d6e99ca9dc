// The rule of the log itself: versions and positions follow each other, and epochs never go back.
import { groupBy } from '../group-by.js';
import type { CommitSeen } from './commit-seen.js';
import type { Evidence } from './evidence.js';
import type { HistoryViolation } from './observed.js';

/** What is wrong with the order of a log's commits. */
export function* judgeOrder(evidence: Evidence, commits: readonly CommitSeen[]): Generator<HistoryViolation> {
  for (const [partition, own] of groupBy(commits, ({ place }) => place.partition)) {
    let position = 0;
    let epoch = Number.NEGATIVE_INFINITY;
    for (const { place } of own) {
      if (place.position !== position + 1) {
        const what = `Partition ${partition}: position ${place.position} comes behind position ${position}.`;
        yield { rule: 'order', what };
      }
      const rank = evidence.epochRank(place);
      if (rank < epoch) {
        const what = `Partition ${partition}: position ${place.position} is of epoch ${place.epoch}, and a later epoch comes before it.`;
        yield { rule: 'order', what };
      }
      position = place.position;
      epoch = Math.max(epoch, rank);
    }
  }
  for (const [aggregate, own] of evidence.commitsOf) {
    let version = 0;
    for (const commit of own) {
      if (commit.version !== version + commit.stored) {
        const what = `${aggregate}: ${commit.commandId} stored ${commit.stored} events on version ${version}, and says version ${commit.version}.`;
        yield { rule: 'order', what };
      }
      version = commit.version;
    }
  }
}
