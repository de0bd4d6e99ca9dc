// The event log of one connection to a memory store. Holds no state but whether the connection is open.
import type { Tag } from '../../kernel/hash.js';
import type { Epoch, Partition, Place, Position } from '../../kernel/place.js';
import type { Version } from '../../kernel/version.js';
import type {
  AggregateKey,
  Appended,
  BlockDraft,
  EventLog,
  Head,
  LogHead,
  StoredBlock,
  StoredCommit,
} from '../../log/event-log.js';
import type { Gate } from '../gate.js';
import { homeOf, mustLiveIn, partitionAt } from '../partitions.js';
import type { WakeUps } from '../wake-ups.js';
import type { MemoryPartition } from './memory-partition.js';

/** What all connections of one memory store share of its log. */
export interface SharedLog {
  readonly partitions: readonly MemoryPartition[];
  readonly wakeUps: WakeUps<Partition>;
  readonly shared: boolean;
  readonly now: () => number;
}

/** An `EventLog` over shared state. Methods are async for the port's sake: each does its work at once, when it is called. */
export class MemoryLog implements EventLog {
  readonly partitions: number;
  readonly shared: boolean;
  readonly #log: SharedLog;
  readonly #gate: Gate;

  constructor(log: SharedLog, gate: Gate) {
    this.#log = log;
    this.#gate = gate;
    this.partitions = log.partitions.length;
    this.shared = log.shared;
  }

  now(): number {
    return this.#log.now();
  }

  async append(partition: Partition, block: BlockDraft): Promise<Appended> {
    const target = this.#partition(partition);
    mustLiveIn(partition, block, this.partitions);
    const appended = target.append(block, this.#log.now());
    if (appended.kind === 'appended' && block.commits.length > 0) this.#log.wakeUps.ring(partition);
    return appended;
  }

  async head(partition: Partition): Promise<LogHead> {
    return this.#partition(partition).head();
  }

  async epoch(partition: Partition): Promise<Epoch> {
    return this.#partition(partition).epoch;
  }

  async read(partition: Partition, after: Position, maxBytes: number): Promise<readonly StoredBlock[]> {
    return this.#partition(partition).read(after, maxBytes);
  }

  async history(aggregate: AggregateKey, after: Version, limit: number): Promise<readonly StoredCommit[]> {
    return this.#home(aggregate).history(aggregate, after, limit);
  }

  async aggregateHead(aggregate: AggregateKey): Promise<Head> {
    return this.#home(aggregate).aggregateHead(aggregate);
  }

  async find(aggregate: AggregateKey, tag: Tag): Promise<readonly StoredCommit[]> {
    return this.#home(aggregate).find(aggregate, tag);
  }

  async holds(place: Place): Promise<boolean> {
    this.#gate.mustBeOpen();
    // A place may come from outside, and from a log with more partitions: then it means nothing here.
    return this.#log.partitions[place.partition]?.holds(place) ?? false;
  }

  onAppend(partition: Partition, wake: () => void): () => void {
    this.#partition(partition);
    return this.#gate.untilClosed(this.#log.wakeUps.on(partition, wake));
  }

  #partition(partition: Partition): MemoryPartition {
    this.#gate.mustBeOpen();
    return partitionAt(this.#log.partitions, partition);
  }

  #home(aggregate: AggregateKey): MemoryPartition {
    this.#gate.mustBeOpen();
    return homeOf(this.#log.partitions, aggregate);
  }
}
