// Sees to it that one engine at a time rebuilds a projection: holds a lease of its own in every partition while it does. Builds nothing.
import { StatefoldError } from '../kernel/error.js';
import { allPartitions, type Partition } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { LeaseProof, Leases } from '../table/leases.js';
import type { FoldUnit } from './fold-unit.js';
import { type HeldLeases, RENEWALS } from './lease-keeper.js';
import { WakeUp } from './wake-up.js';

/** What such a lease is kept with. */
export interface BuildLeaseContext {
  readonly leases: Leases;
  readonly runtime: Runtime;
  readonly partitions: number;
  /** How long it lasts (ms) after its holder has gone silent. */
  readonly ms: number;
}

/** What is to be built. */
interface Build {
  readonly unit: FoldUnit;
  /** Of this builder only. */
  readonly generation: string;
}

/** The right to rebuild one projection of one release, and in the end to have nobody else fold it. */
export class BuildLease {
  readonly #context: BuildLeaseContext;
  readonly #name: string;
  /** The lease under which the serving generation is folded. */
  readonly #foldName: string;
  /** What is built: names the holder, so that whoever follows one that has died knows what that has left. */
  readonly #generation: string;
  readonly #left = new Set<string>();
  readonly #held = new Map<Partition, LeaseProof>();
  #cancel: () => void = () => {};
  /** How often it was given up: what was asked for before that no longer counts. */
  #round = 0;

  private constructor(context: BuildLeaseContext, { unit, generation }: Build) {
    this.#context = context;
    this.#name = `${unit.pointer} rebuild`;
    this.#foldName = unit.pointer;
    this.#generation = generation;
  }

  /**
   * Waits for the lease of an engine that may have died, until it has ended. Throws `OVERLOADED` where another engine is seen to rebuild
   * the projection, and the signal's reason when it is called off.
   */
  static async take(context: BuildLeaseContext, build: Build, signal: AbortSignal): Promise<BuildLease> {
    const lease = new BuildLease(context, build);
    for (let seen = Number.POSITIVE_INFINITY; !(await lease.#take()); ) {
      const until = await lease.#endOfOther();
      // Whoever lives renews: then there is nothing to wait for.
      if (until > seen) throw busy(build.unit.name);
      seen = until;
      await pause(context, signal);
      signal.throwIfAborted();
    }
    lease.#renewLater();
    return lease;
  }

  /** What the steps of the rebuild are made under. */
  get held(): HeldLeases {
    return this.#held;
  }

  /** Generations that others were building when they died or stood still. Once another serves, they never will. */
  get left(): ReadonlySet<string> {
    return this.#left;
  }

  /**
   * Has nobody fold the serving generation, wherever it was folded, until the time of a lease is over. Answers when that is, in ms of the
   * store's clock.
   */
  async haltOthers(): Promise<number> {
    const { leases, partitions, ms } = this.#context;
    const seized = allPartitions(partitions).map((partition) =>
      leases.seize(partition, this.#generation, this.#foldName, ms),
    );
    return Math.min(...(await Promise.all(seized)));
  }

  /** Lets them go on. Where this is not called, or the store cannot be reached, they do when the time of a lease is over. */
  async letOthersGoOn(): Promise<void> {
    const { leases, partitions } = this.#context;
    const freed = allPartitions(partitions).map((partition) =>
      leases.release(partition, this.#generation, [this.#foldName]),
    );
    await Promise.allSettled(freed);
    await Promise.allSettled([leases.announce()]);
  }

  /** Gives it up. Where the store cannot be reached it ends by itself. */
  async release(): Promise<void> {
    this.#cancel();
    this.#round += 1;
    const { leases } = this.#context;
    const freed = [...this.#held.keys()].map((partition) => leases.release(partition, this.#generation, [this.#name]));
    this.#held.clear();
    await Promise.allSettled(freed);
  }

  /** Takes it in all partitions, or in none. */
  async #take(): Promise<boolean> {
    const { partitions, leases } = this.#context;
    const [first = 0 as Partition, ...others] = allPartitions(partitions);
    const before = (await leases.list(first)).find(({ name }) => name === this.#name)?.owner ?? '';
    // The first decides between two that come at once: else each could get a part.
    await this.#takeIn(first);
    // It may have been this one's own: what it gave up before was not heard of.
    if (this.#held.size > 0 && before !== '' && before !== this.#generation) this.#left.add(before);
    if (this.#held.size > 0) await Promise.all(others.map((partition) => this.#takeIn(partition)));
    if (this.#held.size === partitions) return true;
    await this.release();
    return false;
  }

  /** When the lease ends that another holds, where it is held longest; 0 = nobody holds any. */
  async #endOfOther(): Promise<number> {
    const { leases, partitions } = this.#context;
    const all = await Promise.all(allPartitions(partitions).map((partition) => leases.list(partition)));
    return Math.max(...all.flat().map(({ name, until }) => (name === this.#name ? until : 0)));
  }

  async #takeIn(partition: Partition): Promise<void> {
    const { leases, ms } = this.#context;
    const round = this.#round;
    const fence = (await leases.take(partition, this.#generation, [this.#name], ms)).get(this.#name);
    // Given up meanwhile: what the store still has of it ends by itself.
    if (round !== this.#round) return;
    // One that was lost keeps its old fence here: the next step made under it is refused, and so is the rebuild.
    if (fence !== undefined && !this.#held.has(partition)) this.#held.set(partition, { name: this.#name, fence });
  }

  #renewLater(): void {
    const { runtime, ms } = this.#context;
    this.#cancel = runtime.inBackground(ms / RENEWALS, () => {
      const renewed = [...this.#held.keys()].map((partition) => this.#takeIn(partition));
      // A renewal that fails is tried again at the next turn; the store judges each step anyway.
      void Promise.allSettled(renewed).then(() => this.#held.size > 0 && this.#renewLater());
    });
  }
}

/** Waits for half the time of a lease, in which a live holder renews it; or until it is called off. */
async function pause({ runtime, ms }: BuildLeaseContext, signal: AbortSignal): Promise<void> {
  const wakeUp = new WakeUp();
  const seen = wakeUp.count;
  const stop = runtime.after(ms / 2, wakeUp.wake);
  signal.addEventListener('abort', wakeUp.wake);
  if (!signal.aborted) await wakeUp.after(seen);
  signal.removeEventListener('abort', wakeUp.wake);
  stop();
}

function busy(projection: string): StatefoldError<'OVERLOADED'> {
  const message = `${projection} is being rebuilt by another engine. Wait for that.`;
  return new StatefoldError('OVERLOADED', message, { what: `rebuild of ${projection}`, limit: 1 });
}
