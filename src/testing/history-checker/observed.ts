// Everything that the history checker judges: what was asked and told, and what is there in the end. Holds no code but its shape.
import type { Row } from '../../projection/definition.js';
import type { CommitSeen } from './commit-seen.js';
import type { Operation } from './operation.js';
import type { PlainFold } from './plain-fold.js';

/** A log began a new epoch: what was acknowledged in an earlier one, and is not in the log now, was lost with its server. */
export interface Adoption {
  readonly partition: number;
  readonly epoch: string;
  /** When the test knew of it, on the clock of the operations. What was read before may have been lost since. */
  readonly at: number;
  /** When every engine knew of it: rows that were read before may lack what they promised. `at` when absent. */
  readonly rowsAt?: number;
}

/** The rows of one read model as they were read when nothing was going on any more. */
export interface TableSeen {
  /** Of a projection or rollup. */
  readonly table: string;
  /** Whether they were folded while things happened, or anew afterwards. */
  readonly which: 'live' | 'rebuilt';
  readonly rows: readonly Row[];
  /** By partition, the position up to which they are folded; `null` = to the log's end. */
  readonly upTo: readonly number[] | null;
}

/** Everything that is judged. */
export interface Observed {
  readonly operations: readonly Operation[];
  /** The log in the end: partition by partition, each in its order. */
  readonly commits: readonly CommitSeen[];
  /** In the order in which the epochs began; none when absent. */
  readonly adopted?: readonly Adoption[];
  /** Whether others append too: then a commit that no operation asked for is no violation. Default false. */
  readonly others?: boolean;
  /** Rows in the end; not judged when absent. */
  readonly tables?: readonly TableSeen[];
  /** What rows must be: `plainFoldOf(app)`. Without it neither `tables` nor reads of rows are judged. */
  readonly fold?: PlainFold;
}

/**
 * Which rule something violates.
 * - `acknowledged`: what was acknowledged is in the log exactly once, at the version and place of its receipt.
 * - `refused`: what definitely failed is not in the log, nor is anything that nobody asked for.
 * - `unknown`: what nobody can say is in the log once or not at all.
 * - `order`: versions of an aggregate follow each other from 1, positions of a partition too, and epochs never go back.
 * - `real time`: what was asked after an acknowledgement stands behind it.
 * - `reads`: what was seen is a beginning of the log, holds all that was acknowledged before, and never shrinks for one who reads on;
 *   a refusal is a read.
 * - `read models`: rows are what a fold of the log gives, live and rebuilt.
 */
export type Rule = 'acknowledged' | 'refused' | 'unknown' | 'order' | 'real time' | 'reads' | 'read models';

/** One thing that must not be. */
export interface HistoryViolation {
  readonly rule: Rule;
  /** What is wrong, in words. */
  readonly what: string;
}
