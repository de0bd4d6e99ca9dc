// Small pools of values, so that things collide: the same product, customer and amount again and again. Now and then any value.
import fc from 'fast-check';
import type { Schema } from '../schema/schema.js';

const POOL = 3;
const FROM_POOL = 9;

/** The arbitrary of a place: of text and numbers mostly a few, the same few for equal schemas; of anything else as it is. */
export function pooled(
  schema: Schema,
  made: () => fc.Arbitrary<unknown>,
  pools: Map<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<unknown> {
  const pool = poolOf(schema, made);
  if (pool === null) return made();
  const key = JSON.stringify({ ...schema, description: undefined });
  const known = pools.get(key);
  if (known !== undefined) return known;
  const mixed = fc.oneof(
    { weight: FROM_POOL, arbitrary: fc.constantFrom(...pool()) },
    { weight: 1, arbitrary: made() },
  );
  pools.set(key, mixed);
  return mixed;
}

function poolOf(schema: Schema, made: () => fc.Arbitrary<unknown>): (() => readonly unknown[]) | null {
  if (!('type' in schema)) return null;
  if (schema.type === 'string') {
    const { pattern, format, minLength = 0, maxLength = POOL } = schema;
    if (pattern === undefined && format === undefined && maxLength > 0) {
      return () => ['a', 'b', 'c'].map((letter) => letter.repeat(Math.max(1, minLength)));
    }
    return () => distinct(made());
  }
  // Small numbers: what adds up stays within limits, and what is compared is often equal.
  if (schema.type === 'integer' || schema.type === 'number') {
    return () => distinct(made()).concat(smallest(schema, made()));
  }
  return null;
}

function distinct(arbitrary: fc.Arbitrary<unknown>): unknown[] {
  const values = fc.sample(arbitrary, { numRuns: 50, seed: 1 });
  const byText = [...new Set(values)].sort((a, b) => sizeOf(a) - sizeOf(b));
  return byText.slice(0, POOL);
}

/** The small whole numbers that a schema allows. */
function smallest(
  schema: Extract<Schema, { readonly type: 'integer' | 'number' }>,
  arbitrary: fc.Arbitrary<unknown>,
): unknown[] {
  const { minimum, exclusiveMinimum, maximum = Number.POSITIVE_INFINITY, multipleOf } = schema;
  if (multipleOf !== undefined || schema.exclusiveMaximum !== undefined || exclusiveMinimum !== undefined) {
    return distinct(arbitrary);
  }
  const first = Math.ceil(minimum ?? 0);
  return [0, 1, 2, 3, 5, 10, 100].map((step) => first + step).filter((value) => value <= maximum);
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' ? value.length : Math.abs(value as number);
}
