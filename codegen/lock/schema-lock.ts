// The lock as data: every form in which events were ever released. Reads and compares nothing.
import type { ObjectSchema, SchemaTable } from '../../src/schema/schema.js';

/** The lock's file, from the project's root. */
export const LOCK_FILE = 'domain/schema.lock.json';

/** The folder of frozen samples, from the project's root. */
export const CORPUS = 'domain/corpus';

/**
 * The way back from two branches that each changed an event. It takes lock and samples together, for they prove each other; it drops
 * samples that only the other branch has; and it works in the middle of a merge, and after it.
 */
export const TAKE_ONE_BRANCH = `take lock and samples of the branch that was released, as it was before the merge (git restore --source=<commit> -- ${LOCK_FILE} ${CORPUS}; of a merge that is committed, the branches are HEAD^1 and HEAD^2), and run statefold codegen: it locks what the other branch added anew`;

/** What `LOCK_FILE` holds. All records are sorted by name; properties and union members stand in the order of bytes. */
export interface SchemaLock {
  /** Of the file. */
  readonly format: 1;
  readonly aggregates: Readonly<Record<string, LockedAggregate>>;
  /** What callers see, to tell what changed for them. Nothing is refused on their account. */
  readonly commands: Readonly<Record<string, LockedMessage>>;
  readonly queries: Readonly<Record<string, LockedMessage>>;
}

export interface LockedAggregate {
  /** Fingerprint of the state's type. */
  readonly state: string;
  readonly events: Readonly<Record<string, LockedEvent>>;
}

export interface LockedEvent {
  /** What stored events carry: first a hash of the name it was born with, then kept for ever. */
  readonly number: number;
  readonly retired?: true;
  /** Oldest first. */
  readonly versions: readonly LockedVersion[];
}

/** One version of an event: see `EventDescriptor`. */
export interface LockedVersion extends LockedMessage {
  readonly version: number;
  readonly revisions: readonly string[];
  readonly readableFrom: number;
  /** Names (`@renamedFrom`) and growth are all that differs from the version before: its bytes are read as this one's. */
  readonly renamesOnly?: true;
}

export interface LockedMessage {
  readonly schema: ObjectSchema;
  /** All that `schema` refers to. */
  readonly types: SchemaTable;
}
