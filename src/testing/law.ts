// What a law is: cases to try, and a check that throws where it does not hold. Knows nothing of how often, nor of who is told.
import type fc from 'fast-check';
import type { AppDefinition } from '../engine/app-definition.js';
import type { Circumstances } from './circumstances.js';
import type { DomainUnderTest } from './domain-under-test.js';
import type { History } from './history.js';
import type { Invariant } from './invariant.js';
import type { OpenStore } from './stage.js';

/** One thing to try a law on. What a law does not look at is absent. */
export interface Case {
  readonly history: History;
  readonly circumstances?: Circumstances;
  /** Seeds of the queries that are asked. */
  readonly queries?: readonly QueryCase[];
  /** Events as their types allow them, beside those of the history. */
  readonly events?: readonly EventCase[];
}

/** Data of one event. */
export interface EventCase {
  readonly event: string;
  readonly data: unknown;
}

/** One query to ask, of the rows that a history leads to. */
export interface QueryCase {
  /** Which of the domain's queries, counted over and over. */
  readonly which: number;
  /** What its parameters are made from. */
  readonly seed: number;
  readonly size: number;
}

/** What laws are checked in. */
export interface LawContext {
  readonly domain: DomainUnderTest;
  /** The domain with a query of all rows. */
  readonly app: AppDefinition;
  readonly open: OpenStore;
  readonly invariants: readonly Invariant[];
  /** Hears of each upcaster that ran. */
  readonly onUpcast?: (name: string) => void;
}

/** One law. */
export interface Law {
  /** `rebuilt = live`. */
  readonly name: string;
  /** What holds, in one sentence. */
  readonly says: string;
  /** Whether it plays on engines and a store, or on the machines and folds alone. */
  readonly needsStore: boolean;
  /** How many runs are about as long as one of others: laws that need engines take longer. */
  readonly share: number;
  /** Cases to try; `commands` are those of the longest history. */
  cases(domain: DomainUnderTest, commands: number): fc.Arbitrary<Case>;
  /** Throws where the law does not hold. */
  check(context: LawContext, tried: Case): void | Promise<void>;
}
