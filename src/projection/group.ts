// The row of a group: one partition's part of it as stored, and what queries see. Adds parts up.
import { encodeCanonical } from '../codec/packer.js';
import { decodeValue } from '../codec/unpacker.js';
import type { Row } from './definition.js';
import { addTerm, better, type FieldPlan, type RollupPlan } from './rollup-plan.js';

/** One partition's part of a group. Never without rows: a group that has none has no part. */
export interface Part {
  readonly key: unknown;
  /** How many rows are in it. */
  readonly rows: number;
  /** By field of the plan: how many rows have something to sum there. A sum of nothing is 0, of whatever type. */
  readonly terms: readonly number[];
  /** By field of the plan: sum or extreme; `undefined` = none. */
  readonly values: readonly unknown[];
}

/** A part as it is stored: what queries see, and the bookkeeping beside it. */
interface StoredPart {
  readonly row: Row;
  readonly rows: number;
  readonly terms: readonly number[];
}

export function encodePart(plan: RollupPlan, part: Part): Uint8Array {
  const stored: StoredPart = { row: groupRow(plan, part), rows: part.rows, terms: part.terms };
  return encodeCanonical(stored);
}

export function decodePart(plan: RollupPlan, bytes: Uint8Array): Part {
  const { row, rows, terms } = decodeValue(bytes) as StoredPart;
  const values = plan.fields.map(({ name, kind }, index) =>
    kind === 'sum' && terms[index] === 0 ? undefined : row[name],
  );
  return { key: row[plan.definition.keyField], rows, terms, values };
}

/** The row of a group that queries see, of a stored part that is the whole group. */
export function decodeGroupRow(bytes: Uint8Array): Row {
  return (decodeValue(bytes) as StoredPart).row;
}

/** The row of a group that queries see. A `max` or `min` over no value is absent. */
export function groupRow(plan: RollupPlan, part: Part): Row {
  const row: Record<string, unknown> = { [plan.definition.keyField]: part.key };
  plan.fields.forEach((field, index) => {
    const value = visible(field, part, index);
    if (value !== undefined) row[field.name] = value;
  });
  return row;
}

function visible({ kind }: FieldPlan, part: Part, index: number): unknown {
  if (kind === 'count') return part.rows;
  return kind === 'sum' ? (part.values[index] ?? 0) : part.values[index];
}

/** The parts of one group in all partitions, as one. */
export function mergeParts(plan: RollupPlan, a: Part, b: Part): Part {
  return {
    key: a.key,
    rows: a.rows + b.rows,
    terms: plan.fields.map((_, index) => (a.terms[index] ?? 0) + (b.terms[index] ?? 0)),
    values: plan.fields.map((field, index) => {
      if (field.kind === 'count') return undefined;
      const [x, y] = [a.values[index], b.values[index]];
      return field.kind === 'sum' ? addTerm(plan, field, x, y) : better(field.kind, x, y);
    }),
  };
}
