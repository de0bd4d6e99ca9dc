// What tests may import as `statefold/testing`. Needs the optional peer fast-check.
export { type Adapt, type Arbitraries, type ArbitraryOptions, arbitrariesFor } from './arbitrary.js';
export { checkLaws, lawHolds } from './check-laws.js';
export type { Circumstances, Happening } from './circumstances.js';
export { checkCorpus } from './corpus/check-corpus.js';
export type { CorpusFailure, CorpusReport } from './corpus/corpus-report.js';
export type { CoverageKind, KindCoverage } from './coverage.js';
export { fromHistory, type HistoryOptions } from './from-history/from-history.js';
export type { HistoryFailure, HistoryReport } from './from-history/history-report.js';
export { givenFor, refused } from './given.js';
export type { CommandsOf, EventsOf, Expected, Given, GivenWord, RefusedBy, When } from './given-types.js';
export type { History, Sent } from './history.js';
export { checkHistory } from './history-checker/check-history.js';
export { type CommitSeen, commitsSeen } from './history-checker/commit-seen.js';
export type { Adoption, HistoryViolation, Observed, Rule, TableSeen } from './history-checker/observed.js';
export type {
  AggregateRead,
  CommandOperation,
  CommandOutcome,
  Operation,
  RowRead,
} from './history-checker/operation.js';
export { type OperationLine, operationsOf } from './history-checker/operation-lines.js';
export { type PlainFold, plainFoldOf } from './history-checker/plain-fold.js';
export { type RecorderOptions, recorder } from './history-checker/recorder.js';
export type { Invariant } from './invariant.js';
export { type InvariantHelpers, invariantsFor } from './invariant-helpers.js';
export type { Case, EventCase, QueryCase } from './law.js';
export type { LawName, LawOptions } from './law-options.js';
export type { OverrideInput, Overrides } from './overrides.js';
export type { LawFailure, LawReport, LawResult } from './report.js';
export { eventually } from './running/eventually.js';
export { FakeClock } from './running/fake-clock.js';
export {
  type GivenRunning,
  startTestEngine,
  type TestEngine,
  type TestEngineOptions,
  type WhenRunning,
} from './running/test-engine.js';
export type { Fault } from './simulate/fault.js';
export { type SimulationOptions, type SimulationReport, simulate } from './simulate/simulate.js';
export type { OpenStore } from './stage.js';
