// XState's `setup` for one aggregate, with the helpers `decide`, `evolve` and `guard` that keep its machine event-sourced.
import { type ActionFunction, assign, enqueueActions, setup } from 'xstate';
import type { Aggregate, IdOf } from '../domain.js';
import type { Emitted, Message } from '../kernel/message.js';
import { askMarked, type GuardMark, marked } from './marks.js';

type Name<T> = keyof T & string;

/** The commands of an aggregate in their envelope. */
export type CommandOf<A extends Aggregate, K extends Name<A['commands']> = Name<A['commands']>> = {
  [C in K]: Message<C, A['commands'][C], IdOf<A>>;
}[K];

/** The events of an aggregate in their envelope. */
export type EventOf<A extends Aggregate, K extends Name<A['events']> = Name<A['events']>> = {
  [E in K]: Message<E, A['events'][E], IdOf<A>>;
}[K];

/** What a decision of an aggregate may emit. */
export type DecisionOf<A extends Aggregate> = { [E in Name<A['events']>]: Emitted<E, A['events'][E]> }[Name<
  A['events']
>];

/** What a decision may return: one event, several, or none. */
type Decisions<A extends Aggregate> = DecisionOf<A> | readonly DecisionOf<A>[];

/** The messages that an aggregate's machine is stepped with. */
export type MessageOf<A extends Aggregate> = CommandOf<A> | EventOf<A>;

/** An aggregate without the events that are retired: they are stored and read, but never emitted or applied again. */
export type WithoutRetired<A extends Aggregate, Retired extends string> = Aggregate<IdOf<A>> & {
  readonly state: A['state'];
  readonly commands: A['commands'];
  readonly events: Omit<A['events'], Retired>;
};

/**
 * TypeScript makes no excess-property check on an inferred arrow's result: this makes surplus fields `never`. Of several results it adds
 * each one's fields to the others, as absent ones: those are not meant.
 */
export type Surplus<R, Declared> = {
  readonly [P in Exclude<keyof R, keyof Declared> as R[P] extends undefined ? never : P]: never;
};
type ExactEvent<R, A extends Aggregate> = R extends { type: infer E extends Name<A['events']>; data: infer D }
  ? { readonly type: E; readonly data: D & Surplus<D, A['events'][E]> } & Surplus<R, Emitted>
  : never;
/** A decision whose events have no surplus fields. */
export type ExactDecision<R, A extends Aggregate> = R extends readonly unknown[]
  ? { readonly [I in keyof R]: ExactEvent<R[I], A> }
  : ExactEvent<R, A>;

/** An action made by `decide.<Command>(…)`: XState takes it under that command only. */
export type DecideAction<A extends Aggregate, C extends Name<A['commands']>> = ActionFunction<
  A['state'],
  CommandOf<A, C>,
  MessageOf<A>,
  undefined,
  never,
  never,
  never,
  never,
  DecisionOf<A>
>;
/** An action made by `evolve.<Event>(…)`: XState takes it under that event only. */
export type EvolveAction<A extends Aggregate, E extends Name<A['events']>> = ActionFunction<
  A['state'],
  EventOf<A, E>,
  MessageOf<A>,
  undefined,
  never,
  never,
  never,
  never,
  never
>;
/** A guard made by `guard.…`, with the parameters that it asks for. */
export type GuardFunction<A extends Aggregate, Params> = (
  input: { readonly context: A['state']; readonly event: MessageOf<A> },
  params: Params,
) => boolean;

/** Asks nothing more where inferring has failed, and all that may be returned stands for `R`: every error would name every event twice. */
type ExactIfInferred<R, A extends Aggregate> = [Decisions<A>] extends [R] ? unknown : ExactDecision<R, A>;

/** `decide.<Command>(…)`: a pure function from state and command to one event, several, or none (`[]`). */
export type Decide<A extends Aggregate> = {
  readonly [C in Name<A['commands']>]: <const R extends Decisions<A>>(
    decision: (input: { readonly command: CommandOf<A, C>; readonly state: A['state'] }) => R & ExactIfInferred<R, A>,
  ) => DecideAction<A, C>;
};

/** `evolve.<Event>(…)`: a pure function from state and event to the fields of the state that change. */
export type Evolve<A extends Aggregate> = {
  readonly [E in Name<A['events']>]: <R extends Partial<A['state']>>(
    evolution: (input: { readonly state: A['state']; readonly event: EventOf<A, E> }) => R & Surplus<R, A['state']>,
  ) => EvolveAction<A, E>;
};

/**
 * `guard.<Command>(…)`, `guard(['A', 'B'], …)` and `guard.state(…)`, and of events `guard.event.<Event>(…)` and
 * `guard.event(['A', 'B'], …)`: pure predicates, with parameters where the machine gives them.
 */
export type GuardHelpers<A extends Aggregate> = {
  readonly [C in Name<A['commands']>]: <Params = undefined>(
    predicate: (input: { readonly command: CommandOf<A, C>; readonly state: A['state'] }, params: Params) => boolean,
  ) => GuardFunction<A, Params>;
} & {
  readonly state: <Params = undefined>(
    predicate: (input: { readonly state: A['state'] }, params: Params) => boolean,
  ) => GuardFunction<A, Params>;
  readonly event: EventGuardHelpers<A>;
} & (<const C extends readonly Name<A['commands']>[], Params = undefined>(
    commands: C,
    predicate: (
      input: { readonly command: CommandOf<A, C[number]>; readonly state: A['state'] },
      params: Params,
    ) => boolean,
  ) => GuardFunction<A, Params>);

/** `guard.event`: an event has happened, so its guards choose between transitions and refuse nothing. */
export type EventGuardHelpers<A extends Aggregate> = {
  readonly [E in Name<A['events']>]: <Params = undefined>(
    predicate: (input: { readonly event: EventOf<A, E>; readonly state: A['state'] }, params: Params) => boolean,
  ) => GuardFunction<A, Params>;
} & (<const E extends readonly Name<A['events']>[], Params = undefined>(
  events: E,
  predicate: (input: { readonly event: EventOf<A, E[number]>; readonly state: A['state'] }, params: Params) => boolean,
) => GuardFunction<A, Params>);

/** XState's `setup` typed for an aggregate. */
export type SetupOf<A extends Aggregate> = ReturnType<
  // biome-ignore lint/complexity/noBannedTypes: XState's own defaults for "none" are `{}`.
  typeof setup<A['state'], MessageOf<A>, {}, {}, {}, {}, never, string, {}, {}, DecisionOf<A>>
>;

/** What `generated/<aggregate>.aggregate.ts` exports: XState's `setup`, with the helpers beside it. */
export type AggregateSetup<A extends Aggregate> = SetupOf<A> & {
  readonly decide: Decide<A>;
  readonly evolve: Evolve<A>;
  readonly guard: GuardHelpers<A>;
};

// biome-ignore lint/suspicious/noExplicitAny: one type for the user's pure functions of every shape.
type Pure = (input: any, params?: any) => unknown;

/** Names what an aggregate's helpers are made for. */
export interface AggregateNames {
  readonly commands: readonly string[];
  readonly events: readonly string[];
}

/** XState's `setup` for aggregate `A`, with `decide`, `evolve` and `guard`. Called by generated code only. */
export function aggregateSetup<A extends Aggregate>(names: AggregateNames): AggregateSetup<A> {
  const guard = Object.assign(guardsOf('command', names.commands), {
    state: (run: Pure) => guardFor('command', [], run),
    event: guardsOf('event', names.events),
  });
  const helpers = {
    decide: Object.fromEntries(names.commands.map((name) => [name, (run: Pure) => decideWith(name, run)])),
    evolve: Object.fromEntries(names.events.map((name) => [name, (run: Pure) => evolveWith(name, run)])),
    guard,
  };
  return Object.assign(setup({}), helpers) as unknown as AggregateSetup<A>;
}

// XState runs what stands here; a compiled machine reads the mark, and calls the user's function itself. Both mean the same.
function decideWith(message: string, run: Pure): object {
  const action = enqueueActions(({ context, event, enqueue }) => {
    const decision = run({ command: event, state: context }) as Emitted | readonly Emitted[];
    for (const emitted of Array.isArray(decision) ? decision : [decision]) enqueue.emit(emitted);
  });
  return marked(action, { kind: 'decide', run, message });
}

function evolveWith(message: string, run: Pure): object {
  const action = assign(({ context, event }) => run({ state: context, event }) as object);
  return marked(action, { kind: 'evolve', run, message });
}

function guardsOf(of: GuardMark['of'], names: readonly string[]): object {
  return Object.assign(
    (messages: readonly string[], run: Pure) => guardFor(of, messages, run),
    Object.fromEntries(names.map((name) => [name, (run: Pure) => guardFor(of, [name], run)])),
  );
}

function guardFor(of: GuardMark['of'], messages: readonly string[], run: Pure): object {
  const mark: GuardMark = { kind: 'guard', run, of, messages };
  return marked(
    (given: { context: unknown; event: { type: string } }, params: unknown) => askMarked(mark, given, params),
    mark,
  );
}
