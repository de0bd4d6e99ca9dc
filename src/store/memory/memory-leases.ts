// The leases of one connection to a memory store, and the state that all its connections share.
import type { Partition } from '../../kernel/place.js';
import type { Attendant, Fence, Lease, Leases } from '../../table/leases.js';
import type { Gate } from '../gate.js';
import { partitionAt } from '../partitions.js';
import { WakeUps } from '../wake-ups.js';

/** What all connections of one memory store share of its leases. */
export class MemoryLeaseSpace {
  readonly now: () => number;
  /** By name, for each partition. */
  readonly partitions: readonly Map<string, Lease>[];
  /** Workers by id, and when each is gone unless it says otherwise. */
  readonly attendants = new Map<string, { readonly worker: Attendant; readonly until: number }>();
  readonly wakeUps = new WakeUps<'change'>();

  constructor(partitions: number, now: () => number) {
    this.now = now;
    this.partitions = Array.from({ length: partitions }, () => new Map());
  }

  /** What a step made under a lease is compared with; `undefined` where nobody ever held it. */
  fenceOf(partition: Partition, name: string): Fence | undefined {
    return partitionAt(this.partitions, partition).get(name)?.fence;
  }
}

/** `Leases` over shared state. Methods are async for the port's sake: each does its work at once, when it is called. */
export class MemoryLeases implements Leases {
  readonly #space: MemoryLeaseSpace;
  readonly #gate: Gate;

  constructor(space: MemoryLeaseSpace, gate: Gate) {
    this.#space = space;
    this.#gate = gate;
  }

  async attend(worker: Attendant, ms: number): Promise<readonly Attendant[]> {
    const { attendants, wakeUps, now } = this.#open();
    const time = now();
    let hasChanged = !attendants.has(worker.id);
    attendants.set(worker.id, { worker: { id: worker.id, folds: [...worker.folds] }, until: time + ms });
    for (const [id, { until }] of attendants) {
      if (until <= time && id !== worker.id) hasChanged = attendants.delete(id) || hasChanged;
    }
    if (hasChanged) wakeUps.ring('change');
    const all = [...attendants.values()].map((one) => one.worker);
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async leave({ id }: Attendant): Promise<void> {
    const { attendants, wakeUps } = this.#open();
    if (attendants.delete(id)) wakeUps.ring('change');
  }

  async take(
    partition: Partition,
    owner: string,
    names: readonly string[],
    ms: number,
  ): Promise<ReadonlyMap<string, Fence>> {
    const { now } = this.#open();
    const leases = partitionAt(this.#space.partitions, partition);
    const time = now();
    const free = names.filter((name) => {
      const lease = leases.get(name);
      return lease === undefined || lease.owner === owner || lease.until <= time;
    });
    return new Map(free.map((name) => [name, hold(leases, { name, owner, ms, time }).fence]));
  }

  async seize(partition: Partition, owner: string, name: string, ms: number): Promise<number> {
    const { now } = this.#open();
    return hold(partitionAt(this.#space.partitions, partition), { name, owner, ms, time: now() }).until;
  }

  async release(partition: Partition, owner: string, names: readonly string[]): Promise<void> {
    this.#open();
    const leases = partitionAt(this.#space.partitions, partition);
    for (const name of names) {
      const lease = leases.get(name);
      if (lease?.owner === owner) leases.set(name, { ...lease, owner: '', until: 0 });
    }
  }

  async announce(): Promise<void> {
    this.#open().wakeUps.ring('change');
  }

  async list(partition: Partition): Promise<readonly Lease[]> {
    this.#open();
    return [...partitionAt(this.#space.partitions, partition).values()];
  }

  onChange(wake: () => void): () => void {
    return this.#gate.untilClosed(this.#open().wakeUps.on('change', wake));
  }

  #open(): MemoryLeaseSpace {
    this.#gate.mustBeOpen();
    return this.#space;
  }
}

interface Claim extends Pick<Lease, 'name' | 'owner'> {
  readonly ms: number;
  readonly time: number;
}

/** Makes a worker the holder of a lease. */
function hold(leases: Map<string, Lease>, { name, owner, ms, time }: Claim): Lease {
  const before = leases.get(name);
  // Above any clock before it: a fence of another life of the store is never given out again.
  const next = Math.max((before?.fence ?? 0) + 1, Math.floor(time)) as Fence;
  const lease: Lease = { name, fence: before?.owner === owner ? before.fence : next, owner, until: time + ms };
  leases.set(name, lease);
  return lease;
}
