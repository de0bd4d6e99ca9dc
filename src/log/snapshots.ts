// The snapshot port: a cache beside the log. Never needed: without it a load takes longer, and nothing else changes.
import type { Place } from '../kernel/place.js';
import type { AggregateKey, Head } from './event-log.js';

/** A state to keep. The bytes belong to the store from here on. */
export interface SnapshotDraft {
  /** The commit that the state stands on. */
  readonly head: Head;
  readonly bytes: Uint8Array;
}

/** A state as it was kept, proved: its commit is in the log. */
export interface StoredSnapshot extends SnapshotDraft {
  /** Where the commit lies that the state stands on. */
  readonly place: Place;
}

/** The snapshots of one store connection. */
export interface Snapshots {
  /**
   * The newest snapshot of an aggregate that was kept under a fingerprint; `null` where there is none, or where the log
   * does not hold the commit that it stands on.
   */
  load(aggregate: AggregateKey, fingerprint: string): Promise<StoredSnapshot | null>;

  /**
   * Keeps a snapshot in place of an older one. Answers whether it did: not if the log does not hold the commit that it
   * stands on, nor if a newer one is there.
   */
  save(aggregate: AggregateKey, fingerprint: string, snapshot: SnapshotDraft): Promise<boolean>;

  /** Deletes all snapshots of an aggregate's type, under every fingerprint. */
  clear(aggregateType: string): Promise<void>;
}
