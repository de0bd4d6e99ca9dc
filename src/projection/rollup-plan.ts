// A rollup, taken apart once: where key and fields are found in a row. Contributions of one row. Reads and writes nothing.
import { StatefoldError } from '../kernel/error.js';
import { type IndexShape, orderValue } from '../table/index-shape.js';
import { orderText } from '../table/order-key.js';
import type { RollupDefinition, Row } from './definition.js';

/** One field of a rollup, ready to use. */
export interface FieldPlan {
  readonly name: string;
  readonly kind: 'count' | 'sum' | 'max' | 'min';
  readonly source: ValueSource | null;
  /** Name of the index that holds every row's value of a `max` or `min`: the next one is found there when the best goes. */
  readonly extremeIndex: string | null;
}

/** Where a value is found: in the row, or in each element of the unnested array. */
export interface ValueSource {
  readonly field: string;
  readonly inElement: boolean;
}

/** A rollup, ready to use. */
export interface RollupPlan {
  readonly definition: RollupDefinition;
  readonly key: ValueSource;
  readonly fields: readonly FieldPlan[];
  readonly shapes: readonly IndexShape[];
}

/** What one row adds to one group. */
export interface Contribution {
  /** The group's value. */
  readonly key: unknown;
  /** By field of the plan: the sum or extreme over the row's elements in this group; `undefined` = none. */
  readonly values: readonly unknown[];
}

/** Plans a rollup with the index shapes that queries of its rows need. */
export function rollupPlan(definition: RollupDefinition, shapes: readonly IndexShape[]): RollupPlan {
  const fields = Object.entries(definition.fields).map(([name, field]): FieldPlan => {
    if (field.kind === 'count') return { name, kind: 'count', source: null, extremeIndex: null };
    const extremeIndex = field.kind === 'sum' ? null : `${field.kind}:${name}`;
    return { name, kind: field.kind, source: sourceOf(definition, field.path), extremeIndex };
  });
  return { definition, key: sourceOf(definition, definition.key), fields, shapes };
}

function sourceOf({ unnest }: RollupDefinition, path: string): ValueSource {
  const prefix = `${unnest}.`;
  return unnest !== null && path.startsWith(prefix)
    ? { field: path.slice(prefix.length), inElement: true }
    : { field: path, inElement: false };
}

/** The key of a group's row: the group's value as ordered text. */
export function groupKey(value: unknown): string {
  return orderText(orderValue(value));
}

const NOTHING: ReadonlyMap<string, Contribution> = new Map();

/**
 * What a row adds, by group key. A row adds to no group if `where` excludes it, its key is absent, or its array is empty.
 * Absent and `null` values add nothing to a sum; an absent value is not in a `max` or `min`.
 */
export function contributionsOf(plan: RollupPlan, row: Row | null): ReadonlyMap<string, Contribution> {
  if (row === null || !isIncluded(plan.definition, row)) return NOTHING;
  const { unnest } = plan.definition;
  const elements = unnest === null ? [row] : ((row[unnest] ?? []) as readonly Row[]);
  const groups = new Map<string, { key: unknown; values: unknown[] }>();
  for (const element of elements) {
    const key = valueAt(plan.key, row, element);
    if (key === undefined) continue;
    const group = groupKey(key);
    const contribution = groups.get(group);
    if (contribution === undefined)
      groups.set(group, { key, values: plan.fields.map((f) => firstValue(plan, f, row, element)) });
    else addElement(plan, contribution.values, row, element);
  }
  return groups;
}

function isIncluded({ where }: RollupDefinition, row: Row): boolean {
  for (const field in where) {
    if (!where[field]?.includes(row[field] as string)) return false;
  }
  return true;
}

function valueAt(source: ValueSource, row: Row, element: Row): unknown {
  return source.inElement ? element[source.field] : row[source.field];
}

function firstValue(plan: RollupPlan, field: FieldPlan, row: Row, element: Row): unknown {
  if (field.source === null) return undefined;
  const value = valueAt(field.source, row, element);
  return field.kind === 'sum' ? addTerm(plan, field, undefined, value) : value;
}

function addElement(plan: RollupPlan, values: unknown[], row: Row, element: Row): void {
  plan.fields.forEach((field, index) => {
    if (field.source === null) return;
    // A field of the row itself counts once for each of the row's elements in the group, as in SQL.
    const value = valueAt(field.source, row, element);
    values[index] =
      field.kind === 'sum' ? addTerm(plan, field, values[index], value) : better(field.kind, values[index], value);
  });
}

/** Adds to a sum what may be nothing (`null`, absent). Past the safe integers, or for another type, the fold halts. */
export function addTerm(plan: RollupPlan, field: FieldPlan, sum: unknown, term: unknown): number | bigint | undefined {
  if (term === undefined || term === null) return sum as number | bigint | undefined;
  if (typeof term === 'bigint') return typeof sum === 'bigint' ? sum + term : term;
  const total = (typeof sum === 'number' ? sum : 0) + (term as number);
  if (typeof term === 'number' && Number.isSafeInteger(total) && typeof sum !== 'bigint') return total;
  const where = `${plan.definition.name}.${field.name}`;
  throw new StatefoldError(
    'DEFECT',
    `${where}: the sum is no safe integer. Sum a bigint, or smaller units less often.`,
    { where },
  );
}

/** The larger or smaller of two values. `undefined` = no value; `null` only beats that. */
export function better(kind: FieldPlan['kind'], a: unknown, b: unknown): unknown {
  if (a === undefined || b === undefined) return a === undefined ? b : a;
  if (a === null || b === null) return a === null ? b : a;
  const isGreater = orderText(orderValue(b)) > orderText(orderValue(a));
  return isGreater === (kind === 'max') ? b : a;
}
