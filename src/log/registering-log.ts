// A log to whose appends the descriptors of their events go ahead. Everything else is the log behind it.
import type { Tag } from '../kernel/hash.js';
import type { Partition, Place, Position } from '../kernel/place.js';
import type { Version } from '../kernel/version.js';
import type {
  AggregateKey,
  Appended,
  BlockDraft,
  EventLog,
  Head,
  LogHead,
  StoredBlock,
  StoredCommit,
} from './event-log.js';
import type { Registrar } from './registrar.js';

/** Appends once the registry is complete. An append that fails because the registry cannot be written has stored nothing. */
export class RegisteringLog implements EventLog {
  readonly partitions: number;
  readonly shared: boolean;
  readonly #log: EventLog;
  readonly #registrar: Registrar;

  constructor(log: EventLog, registrar: Registrar) {
    this.#log = log;
    this.#registrar = registrar;
    this.partitions = log.partitions;
    this.shared = log.shared;
  }

  append(partition: Partition, block: BlockDraft): Promise<Appended> {
    if (this.#registrar.isComplete) return this.#log.append(partition, block);
    return this.#registrar.complete().then(() => this.#log.append(partition, block));
  }

  now(): number {
    return this.#log.now();
  }

  head(partition: Partition): Promise<LogHead> {
    return this.#log.head(partition);
  }

  read(partition: Partition, after: Position, maxBytes: number): Promise<readonly StoredBlock[]> {
    return this.#log.read(partition, after, maxBytes);
  }

  history(aggregate: AggregateKey, after: Version, limit: number): Promise<readonly StoredCommit[]> {
    return this.#log.history(aggregate, after, limit);
  }

  aggregateHead(aggregate: AggregateKey): Promise<Head> {
    return this.#log.aggregateHead(aggregate);
  }

  find(aggregate: AggregateKey, tag: Tag): Promise<readonly StoredCommit[]> {
    return this.#log.find(aggregate, tag);
  }

  holds(place: Place): Promise<boolean> {
    return this.#log.holds(place);
  }

  onAppend(partition: Partition, wake: () => void): () => void {
    return this.#log.onAppend(partition, wake);
  }
}
