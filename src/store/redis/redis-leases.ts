// The leases of one connection to a Redis store. The server's clock judges them, inside the scripts.
import type { Partition } from '../../kernel/place.js';
import type { Attendant, Fence, Lease, Leases } from '../../table/leases.js';
import type { Gate } from '../gate.js';
import { partitionAt } from '../partitions.js';
import type { Keys, PartitionKeys } from './keys.js';
import { attend, type LeaseAnswer, lease } from './lease-scripts.js';
import { leaseOf, memberOf, workerOf } from './lease-text.js';
import type { LogEnd } from './log-end.js';
import type { LogMeta } from './log-meta.js';
import { type Notices, WORKERS } from './notices.js';
import type { Reading } from './reading.js';
import { pairsOf } from './wire.js';

/** What leases are made of. */
export interface RedisLeasesPorts {
  readonly keys: Keys;
  readonly meta: LogMeta;
  readonly partitions: readonly { readonly end: LogEnd }[];
  readonly reading: Reading;
  readonly notices: Notices;
  readonly gate: Gate;
}

type Held = Extract<LeaseAnswer, { readonly kind: 'leases' }>;

/** `Leases` on a server. Everything that it does is the same when it is done twice, so it may be sent again. */
export class RedisLeases implements Leases {
  readonly #ports: RedisLeasesPorts;

  constructor(ports: RedisLeasesPorts) {
    this.#ports = ports;
  }

  async attend(worker: Attendant, ms: number): Promise<readonly Attendant[]> {
    const members = await this.#attend(memberOf(worker), ms, false);
    const workers = members.map(workerOf);
    return workers.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async leave(worker: Attendant): Promise<void> {
    await this.#attend(memberOf(worker), 0, false);
  }

  async announce(): Promise<void> {
    await this.#attend('', 0, true);
  }

  async take(
    partition: Partition,
    owner: string,
    names: readonly string[],
    ms: number,
  ): Promise<ReadonlyMap<string, Fence>> {
    const { fences } = await this.#lease(partition, { worker: owner, ms: Math.max(1, Math.ceil(ms)), names });
    const held = new Map<string, Fence>();
    for (const [index, fence] of fences.entries()) {
      if (fence !== '') held.set(names[index] ?? '', Number(fence) as Fence);
    }
    return held;
  }

  async seize(partition: Partition, owner: string, name: string, ms: number): Promise<number> {
    const asked = { worker: owner, ms: Math.max(1, Math.ceil(ms)), names: [name], isSeized: true };
    return (await this.#lease(partition, asked)).until;
  }

  async release(partition: Partition, owner: string, names: readonly string[]): Promise<void> {
    await this.#lease(partition, { worker: owner, ms: 0, names });
  }

  async list(partition: Partition): Promise<readonly Lease[]> {
    const { leases } = this.#partition(partition).keys;
    const found = await this.#ports.reading.read((wire, until) => wire.send('hgetall', [leases], until, 'utf8'));
    return [...pairsOf(found)].map(([name, text]) => leaseOf(name, text));
  }

  onChange(wake: () => void): () => void {
    this.#ports.gate.mustBeOpen();
    return this.#ports.gate.untilClosed(this.#ports.notices.onApply(WORKERS, wake));
  }

  async #attend(worker: string, ms: number, isNews: boolean): Promise<readonly string[]> {
    const { keys, meta, reading } = this.#ports;
    const said = { worker, ms: ms === 0 ? 0 : Math.max(1, Math.ceil(ms)), isNews };
    const { workers } = await reading.read((wire, until) =>
      meta.onServer(() => attend(wire, keys, said, until), wire, until),
    );
    return workers;
  }

  async #lease(partition: Partition, asked: Parameters<typeof lease>[2]): Promise<Held> {
    const { keys, end } = this.#partition(partition);
    return this.#ports.reading.read((wire, until) => end.onServer(() => lease(wire, keys, asked, until), wire, until));
  }

  #partition(partition: Partition): { readonly keys: PartitionKeys; readonly end: LogEnd } {
    this.#ports.gate.mustBeOpen();
    const { end } = partitionAt(this.#ports.partitions, partition);
    return { keys: this.#ports.keys.of(partition), end };
  }
}
