// The rules of what senders were told: acknowledged once, refused never, unknown at most once.
import type { CommitSeen } from './commit-seen.js';
import { type CommandSeen, type Evidence, type ReceiptSeen, samePlace } from './evidence.js';
import type { HistoryViolation } from './observed.js';
import { aggregateOf } from './operation.js';

/** What is wrong with what senders were told. */
export function* judgeAnswers(
  evidence: Evidence,
  { others }: { readonly others: boolean },
): Generator<HistoryViolation> {
  for (const command of evidence.commands) {
    const receipts = evidence.receipts(command);
    yield* judgeCount(command, receipts);
    for (const receipt of receipts) yield* judgeReceipt(evidence, command, receipt);
  }
  if (others) return;
  for (const commit of evidence.strangers) {
    yield { rule: 'refused', what: `${standing(commit)}, and nobody asked for it.` };
  }
}

function* judgeCount(
  { name, attempts, commits }: CommandSeen,
  receipts: readonly ReceiptSeen[],
): Generator<HistoryViolation> {
  const [first] = commits;
  if (first === undefined) return;
  if (commits.length > 1) {
    const versions = commits.map(({ version }) => version).join(', ');
    const what = `${name} acted ${commits.length} times, at the versions ${versions}.`;
    yield { rule: receipts.length > 0 ? 'acknowledged' : 'unknown', what };
    return;
  }
  const isRefused = attempts.every(({ outcome }) => outcome.kind === 'fail');
  if (!isRefused) return;
  const codes = [...new Set(attempts.map(({ outcome }) => (outcome.kind === 'fail' ? outcome.code : '')))].join(', ');
  yield { rule: 'refused', what: `${name} failed with ${codes}, and stands at version ${first.version}.` };
}

function* judgeReceipt(
  evidence: Evidence,
  { name, attempts, commits }: CommandSeen,
  receipt: ReceiptSeen,
): Generator<HistoryViolation> {
  const { version, place } = receipt;
  const isOwn = commits.some(
    (commit) => commit.version === version && place !== null && samePlace(commit.place, place),
  );
  if (isOwn) return;
  // A decision of no events leaves nothing, and so its retry may decide otherwise.
  if ((commits.length === 0 || attempts.length > 1) && standsBehind(evidence, receipt)) return;
  const found = commits.length === 0 ? 'is not in the log' : `stands ${commits.map(placeWords).join(' and ')}`;
  const told = place === null ? 'no place' : `position ${place.position} of partition ${place.partition}`;
  yield { rule: 'acknowledged', what: `${name} was acknowledged at version ${version}, ${told}, and ${found}.` };
}

/** Whether a receipt is that of a decision of no events: it tells where the aggregate stood. */
function standsBehind(evidence: Evidence, { attempt, version, place }: ReceiptSeen): boolean {
  if (place === null) return version === 0;
  const commit = evidence.at(place);
  return commit !== null && commit.version === version && aggregateOf(commit) === aggregateOf(attempt);
}

function placeWords({ version, place }: CommitSeen): string {
  return `at version ${version}, position ${place.position} of partition ${place.partition}`;
}

function standing(commit: CommitSeen): string {
  return `${aggregateOf(commit)}: command ${commit.commandId} stands ${placeWords(commit)}`;
}
