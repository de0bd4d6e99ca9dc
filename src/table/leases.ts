// The port of leases: who may fold what in which partition, by the store's clock, and who is there to fold. Folds nothing.
import type { Partition } from '../kernel/place.js';

/** Grows with each holder of a lease, and is never given out twice, also after a restored backup. */
export type Fence = number & { readonly brand: 'Fence' };

/** What a step is fenced by: a step whose fence is not the lease's is refused inside the store, whatever its sender believes. */
export interface LeaseProof {
  /** What the lease is of: a projection of one release, or a rebuild of it. */
  readonly name: string;
  readonly fence: Fence;
}

/** A lease as the store has it. */
export interface Lease extends LeaseProof {
  /** The worker that holds it; '' where nobody does. */
  readonly owner: string;
  /** When it ends unless it is renewed: ms of the store's clock. 0 where nobody holds it. */
  readonly until: number;
}

/** A worker, and the leases that it can make use of, by name. */
export interface Attendant {
  readonly id: string;
  readonly folds: readonly string[];
}

/** The leases of one store connection. Time is the store's, so that no worker's own clock matters. */
export interface Leases {
  /**
   * Says that a worker is there for `ms` more. Answers all that are there, itself included, in the order of their ids.
   * Wakes those who listen where the answer is another than before.
   */
  attend(worker: Attendant, ms: number): Promise<readonly Attendant[]>;

  /** Says that a worker has left, if it was there, and wakes those who listen. */
  leave(worker: Attendant): Promise<void>;

  /**
   * Takes leases for `ms` that are free or have ended, and renews those that the owner holds. Answers the fences of those that it
   * holds now, by name: what another worker holds is not among them. A lease that has ended keeps its fence when its owner renews it
   * before anybody else has taken it.
   */
  take(partition: Partition, owner: string, names: readonly string[], ms: number): Promise<ReadonlyMap<string, Fence>>;

  /**
   * Takes a lease for `ms` whoever holds it: steps under the lease of a holder before are refused from now on. Answers when it ends,
   * in ms of the store's clock. `release` gives it up.
   */
  seize(partition: Partition, owner: string, name: string, ms: number): Promise<number>;

  /** Gives up those leases that the owner holds. Does not wake: `leave` and `announce` do. */
  release(partition: Partition, owner: string, names: readonly string[]): Promise<void>;

  /** Wakes those who listen: leases have become free. */
  announce(): Promise<void>;

  /** All leases of a partition that anybody has ever held, by name. */
  list(partition: Partition): Promise<readonly Lease[]>;

  /** Calls `wake` after workers have come or gone, or leases were announced to be free. Returns how to stop. */
  onChange(wake: () => void): () => void;
}
