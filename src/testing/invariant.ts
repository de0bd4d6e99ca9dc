// What a user says must be true of every state, or of every row, that can be reached.
import type { AppDefinition } from '../engine/app-definition.js';
import { wordsOf } from '../kernel/error.js';
import { isFunction, isObject, listOf } from '../kernel/option-kinds.js';
import { adviceOn } from '../kernel/unknown-options.js';

/** A user's own law. */
export interface Invariant {
  /** An aggregate's type, or the name of a projection or rollup. */
  readonly subject: string;
  /** What holds: `the total is the sum of the lines`. */
  readonly says: string;
  /** Whether it holds of a state or a row. What it throws counts as no. */
  readonly holds: (value: never) => boolean;
}

/** What `invariants` must be among options. */
export const INVARIANTS = listOf(
  'a list of invariants, each with subject, says and holds',
  (one) => isObject(one) && typeof one.subject === 'string' && typeof one.says === 'string' && isFunction(one.holds),
);

/** Throws a `TypeError` for an invariant of what a domain does not have: it would be asked of nothing, and so hold. */
export function assertSubjects(
  invariants: readonly Invariant[],
  { aggregates, projections, rollups }: Pick<AppDefinition, 'aggregates' | 'projections' | 'rollups'>,
): void {
  const known = [...aggregates.map(({ type }) => type), ...[...projections, ...rollups].map(({ name }) => name)];
  for (const { subject, says } of invariants) {
    if (known.includes(subject)) continue;
    const advice = adviceOn(subject, known);
    throw new TypeError(`The invariant "${says}" is of ${subject}, which this domain does not have (${advice}).`);
  }
}

/** Whether an invariant holds of a value; a text that says why not. */
export function violationOf({ subject, says, holds }: Invariant, value: object): string | null {
  try {
    return holds(value as never) ? null : `${subject}: ${says}, and here it does not hold`;
  } catch (error) {
    return `${subject}: ${says}, and here it throws ${wordsOf(error)}`;
  }
}
