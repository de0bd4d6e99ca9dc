// How laws are checked, and what each option of it may be. Loads nothing that only laws need: the command line reads options before it has any.
import {
  FLAG,
  isFunction,
  kindOf,
  listOf,
  MILLISECONDS,
  type OptionKinds,
  TEXT,
  WHOLE_NUMBER,
  wholeNumber,
} from '../kernel/option-kinds.js';
import { INVARIANTS, type Invariant } from './invariant.js';
import type { LAWS } from './laws/all.js';
import { OVERRIDES, type Overrides } from './overrides.js';
import type { OpenStore } from './stage.js';

/** The name of a law. */
export type LawName = (typeof LAWS)[number]['name'] | (string & {});

/** How laws are checked. Defaults stand beside each option. */
export interface LawOptions {
  /** Histories tried for each law; of laws that need no engines, three times as many. Default 100. */
  readonly runs?: number;
  /** Commands of the longest history. Default 20. */
  readonly commands?: number;
  /** Makes the same runs again. Another one each time when absent. */
  readonly seed?: number;
  /** With the seed of a failure: only that one case. */
  readonly path?: string;
  /** Only these laws. */
  readonly only?: readonly LawName[];
  /** The stores to play on. Default: `memoryStore`. */
  readonly stores?: readonly OpenStore[];
  /** Arbitraries in place of the generated ones. */
  readonly arbitraries?: Overrides;
  /** What must hold of states and rows beside the laws. */
  readonly invariants?: readonly Invariant[];
  /** Whether it is enough to say what was never reached, or a transition that was never taken fails. Default `report`. */
  readonly coverage?: 'report' | 'all transitions';
  /** Milliseconds for each law, making a failure smaller included. Default 60,000. */
  readonly timeLimit?: number;
  /** Whether a failure is made smaller before it is told. Default true. */
  readonly shrink?: boolean;
}

/** How laws are declared as tests. */
export interface LawTestOptions extends LawOptions {
  /** Milliseconds for the test of each law. Default 240,000. */
  readonly testTimeout?: number;
}

/** No timer waits for longer. */
const LONGEST = 2 ** 31 - 1;

/** What each option of laws must be. Without a single law, store or run everything would hold. */
export const LAW_OPTIONS: OptionKinds<LawOptions> = {
  runs: wholeNumber(1),
  commands: wholeNumber(1),
  seed: WHOLE_NUMBER,
  path: TEXT,
  only: listOf('a list of names of laws, at least one', (one) => typeof one === 'string', 1),
  stores: listOf('a list of functions that open a store, at least one', isFunction, 1),
  arbitraries: OVERRIDES,
  invariants: INVARIANTS,
  coverage: kindOf("'report' or 'all transitions'", (value) => value === 'report' || value === 'all transitions'),
  timeLimit: kindOf(
    `milliseconds: at least 1, at most ${LONGEST}`,
    (value) => typeof value === 'number' && value >= 1 && value <= LONGEST,
  ),
  shrink: FLAG,
};

/** What each option of laws that are tests must be. */
export const LAW_TEST_OPTIONS: OptionKinds<LawTestOptions> = { ...LAW_OPTIONS, testTimeout: MILLISECONDS };
