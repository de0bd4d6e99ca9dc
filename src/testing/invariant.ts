// What a user says must be true of every state, or of every row, that can be reached.
import { wordsOf } from '../kernel/error.js';

/** A user's own law. */
export interface Invariant {
  /** An aggregate's type, or the name of a projection or rollup. */
  readonly subject: string;
  /** What holds: `the total is the sum of the lines`. */
  readonly says: string;
  /** Whether it holds of a state or a row. What it throws counts as no. */
  readonly holds: (value: never) => boolean;
}

/** Whether an invariant holds of a value; a text that says why not. */
export function violationOf({ subject, says, holds }: Invariant, value: object): string | null {
  try {
    return holds(value as never) ? null : `${subject}: ${says}, and here it does not hold`;
  } catch (error) {
    return `${subject}: ${says}, and here it throws ${wordsOf(error)}`;
  }
}
