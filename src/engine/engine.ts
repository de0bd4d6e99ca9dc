// What a running engine offers, typed by the domain. Holds no code.
import type { AsOf } from '../aggregate/history.js';
import type { StateView } from '../aggregate/state-view.js';
import type { CommandInput } from '../bus/command-input.js';
import type { CommandOptions } from '../bus/command-options.js';
import type { Aggregate, IdOf } from '../domain.js';
import type { StatefoldError } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { FoldLease, ProjectionStatus } from '../projection/projections.js';
import type { RebuildOptions, RebuildResult } from '../projection/rebuild-progress.js';
import type { VerifyResult } from '../projection/verify.js';
import type { CommandOf, EventOf } from '../statechart/aggregate-setup.js';
import type { Consideration } from '../statechart/stepper.js';
import type { DomainTypes } from './app-definition.js';

/** Whether a command would be accepted now, as far as the warm state knows; if not, the error that sending it would give. */
export type CanAnswer =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: StatefoldError<'INVALID' | 'FORBIDDEN' | 'REJECTED'> };

/**
 * Why a command would be accepted or not: the transitions that were looked at, in order; of parallel regions, only those that it is
 * meant for.
 */
export interface Explanation {
  readonly allowed: boolean;
  /** The active states as text: `open.unpaid`. */
  readonly state: string;
  readonly version: number;
  readonly considerations: readonly Consideration[];
}

/** The same methods as a command bus, with another answer, and nothing done. */
export type Asking<Bus, Answer> = {
  readonly [K in keyof Bus]: Bus[K] extends (...input: infer Input) => unknown
    ? (...input: Input) => Promise<Answer>
    : never;
};

type Name<T> = keyof T & string;

/** A command to one aggregate, as `send` takes it. */
export type SendInput<A extends Aggregate> = {
  [C in Name<A['commands']>]: { readonly type: C; readonly data: A['commands'][C] };
}[Name<A['commands']>];

/**
 * One aggregate of a running engine. Holds no state of its own: it may be kept or made anew. Reading through it is the
 * application's own: `authorize` guards commands and queries.
 */
export interface AggregateHandle<A extends Aggregate = Aggregate> {
  /** Sends a command; the same as the bus's method. */
  send(command: SendInput<A>, options?: CommandOptions): Promise<Receipt>;
  /** Where the aggregate stands, with everything that the store holds now. */
  state(): Promise<StateView<A['state']>>;
  /** Number of stored events; 0 = does not exist. */
  version(): Promise<number>;
  /** Whether a command would be accepted, as far as the warm state knows. */
  can(command: SendInput<A>, options?: CommandOptions): Promise<CanAnswer>;
  /** All events, oldest first. */
  history(): Promise<readonly EventOf<A>[]>;
  /** The state as of a version, or of the last event at or before a time: one of the two. Throws `NOT_FOUND` for a version not reached. */
  stateAsOf(asOf: AsOf): Promise<StateView<A['state']>>;
  /**
   * Calls `onEvent` for every event after version `after` (now, when absent), in order, none twice; where it answers a promise, the next
   * event waits for it. Returns how to stop. `onError` hears why a subscription ended by itself: what the log or `onEvent` threw. Without
   * one the engine's `onError` hears of it.
   */
  subscribe(
    onEvent: (event: EventOf<A>) => unknown,
    options?: { readonly after?: number; readonly onError?: (error: unknown) => void },
  ): () => void;
}

/** A command to any aggregate of the domain, as `dispatch` takes it. */
export type DispatchInput<T extends DomainTypes> = {
  [K in Name<T['aggregates']>]: {
    [C in Name<T['aggregates'][K]['commands']>]: CommandInput<
      C,
      T['aggregates'][K]['commands'][C],
      IdOf<T['aggregates'][K]>
    >;
  }[Name<T['aggregates'][K]['commands']>];
}[Name<T['aggregates']>];

/** Commands of the domain by name. */
export type CommandsByName<T extends DomainTypes> = {
  [C in CommandMessage<T>['type']]: Extract<CommandMessage<T>, { type: C }>;
};
type CommandMessage<T extends DomainTypes> = {
  [K in Name<T['aggregates']>]: CommandOf<T['aggregates'][K]>;
}[Name<T['aggregates']>];

/** The read models of a running engine. A rollup belongs to its projection: its name means both, and what they share. */
export interface ProjectionControl<Table extends string = string> {
  /** How far each projection is, and how it does. */
  status(): Promise<readonly ProjectionStatus[]>;
  /** Folds a projection anew from the first event while the old rows keep serving; then the new ones serve. */
  rebuild(table: Table, options?: RebuildOptions): Promise<RebuildResult>;
  /**
   * Folds the log in memory and compares every row, rollup and index entry with the live ones. Changes nothing. Folding in this
   * engine pauses meanwhile; where another one never lets the rows rest, it throws `UNAVAILABLE`.
   */
  verify(table: Table): Promise<VerifyResult>;
  /** Folds its share in this engine from now on; projections that have halted try again. Does nothing where folding goes on. */
  startFolding(): void;
  /** Stops folding in this engine, after the step that is under way; other engines take over. Queries go on, from what is folded. */
  stopFolding(): Promise<void>;
}

/** How an engine does. */
export interface Health {
  readonly open: boolean;
  /** Commands under way. */
  readonly pending: number;
  /** Aggregates kept warm. */
  readonly resident: number;
  /** Those of them with work under way. */
  readonly busy: number;
  /** Errors of the domain's own code that senders were told, since the start. */
  readonly defects: number;
  /** What this engine folds now: its share of what all engines on the store fold. */
  readonly leases: readonly FoldLease[];
  /** Steps of folding that the store refused since the start, as another engine had taken over: this one stood still for too long. */
  readonly fenced: number;
}

/** A running engine. */
export interface Engine<T extends DomainTypes = DomainTypes> {
  /** A method per command. */
  readonly commands: T['commandBus'];
  /** A method per query. */
  readonly queries: T['queryBus'];
  /** Would it be accepted? Asks, and does nothing. */
  readonly can: Asking<T['commandBus'], CanAnswer>;
  /** Why, or why not? Asks, and does nothing. */
  readonly explain: Asking<T['commandBus'], Explanation>;
  /** A function per aggregate type, from id to handle. Throws `INVALID` for an id that the aggregate cannot have. */
  readonly aggregates: {
    readonly [K in keyof T['aggregates']]: (id: IdOf<T['aggregates'][K]>) => AggregateHandle<T['aggregates'][K]>;
  };
  /** Sends a command given as one object: for callers that hold its name as a value. */
  dispatch(command: DispatchInput<T>): Promise<Receipt>;
  readonly projections: ProjectionControl<Name<T['rows']>>;
  health(): Health;
  /**
   * Takes no more commands, lets those under way finish, calls off rebuilds, stops folding, leaves the store. Safe to call twice. A
   * rebuild that is called off rejects with `CLOSED`; where the store cannot be reached to clean up behind it, with `UNAVAILABLE`.
   */
  close(): Promise<void>;
}
