// Law: whatever happens while events are folded, the read models are what a fold from the beginning gives.
import fc from 'fast-check';
import type { AppDefinition } from '../../engine/app-definition.js';
import type { Engine } from '../../engine/engine.js';
import type { Receipt } from '../../kernel/place.js';
import { Broken, must, mustEqual } from '../broken.js';
import { circumstances, FOLDING, QUIET } from '../circumstances.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { onStage } from '../on-stage.js';
import { plainRows } from '../plain-rows.js';
import { sortedRows } from '../sorted-rows.js';
import type { Stage, Told } from '../stage.js';
import type { RowsByTable } from '../staged-app.js';

/** Rows, rollups and indexes equal a fold of the whole log, after any batches, crashes, duplicates, pauses, with any workers. */
export const rebuiltEqualsLive: Law = {
  name: 'rebuilt = live',
  says: 'every projection and rollup, and every index, equals a fold from the first event, whatever happened while it was folded',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({ history: historiesOf(domain, { commands }), circumstances: circumstances(FOLDING, commands) }),
  check: (context, tried) => onStage(context, tried, (stage) => holds(context, tried, stage)),
};

async function holds({ app }: LawContext, tried: Case, stage: Stage): Promise<void> {
  if (app.projections.length === 0) return;
  const told = await stage.play(tried.history);
  await seesItsOwn(app, told, stage);
  await stage.caughtUp();
  const folded = plainRows(app, await stage.streams(tried.history));
  mustBeFolded('live', app, { rows: await stage.rows(), folded });
  await mustVerify(app, stage.engine());
  if ((tried.circumstances ?? QUIET).partitions % 2 === 0) return;
  for (const { name } of app.projections) await stage.engine().projections.rebuild(name);
  mustBeFolded('rebuilt', app, { rows: await stage.rows(), folded });
}

/** Throws where the rows of read models are not what a plain fold of all events gives. */
export function mustBeFolded(
  which: 'live' | 'rebuilt',
  app: AppDefinition,
  { rows, folded }: { readonly rows: RowsByTable; readonly folded: RowsByTable },
): void {
  mustEqual(
    `The ${which} read models are not what a fold from the first event gives.`,
    sortedRows(app, rows),
    sortedRows(app, folded),
  );
}

/** Throws where the engine's own comparison with the log finds a difference, in rows or indexes. */
export async function mustVerify(app: AppDefinition, { projections }: Engine): Promise<void> {
  for (const { name } of app.projections) {
    const { differences } = await projections.verify(name);
    if (differences.length > 0)
      throw new Broken(`${name} is not what its events say.`, { expected: [], actual: differences });
  }
}

/** Whoever waits for a receipt finds what it wrote, whichever engine folds. */
async function seesItsOwn(app: AppDefinition, told: readonly Told[], stage: Stage): Promise<void> {
  const last = new Map<string, Receipt>();
  for (const { answer } of told) {
    if (!('receipt' in answer)) continue;
    const { aggregate, aggregateId, version } = answer.receipt;
    if (!app.projections.some((projection) => projection.aggregate === aggregate)) continue;
    const known = last.get(`${aggregate} ${aggregateId}`);
    if (known === undefined || known.version < version) last.set(`${aggregate} ${aggregateId}`, answer.receipt);
  }
  for (const receipt of last.values()) {
    const { stale } = await stage.rowsAfter(receipt);
    must(
      !stale,
      () => `A query that waited for version ${receipt.version} of ${receipt.aggregateId} was answered without it.`,
    );
  }
}
