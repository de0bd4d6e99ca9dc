// Rows in the order of their keys: two tables are compared whatever order they were read in.
import type { AppDefinition } from '../engine/app-definition.js';
import type { Row } from '../projection/definition.js';
import { comparePlain } from './plain-order.js';
import type { RowsByTable } from './staged-app.js';

/** The field that tells the rows of a read model apart. Throws a `TypeError` for an unknown one. */
export function keyFieldOf({ projections, rollups }: AppDefinition, table: string): string {
  const key =
    projections.find(({ name }) => name === table)?.key ?? rollups.find(({ name }) => name === table)?.keyField;
  if (key === undefined) throw new TypeError(`${table} is no projection or rollup of this domain.`);
  return key;
}

/** The tables with their rows in the order of their keys. */
export function sortedRows(app: AppDefinition, tables: RowsByTable): RowsByTable {
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => {
      const key = keyFieldOf(app, table);
      return [table, [...rows].sort((a: Row, b: Row) => comparePlain(a[key], b[key]))];
    }),
  );
}
