// What rows must be, worked out plainly from the commits of a log. Shares nothing with what an engine does.
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import type { Row } from '../../projection/definition.js';
import { groupBy } from '../group-by.js';
import { plainRows, rowsAfterEach } from '../plain-rows.js';
import type { CommitSeen } from './commit-seen.js';
import { aggregateOf } from './operation.js';

/** Works rows out of commits. */
export interface PlainFold {
  /** All rows of all read models, by name of projection or rollup, in no order. */
  tables(commits: readonly CommitSeen[]): Readonly<Record<string, readonly Row[]>>;
  /** The row of one aggregate in a projection: before its first commit, and after each. Throws a `TypeError` for an unknown projection. */
  rows(table: string, commits: readonly CommitSeen[]): readonly (Row | null)[];
}

/** The plain fold of a domain. */
export function plainFoldOf<T extends DomainTypes>(given: AppDefinition<T>): PlainFold {
  const app = given as unknown as AppDefinition;
  return {
    tables: (commits) => {
      const streams = [...groupBy(commits, aggregateOf).values()].map((own) => ({
        type: own[0]?.aggregate ?? '',
        events: own.flatMap(({ events }) => events),
      }));
      return plainRows(app, streams);
    },
    rows: (table, commits) => {
      const projection = app.projections.find(({ name }) => name === table);
      if (projection === undefined) throw new TypeError(`${table} is no projection of this domain.`);
      const afterEach = [
        ...rowsAfterEach(
          projection,
          commits.flatMap(({ events }) => events),
        ),
      ];
      const after: (Row | null)[] = [null];
      let count = 0;
      for (const { events } of commits) {
        count += events.length;
        after.push(afterEach[count - 1] ?? null);
      }
      return after;
    },
  };
}
