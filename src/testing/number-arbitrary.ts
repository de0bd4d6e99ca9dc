// Arbitraries of numbers, within bounds and in steps. Never −0, NaN or infinite.
import fc from 'fast-check';
import { isMultipleOf } from '../schema/plain.js';
import type { NumberSchema } from '../schema/schema.js';
import { feasible } from './feasible.js';

/** 0.3 / 0.1 is a little less than 3. */
const ROUNDING = 1e-9;

/** Numbers that a schema accepts. Throws a `TypeError` where its constraints leave none. */
export function numberArbitrary(where: string, schema: NumberSchema): fc.Arbitrary<number> {
  const whole = schema.type === 'integer';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const widest = whole ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
  const first = Math.max(minimum ?? -widest, exclusiveMinimum ?? -widest, -widest);
  const last = Math.min(maximum ?? widest, exclusiveMaximum ?? widest, widest);
  const accepts = (value: number): boolean =>
    value >= first &&
    value <= last &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum) &&
    (!whole || Number.isSafeInteger(value)) &&
    (multipleOf === undefined || isMultipleOf(value, multipleOf));
  if (multipleOf !== undefined)
    return feasible(where, steps(where, first, last, whole ? wholeStep(multipleOf) : multipleOf), accepts);
  // Bounds first, as whole numbers: a filter over a handful of values would rarely hit.
  const low = exclusiveMinimum === first && Number.isInteger(first) ? first + 1 : Math.ceil(first);
  const high = exclusiveMaximum === last && Number.isInteger(last) ? last - 1 : Math.floor(last);
  if (whole) return integers(where, low, high);
  if (first > last) throw new TypeError(`${where}: its maximum is below its minimum.`);
  const excluded = { minExcluded: first === exclusiveMinimum, maxExcluded: last === exclusiveMaximum };
  if (first === last && (excluded.minExcluded || excluded.maxExcluded))
    throw new TypeError(`${where}: its constraints leave no number.`);
  const all = fc.double({ min: first, max: last, ...excluded, noNaN: true, noDefaultInfinity: true });
  // −0 becomes 0, which is out of bounds where 0 is excluded.
  const checked = all.map(positiveZero).filter(accepts);
  const countable = low <= high && Number.isSafeInteger(low) && Number.isSafeInteger(high);
  return countable ? fc.oneof(integers(where, low, high), checked) : checked;
}

function steps(where: string, first: number, last: number, step: number): fc.Arbitrary<number> {
  // Beyond 15 digits a multiple of a fraction is no longer the number that its decimal digits say; beyond 2⁵³ one of 5 may be none.
  const most = Number.isInteger(step) ? Math.floor(Number.MAX_SAFE_INTEGER / step) : 1_000_000_000;
  const low = Math.max(Math.ceil(first / step - ROUNDING), -most);
  const high = Math.min(Math.floor(last / step + ROUNDING), most);
  return integers(where, low, high).map((count) => positiveZero(decimal(count * step)));
}

/** The smallest whole multiple of a step: whole numbers in steps of 0.25 are those in steps of 1. */
function wholeStep(step: number): number {
  for (let times = 1; times <= 1000; times++) {
    if (Number.isInteger(decimal(step * times))) return decimal(step * times);
  }
  return step;
}

/** 3 · 0.1 as 0.3, the number that somebody would write. */
function decimal(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

function integers(where: string, min: number, max: number): fc.Arbitrary<number> {
  if (min > max) throw new TypeError(`${where}: its constraints leave no number.`);
  return fc.integer({ min: positiveZero(min), max: positiveZero(max) });
}

function positiveZero(value: number): number {
  return value + 0;
}
