// The history checker: holds what a test's processes were told against the log in the end. Pure; knows no store and no engine.
import { judgeAnswers } from './acknowledgements.js';
import { Evidence } from './evidence.js';
import { judgeOrder } from './log-order.js';
import type { HistoryViolation, Observed } from './observed.js';
import { judgeRows, judgeTables } from './read-models.js';
import { judgeReads } from './reads.js';
import { judgeRealTime } from './real-time.js';

/**
 * Everything that is wrong with what was observed; nothing, if every promise was kept. Takes about as long as sorting what it is
 * given: an acknowledgement says where its commit lies, so that nothing has to be searched.
 *
 * In each process: `const engine = recorder(app, { session, write })(await startEngine(…))`, with `write` to a file of its own. In the
 * end: `checkHistory({ operations: operationsOf(lines), commits: await commitsSeen(app, connection), fold: plainFoldOf(app) })`.
 */
export function checkHistory(observed: Observed): readonly HistoryViolation[] {
  const evidence = new Evidence(observed);
  const { operations, commits, fold, others = false } = observed;
  return [
    ...judgeOrder(evidence, commits),
    ...judgeAnswers(evidence, { others }),
    ...judgeRealTime(evidence),
    ...judgeReads(evidence, operations),
    ...(fold === undefined ? [] : [...judgeRows(evidence, observed, fold), ...judgeTables(observed, fold)]),
  ];
}
