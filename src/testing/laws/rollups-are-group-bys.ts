// Law: a rollup is a group-by over the rows, and nothing else: neither order nor partitions nor the past show in it.
import fc from 'fast-check';
import type { AppDefinition } from '../../engine/app-definition.js';
import { mustEqual } from '../broken.js';
import { circumstances, QUIET } from '../circumstances.js';
import { historiesOf } from '../history-arbitrary.js';
import type { Case, Law, LawContext } from '../law.js';
import { onStage } from '../on-stage.js';
import { plainGroups } from '../plain-rows.js';
import { sortedRows } from '../sorted-rows.js';
import type { Stage } from '../stage.js';
import type { RowsByTable } from '../staged-app.js';

/** However rows came, changed, moved and left. */
export const rollupsAreGroupBys: Law = {
  name: 'rollups are group-bys',
  says: 'every rollup equals grouping the rows afresh, however they changed, moved and left, and however they are partitioned',
  needsStore: true,
  share: 1,
  cases: (domain, commands) =>
    fc.record({
      history: historiesOf(domain, { commands }),
      circumstances: circumstances({ pause: 6, 'folding stops': 1, 'folding starts': 2 }, commands),
    }),
  check: async (context, tried) => {
    if (context.app.rollups.length === 0) return;
    const rows = await onStage(context, tried, (stage) => holds(context, tried, stage));
    const { partitions } = tried.circumstances ?? QUIET;
    if (partitions === 1) return;
    // What happens side by side may end otherwise elsewhere: partitions are compared where commands follow each other.
    const calm = tried.history.map(({ alongside, again, from, ...sent }) => sent);
    const calmOn = (parts: number) => {
      const alone = { history: calm, circumstances: { ...QUIET, partitions: parts } };
      return onStage(context, alone, (stage) => holds(context, alone, stage));
    };
    const whole = await calmOn(1);
    const parted = tried.history.some(isEventful) ? await calmOn(partitions) : rows;
    mustEqual(`The rollups of ${partitions} partitions are not those of one.`, parted, whole);
  },
};

function isEventful({ alongside, again, from }: Case['history'][number]): boolean {
  return alongside !== undefined || again !== undefined || from !== undefined;
}

async function holds({ app }: LawContext, { history }: Case, stage: Stage): Promise<RowsByTable> {
  await stage.play(history);
  await stage.caughtUp();
  return mustBeGroupBys(app, await stage.rows());
}

/** Throws where a rollup is not what grouping the rows gives. Answers with the rollups, in the order of their keys. */
export function mustBeGroupBys(app: AppDefinition, rows: RowsByTable): RowsByTable {
  const expected = Object.fromEntries(
    app.rollups.map((rollup) => [rollup.name, plainGroups(rollup, rows[rollup.source] ?? [])]),
  );
  const found = sortedRows(app, Object.fromEntries(app.rollups.map(({ name }) => [name, rows[name] ?? []])));
  mustEqual('A rollup is not what grouping the rows gives.', found, sortedRows(app, expected));
  return found;
}
