// What one process of a test asked of an engine, and what it was told: plain data, kept as JSON lines. Judges nothing.
import type { Place } from '../../kernel/place.js';

/** What every operation says. */
interface Asked {
  /** One sender whose operations follow each other: what it saw once it must go on seeing. Several may run in one process. */
  readonly session: string;
  /** When it was asked, on one clock of the whole test: only its order counts. */
  readonly invoked: number;
  /** When it was answered; `null` where nobody heard an answer: its process ended, or the test did. */
  readonly returned: number | null;
  /** The aggregate's type. */
  readonly aggregate: string;
  readonly aggregateId: string;
}

/** What a sender was told. */
export type CommandOutcome =
  | { readonly kind: 'ok'; readonly version: number; readonly place: Place | null }
  /** Definitely not done. `version`: where the aggregate stood, for a refusal by its machine or a conflict. */
  | { readonly kind: 'fail'; readonly code: string; readonly version: number | null }
  /** Done once or not at all. */
  | { readonly kind: 'unknown' };

/** One command that was sent. Each retry is an operation of its own. */
export interface CommandOperation extends Asked {
  readonly kind: 'command';
  /** The command's name. */
  readonly command: string;
  /** Its id, as far as its sender knows it; `null` where the bus made one and nobody was told: then its commit is known by `causationId`. */
  readonly commandId: string | null;
  /** The `causationId` of its metadata, where no other command carries the same one. */
  readonly causationId: string | null;
  readonly outcome: CommandOutcome;
}

/** A read of one aggregate through its handle: `state()`, `version()` or `history()`. These promise all that is stored. */
export interface AggregateRead extends Asked {
  readonly kind: 'read';
  /** `null` where it failed. */
  readonly saw: {
    readonly version: number;
    /** Ids of its events, oldest first, where they were read. */
    readonly events: readonly string[] | null;
  } | null;
}

/** A read of an aggregate's row in a projection. */
export interface RowRead extends Asked {
  readonly kind: 'row';
  readonly table: string;
  /** The version that the answer was to include, where it says that it does; `null` where nothing was promised. */
  readonly includes: number | null;
  /** The row: what it says in JSON, and the digest of its content; each `null` for no row. The whole is `null` where the read failed. */
  readonly saw: { readonly row: unknown; readonly digest: string | null } | null;
}

/** One thing that was asked. */
export type Operation = CommandOperation | AggregateRead | RowRead;

/** The name of the aggregate that an operation or a commit is about. */
export function aggregateOf({
  aggregate,
  aggregateId,
}: {
  readonly aggregate: string;
  readonly aggregateId: string;
}): string {
  return `${aggregate} ${aggregateId}`;
}
