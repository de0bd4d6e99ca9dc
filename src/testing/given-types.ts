// The types of given / when / then, made from a domain's own types.
import type { Aggregate, IdOf } from '../domain.js';
import type { DomainTypes } from '../engine/app-definition.js';

type Name<T> = keyof T & string;

/** What a test may say of a message beside its data. */
interface Around<Id> {
  /** The first id of the domain's test ids when absent: all of a test is about one aggregate. */
  readonly aggregateId?: Id;
  /** A second after the event before when absent; the first is of 2024-01-01. */
  readonly time?: Date;
}

type MessagesOf<A extends Aggregate, Messages> = {
  [M in Name<Messages>]: { readonly type: M; readonly data: Messages[M] } & Around<IdOf<A>>;
}[Name<Messages>];

type EachAggregate<T extends DomainTypes> = T['aggregates'][keyof T['aggregates']];

/** Every event of a domain, as a test writes it. */
export type EventsOf<T extends DomainTypes> =
  EachAggregate<T> extends infer A ? (A extends Aggregate ? MessagesOf<A, A['events']> : never) : never;

/** Every command of a domain, as a test writes it. */
export type CommandsOf<T extends DomainTypes> =
  EachAggregate<T> extends infer A ? (A extends Aggregate ? MessagesOf<A, A['commands']> : never) : never;

/** What a decision comes to: events without anything around them. */
export type Expected<T extends DomainTypes> =
  EachAggregate<T> extends infer A
    ? A extends Aggregate
      ? { [E in Name<A['events']>]: { readonly type: E; readonly data: A['events'][E] } }[Name<A['events']>]
      : never
    : never;

/** A refusal, as `refused(…)` makes it. */
export interface RefusedBy {
  readonly refused: true;
  /** Names of the guards that say no, in order; any when there are none. */
  readonly guards: readonly string[];
}

/** The word `given` of a domain: some events that have happened, none when absent. */
export type GivenWord<T extends DomainTypes> = (events?: readonly EventsOf<T>[]) => Given<T>;

/** Some events that have happened. */
export interface Given<T extends DomainTypes> {
  /** A command that is sent. Throws `INVALID` where its data does not fit. */
  when(command: CommandsOf<T>): When<T>;
  /** The rows that the events make, of the read models that are named: all of them, in any order. Throws with a diff. */
  then(rows: { readonly [Table in Name<T['rows']>]?: readonly T['rows'][Table][] }): void;
}

/** A command that was sent. */
export interface When<T extends DomainTypes> {
  /** What comes of it: one event, several, none (`[]`), or `refused(…)`. Throws with a diff where it is something else. */
  then(expected: Expected<T> | readonly Expected<T>[] | RefusedBy): void;
}
