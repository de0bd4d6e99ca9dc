// The envelope around data, the same for commands, events and queries.

/** Who and what a message comes from; carried from a command to its events. */
export interface Metadata {
  /** One id for everything that belongs to one piece of work. */
  readonly correlationId?: string;
  /** The id of the message that caused this one. */
  readonly causationId?: string;
  readonly userId?: string;
}

/** A command or an event in its envelope. */
export interface Message<Type extends string = string, Data = unknown, Id extends string = string> {
  readonly type: Type;
  readonly data: Data;
  /** Of a command: its id, which makes a retry safe. Of an event: the command's id, `#`, and its number in the commit from 1. */
  readonly id: string;
  /** Of a command: when it was accepted by the bus. Of an event: the time of its command. */
  readonly time: Date;
  readonly aggregateId: Id;
  /** Of a command: the version that it is decided on. Of an event: the version that it leads to. */
  readonly version: number;
  readonly metadata: Metadata;
}

/** What a decision emits: an event before it has an envelope. */
export interface Emitted<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}
