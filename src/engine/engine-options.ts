// What an application decides about its engine. Defaults stand beside each option.
import type { ActorLimits } from '../aggregate/actors.js';
import type { AuthorizeRule, CommandRequest, EnrichRule, QueryRequest } from '../bus/hooks.js';
import type { ParametersOf } from '../bus/query-options.js';
import type { StatefoldError } from '../kernel/error.js';
import type { Runtime } from '../kernel/runtime.js';
import type { Store } from '../store/store.js';
import type { DomainTypes } from './app-definition.js';
import type { CommandsByName } from './engine.js';

type RequestOf<Command> = Command extends {
  type: infer Type extends string;
  data: infer Data;
  aggregateId: infer Id extends string;
}
  ? CommandRequest<Type, Data, Id>
  : never;

/** Who may do what: a rule per command and query. Where any rule is given, a message without one is refused. */
export type AuthorizeOption<T extends DomainTypes> = {
  readonly [C in keyof CommandsByName<T>]?: AuthorizeRule<RequestOf<CommandsByName<T>[C]>>;
} & {
  readonly [Q in keyof T['queries'] & string]?: AuthorizeRule<QueryRequest<Q, ParametersOf<T['queries'][Q]>>>;
};

/** Data to fetch before deciding: per command, fields that are added to its data and validated with it. */
export type EnrichOption<T extends DomainTypes> = {
  readonly [C in keyof CommandsByName<T>]?: EnrichRule<RequestOf<CommandsByName<T>[C]>>;
};

/** What an engine is started with. */
export interface EngineOptions<T extends DomainTypes = DomainTypes> {
  readonly store: Store;
  /** Everyone may do everything when absent. */
  readonly authorize?: AuthorizeOption<T>;
  readonly enrich?: EnrichOption<T>;
  /**
   * Whether this engine folds events into read models. Engines on one store that do share the work evenly; one that does not
   * takes commands and queries only. Default true.
   */
  readonly fold?: boolean;
  /** Milliseconds that this engine may be silent before others fold in its place: at least 100. Default 5000. */
  readonly foldTimeout?: number;
  /** Milliseconds until a command fails, where it does not say. Default 5000. */
  readonly commandTimeout?: number;
  /** Milliseconds that a query waits for its `after`, or for its answer, where it does not say. Default 5000. */
  readonly queryTimeout?: number;
  /** Bounds on memory and on work under way: whole numbers of at least 1. */
  readonly limits?: Partial<EngineLimits>;
  /** Told of what goes wrong where no caller waits: a projection that has halted. Printed to stderr when absent. */
  readonly onError?: (error: StatefoldError) => void;
  /** Time, ids and scheduling; the real ones when absent. */
  readonly runtime?: Runtime;
}

/** Bounds on memory and on work under way. */
export interface EngineLimits extends ActorLimits {
  /** Commands of the whole engine that may be under way at once. */
  readonly maxPending: number;
}

/** Bounds where the application sets none. */
export const DEFAULT_LIMITS: EngineLimits = {
  maxResident: 10_000,
  maxMailbox: 1_000,
  snapshotEvery: 100,
  maxPending: 100_000,
  blocksInFlight: 3,
  itemsPerBlock: 256,
  bytesPerBlock: 1 << 20,
};

/** Milliseconds, where neither application nor caller says. */
export const DEFAULT_TIMEOUT = 5_000;
