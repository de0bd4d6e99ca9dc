// A domain with one more query, by which tests read every row of every read model. Nothing else is changed.
import type { AppDefinition } from '../engine/app-definition.js';
import { methodName } from '../engine/bus-methods.js';
import { assertNotStale } from '../engine/stale-code.js';
import type { Row } from '../projection/definition.js';

const ALL_ROWS = 'StatefoldAllRows';

/** The method of the query bus that answers with all rows. */
export const ALL_ROWS_METHOD = methodName(ALL_ROWS);

/** The rows of all read models, by name of projection or rollup. */
export type RowsByTable = Readonly<Record<string, readonly Row[]>>;

/** The domain with the query. Whether its code is stale is looked at here, once, and not by each of its many engines. */
export function stagedApp(given: AppDefinition): AppDefinition {
  assertNotStale(given);
  const { sources: _, ...app } = given;
  const tables = tablesOf(given);
  const handle = async ({ rows }: { rows: Readonly<Record<string, { all(): AsyncIterable<Row> }>> }) => {
    const found: Record<string, Row[]> = {};
    for (const table of tables) {
      const list: Row[] = [];
      for await (const row of rows[table]?.all() ?? []) list.push(row);
      found[table] = list;
    }
    return found;
  };
  const none = { type: 'object', properties: {}, required: [], additionalProperties: false } as const;
  return {
    ...app,
    schemas: { ...app.schemas, [ALL_ROWS]: none },
    queries: [...app.queries, { kind: 'handler', name: ALL_ROWS, sources: tables, handle: handle as never }],
  };
}

/** The names of all read models. */
export function tablesOf({ projections, rollups }: AppDefinition): readonly string[] {
  return [...projections, ...rollups].map(({ name }) => name);
}
