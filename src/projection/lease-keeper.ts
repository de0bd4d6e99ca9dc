// Keeps one engine's leases: takes its share of the folds, renews, gives up what is another's. Folds nothing itself.
import { isStatefoldError, StatefoldError, wordsOf } from '../kernel/error.js';
import { allPartitions, type Partition } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { Attendant, LeaseProof, Leases } from '../table/leases.js';
import { fairShare } from './fair-share.js';
import { WakeUp } from './wake-up.js';

/** Leases by partition. */
export type HeldLeases = ReadonlyMap<Partition, LeaseProof>;

/** What folds under leases. */
export interface Leaseholder {
  /** Folds under these leases, and under no other: resolves when what it folded before, and does not hold now, has stopped. */
  hold(leases: HeldLeases): Promise<void>;
}

/** What leases are kept with. */
export interface LeaseKeeperOptions {
  readonly leases: Leases;
  readonly runtime: Runtime;
  readonly partitions: number;
  /** How long a lease lasts (ms), by the store's clock. */
  readonly ms: number;
  /** Who folds, by the name of the lease. */
  readonly holders: ReadonlyMap<string, Leaseholder>;
  /** Told when leases cannot be taken or renewed: once for each time that this begins. */
  readonly onError: (error: StatefoldError) => void;
}

/** A lease is renewed so often while it lasts. */
export const RENEWALS = 3;
/** Who leaves waits so long (ms) for the store to know of it. */
const FAREWELL_MS = 1000;

/** The leases of one engine. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #worker: Attendant;
  readonly #wakeUp = new WakeUp();
  readonly #held = new Map<string, Map<Partition, LeaseProof>>();
  #isWanted = false;
  /** Once it is told to stop it does, though it be started again meanwhile: somebody waits for that. */
  #isStopping = false;
  #isFailing = false;
  #loop: Promise<void> | null = null;
  /** Steps that were refused since another worker had taken the lease. */
  fenced = 0;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#worker = { id: options.runtime.freshId(), folds: [...options.holders.keys()] };
  }

  /** The leases that are held here, as far as is known here, by name. */
  get held(): ReadonlyMap<string, HeldLeases> {
    return this.#held;
  }

  /** Takes part from now on. */
  start(): void {
    if (this.#worker.folds.length === 0) return;
    this.#isWanted = true;
    this.#loop ??= this.#run().finally(() => {
      this.#loop = null;
      this.#isStopping = false;
      if (this.#isWanted) this.start();
    });
  }

  /** Lets the steps under way end, gives up all leases, and takes no more part. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#isStopping = this.#loop !== null;
    this.#wakeUp.wake();
    await this.#loop;
  }

  /** To be called when a step has been refused: another worker has the lease. */
  lost(partition: Partition, { name, fence }: LeaseProof): void {
    this.fenced += 1;
    const held = this.#held.get(name);
    if (held?.get(partition)?.fence === fence) held.delete(partition);
    this.#wakeUp.wake();
  }

  async #run(): Promise<void> {
    const { leases, runtime, ms } = this.#options;
    let stopListening: (() => void) | null = null;
    while (!this.#isStopping) {
      const seen = this.#wakeUp.count;
      try {
        stopListening ??= leases.onChange(this.#wakeUp.wake);
        await this.#round();
        this.#isFailing = false;
      } catch (error) {
        this.#report(error);
      }
      if (this.#isStopping) break;
      await this.#wakeUp.afterOrIn(seen, ms / RENEWALS, runtime);
    }
    stopListening?.();
    await this.#leave();
  }

  /** Looks who is there, gives up what is another's to fold, and takes or renews what is to be folded here. */
  async #round(): Promise<void> {
    const { leases, partitions, ms } = this.#options;
    const { id } = this.#worker;
    const workers = await leases.attend(this.#worker, ms);
    if (this.#isStopping) return;
    const share = fairShare(id, workers, partitions);
    const surplus = new Map<Partition, string[]>();
    for (const [name, held] of this.#held) {
      for (const partition of held.keys()) {
        if (share.get(partition)?.includes(name)) continue;
        held.delete(partition);
        surplus.set(partition, [...(surplus.get(partition) ?? []), name]);
      }
    }
    if (surplus.size > 0) {
      await this.#handOn();
      await Promise.all([...surplus].map(([partition, names]) => leases.release(partition, id, names)));
      await leases.announce();
    }
    await Promise.all(
      [...share].map(async ([partition, names]) => {
        const fences = await leases.take(partition, id, names, ms);
        for (const name of names) {
          const held = this.#held.get(name) ?? new Map<Partition, LeaseProof>();
          const fence = fences.get(name);
          if (fence === undefined) held.delete(partition);
          else if (held.get(partition)?.fence !== fence) held.set(partition, { name, fence });
          this.#held.set(name, held);
        }
      }),
    );
    if (!this.#isStopping) await this.#handOn();
  }

  /** Tells those who fold what they hold, and waits for the steps under way of what they do not: not so long that a lease could end. */
  async #handOn(): Promise<void> {
    const { holders, ms } = this.#options;
    const told = [...holders].map(([name, holder]) => holder.hold(new Map(this.#held.get(name))));
    await this.#atMost(ms / RENEWALS, Promise.all(told));
  }

  async #atMost(ms: number, work: Promise<unknown>): Promise<void> {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#options.runtime.after(ms, resolve);
    });
    await Promise.race([work, late]).finally(cancel);
  }

  async #leave(): Promise<void> {
    const { leases, partitions } = this.#options;
    const { id, folds } = this.#worker;
    this.#held.clear();
    await this.#handOn();
    const freed = allPartitions(partitions).map((partition) => leases.release(partition, id, folds));
    const left = Promise.all(freed).then(() => leases.leave(this.#worker));
    // A store that cannot be reached finds out by itself: the leases end.
    await this.#atMost(FAREWELL_MS, Promise.allSettled([left]));
  }

  #report(error: unknown): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#options.onError(asError(error));
  }
}

function asError(error: unknown): StatefoldError {
  if (isStatefoldError(error)) return error;
  const what = 'the leases of projections';
  const message = `${what} cannot be kept: ${wordsOf(error)}. Others fold meanwhile; it is tried again.`;
  return new StatefoldError('UNAVAILABLE', message, { what }, { cause: error });
}
