// What a user says must be true of every state, or of every row, that can be reached.
import { wordsOf } from '../kernel/error.js';
import { isFunction, isObject, listOf } from '../kernel/option-kinds.js';

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

/** Whether an invariant holds of a value; a text that says why not. */
export function violationOf({ subject, says, holds }: Invariant, value: object): string | null {
  try {
    return holds(value as never) ? null : `${subject}: ${says}, and here it does not hold`;
  } catch (error) {
    return `${subject}: ${says}, and here it throws ${wordsOf(error)}`;
  }
}
