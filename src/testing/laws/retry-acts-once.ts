// Law: a command that is sent again acts once, and its sender gets the first receipt again.
import fc from 'fast-check';
import type { Receipt } from '../../kernel/place.js';
import { must, mustEqual } from '../broken.js';
import { circumstances, SENDING } from '../circumstances.js';
import { commandIdOf, type History } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law } from '../law.js';
import { onStage } from '../on-stage.js';
import type { Stage, Told } from '../stage.js';

/** Across restarts, lost requests and lost replies, from whichever engine. */
export const retryActsOnce: Law = {
  name: 'a retried command acts once',
  says: 'a command that is sent again with its id acts once and gets the first receipt, after restarts and lost replies too',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({
      history: historiesOf(domain, { commands, isRush: true }),
      circumstances: circumstances(SENDING, commands),
    }),
  check: (context, tried) => onStage(context, tried, (stage) => holds(tried, stage)),
};

async function holds({ history }: Case, stage: Stage): Promise<void> {
  const told = await stage.play(history);
  const versions = await versionsByCommand(stage, history);
  for (const index of history.keys()) {
    const commandId = commandIdOf(index);
    const commits = versions.get(commandId) ?? [];
    must(
      commits.length <= 1,
      () => `${commandId} acted ${commits.length} times, at the versions ${commits.join(', ')}.`,
    );
    const receipts = told.filter((one) => one.index === index).flatMap(receiptOf);
    const [first, ...others] = receipts;
    if (first === undefined) continue;
    for (const other of others) mustEqual(`${commandId} got two receipts.`, other, first);
    // A decision of no events leaves nothing.
    if (commits.length === 0) {
      must(
        await isEmpty(stage, first),
        () => `${commandId} was acknowledged at version ${first.version}, and is not in the log.`,
      );
    } else {
      must(
        commits[0] === first.version,
        () => `${commandId} acted at version ${commits[0]}, and its receipt says ${first.version}.`,
      );
    }
  }
}

/** Whether no event stands at the version of a receipt that is its own. */
async function isEmpty(stage: Stage, { aggregate, aggregateId, version }: Receipt): Promise<boolean> {
  return (await stage.events(aggregate, aggregateId)).length >= version;
}

/** By what caused them: the versions that each command's commits lead to. */
async function versionsByCommand(stage: Stage, history: History): Promise<ReadonlyMap<string, readonly number[]>> {
  const commits = new Map<string, Map<string, number>>();
  for (const { events } of await stage.streams(history)) {
    for (const { id, version, metadata } of events) {
      const cause = metadata.causationId ?? '';
      const own = commits.get(cause) ?? new Map<string, number>();
      // A commit is told by its first event: each event's id is its command's and a number.
      const first = version - Number(id.slice(id.lastIndexOf('#') + 1));
      own.set(`${id.slice(0, id.lastIndexOf('#'))} ${first}`, version);
      commits.set(cause, own);
    }
  }
  return new Map([...commits].map(([cause, own]) => [cause, [...own.values()]]));
}

function receiptOf({ answer }: Told): readonly Receipt[] {
  return 'receipt' in answer ? [answer.receipt] : [];
}
