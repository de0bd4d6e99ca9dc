// The event log of one connection to a Redis store: finds the partition, and says what went wrong in the port's words.
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
import type { LogEnd } from './log-end.js';
import type { Notices } from './notices.js';
import type { OwnBlocks } from './own-blocks.js';
import type { PartitionReader } from './partition-reader.js';
import type { PartitionWriter } from './partition-writer.js';
import type { Reading } from './reading.js';
import type { ServerClock } from './server-clock.js';

/** One partition, as one connection reads and writes it. */
export interface RedisPartition {
  readonly reader: PartitionReader;
  readonly writer: PartitionWriter;
  readonly own: OwnBlocks;
  readonly end: Pick<LogEnd, 'epoch'>;
}

/** What a log is made of. */
export interface RedisLogPorts {
  readonly partitions: readonly RedisPartition[];
  readonly reading: Reading;
  readonly notices: Notices;
  readonly clock: ServerClock;
  readonly gate: Gate;
}

/** An `EventLog` on a server. */
export class RedisLog implements EventLog {
  readonly partitions: number;
  readonly shared = true;
  readonly #ports: RedisLogPorts;

  constructor(ports: RedisLogPorts) {
    this.#ports = ports;
    this.partitions = ports.partitions.length;
  }

  now(): number {
    return this.#ports.clock.now();
  }

  async append(partition: Partition, block: BlockDraft): Promise<Appended> {
    const { writer } = this.#partition(partition);
    mustLiveIn(partition, block, this.partitions);
    return writer.append(block);
  }

  async head(partition: Partition): Promise<LogHead> {
    const { reader } = this.#partition(partition);
    return this.#ports.reading.read((wire, until) => reader.head(wire, until));
  }

  async epoch(partition: Partition): Promise<Epoch> {
    const { reader, own } = this.#partition(partition);
    const epoch = await this.#ports.reading.read((wire, until) => reader.epoch(wire, until));
    own.enter(epoch);
    return epoch;
  }

  async read(partition: Partition, after: Position, maxBytes: number): Promise<readonly StoredBlock[]> {
    const { reader, own, end } = this.#partition(partition);
    own.enter(end.epoch);
    const known = own.behind(after, maxBytes);
    if (known.length > 0) return known;
    return this.#ports.reading.read((wire, until) => reader.read(wire, { after, maxBytes }, until));
  }

  async history(aggregate: AggregateKey, after: Version, limit: number): Promise<readonly StoredCommit[]> {
    const { reader } = this.#home(aggregate);
    return this.#ports.reading.read((wire, until) => reader.history(wire, aggregate, { version: after, limit }, until));
  }

  async aggregateHead(aggregate: AggregateKey): Promise<Head> {
    const { reader } = this.#home(aggregate);
    return this.#ports.reading.read((wire, until) => reader.aggregateHead(wire, aggregate, until));
  }

  async find(aggregate: AggregateKey, tag: Tag): Promise<readonly StoredCommit[]> {
    const { reader, writer } = this.#home(aggregate);
    const found = await this.#ports.reading.read((wire, until) => reader.find(wire, aggregate, tag, until));
    // Who looks for what became of a command acknowledges it by what is found.
    if (found.length > 0) await writer.mustBeReplicated();
    return found;
  }

  async holds(place: Place): Promise<boolean> {
    this.#ports.gate.mustBeOpen();
    // A place may come from outside, and from a log with more partitions: then it means nothing here.
    const partition = this.#ports.partitions[place.partition];
    if (partition === undefined) return false;
    return this.#ports.reading.read((wire, until) => partition.reader.holds(wire, place, until));
  }

  onAppend(partition: Partition, wake: () => void): () => void {
    this.#partition(partition);
    return this.#ports.gate.untilClosed(this.#ports.notices.onAppend(partition, wake));
  }

  #partition(partition: Partition): RedisPartition {
    this.#ports.gate.mustBeOpen();
    return partitionAt(this.#ports.partitions, partition);
  }

  #home(aggregate: AggregateKey): RedisPartition {
    this.#ports.gate.mustBeOpen();
    return homeOf(this.#ports.partitions, aggregate);
  }
}
