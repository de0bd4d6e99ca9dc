// What became of the domain between two locks, as data. Finds nothing itself.
import type { DifferenceKind } from './difference.js';

/** One difference between two forms of a message, in words. */
export interface ChangedField {
  readonly kind: DifferenceKind;
  /** `lines[].price`; '' = the message itself. */
  readonly path: string;
  /** TypeScript-like text; `null` where there was, or is, nothing. */
  readonly old: string | null;
  readonly new: string | null;
  /** What was valid before may no longer be. */
  readonly breaking: boolean;
}

/** One change of the domain. */
export interface Change {
  readonly of: 'event' | 'command' | 'query' | 'state';
  /** Of an event or a state. */
  readonly aggregate: string | null;
  /** Today's name; of a state, its aggregate's; of what was removed, its last. */
  readonly name: string;
  /** `forgotten`: the newest version, or all of an event, was taken out of the lock on demand; `versioned`: it has a new version. */
  readonly kind:
    | 'added'
    | 'removed'
    | 'forgotten'
    | 'renamed'
    | 'grown'
    | 'versioned'
    | 'changed'
    | 'retired'
    | 'restored';
  /** Of an event that was renamed: what it was called. */
  readonly from?: string;
  /** Of an event: its version after the change; of a forgotten one, that version. */
  readonly version?: number;
  readonly fields: readonly ChangedField[];
}
