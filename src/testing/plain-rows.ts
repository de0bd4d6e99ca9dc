// What read models must hold, worked out plainly from the events: fold by fold, and a group-by for each rollup. The oracle: it shares
// nothing with what the engine does.
import type { AppDefinition } from '../engine/app-definition.js';
import type { Message } from '../kernel/message.js';
import type { Fold, ProjectionDefinition, RollupDefinition, RollupField, Row } from '../projection/definition.js';
import { comparePlain } from './plain-order.js';
import type { RowsByTable } from './staged-app.js';

/** The events of one aggregate, in order. */
export interface Stream {
  readonly type: string;
  readonly events: readonly Message[];
}

/** Hears of each fold case that ran: `OrderSummary creates on OrderPlaced`. */
export type OnCase = (name: string) => void;

/** The rows of all read models, in no order. */
export function plainRows(app: AppDefinition, streams: readonly Stream[]): RowsByTable {
  const tables: Record<string, readonly Row[]> = {};
  for (const projection of app.projections) {
    tables[projection.name] = streams
      .filter(({ type }) => type === projection.aggregate)
      .map(({ events }) => plainRow(projection, events))
      .filter((row) => row !== null);
  }
  for (const rollup of app.rollups) tables[rollup.name] = plainGroups(rollup, tables[rollup.source] ?? []);
  return tables;
}

/** The row of one aggregate; `null` = none. */
export function plainRow(projection: ProjectionDefinition, events: readonly Message[], onCase?: OnCase): Row | null {
  let last: Row | null = null;
  for (const row of rowsAfterEach(projection, events, onCase)) last = row;
  return last;
}

/** The row of one aggregate after each of its events; each is folded when its row is asked for. */
export function* rowsAfterEach(
  { name, folds }: ProjectionDefinition,
  events: readonly Message[],
  onCase: OnCase = () => {},
): Generator<Row | null> {
  let row: Row | null = null;
  for (const event of events) {
    const update: Fold | undefined = row === null ? undefined : folds.updates[event.type];
    const fold: Fold | undefined = update ?? folds.creates[event.type];
    if (fold !== undefined) {
      onCase(`${name} ${update === undefined ? 'creates' : 'updates'} on ${event.type}`);
      row = fold({ row, event });
    }
    yield row;
  }
}

/** The groups of some rows. */
export function plainGroups(rollup: RollupDefinition, rows: readonly Row[]): readonly Row[] {
  const groups = new Map<unknown, { key: unknown; rows: Set<Row>; elements: { row: Row; element: Row }[] }>();
  for (const row of rows) {
    if (!Object.entries(rollup.where).every(([field, values]) => values.includes(row[field] as string))) continue;
    const elements = rollup.unnest === null ? [row] : ((row[rollup.unnest] ?? []) as readonly Row[]);
    for (const element of elements) {
      const key = at(rollup, rollup.key, row, element);
      if (key === undefined) continue;
      const identity = key instanceof Date ? `date ${key.getTime()}` : key;
      const group = groups.get(identity) ?? { key, rows: new Set(), elements: [] };
      groups.set(identity, group);
      group.rows.add(row);
      group.elements.push({ row, element });
    }
  }
  return [...groups.values()].map((group) => {
    const found: Record<string, unknown> = { [rollup.keyField]: group.key };
    for (const [name, field] of Object.entries(rollup.fields)) {
      const values =
        field.kind === 'count' ? [] : group.elements.map(({ row, element }) => at(rollup, field.path, row, element));
      const value = field.kind === 'count' ? group.rows.size : aggregated(field.kind, values);
      if (value !== undefined) found[name] = value;
    }
    return found;
  });
}

function at({ unnest }: RollupDefinition, path: string, row: Row, element: Row): unknown {
  const prefix = `${unnest}.`;
  return unnest !== null && path.startsWith(prefix) ? element[path.slice(prefix.length)] : row[path];
}

function aggregated(kind: Exclude<RollupField['kind'], 'count'>, values: readonly unknown[]): unknown {
  const present = values.filter((value) => value !== undefined);
  const known = present.filter((value) => value !== null);
  if (kind === 'sum') {
    if (known.length === 0) return 0;
    return typeof known[0] === 'bigint'
      ? (known as bigint[]).reduce((sum, value) => sum + value, 0n)
      : (known as number[]).reduce((sum, value) => sum + value, 0);
  }
  // `null` counts only where there is nothing else.
  const [first, ...rest] = known.length > 0 ? known : present;
  return rest.reduce((best, value) => (comparePlain(value, best) > 0 === (kind === 'max') ? value : best), first);
}
