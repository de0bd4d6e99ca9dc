// The snapshots of one connection to a memory store. What it keeps is shared; every look proves it against the log.
import { aggregateName } from '../../log/aggregate-name.js';
import type { AggregateKey, Head } from '../../log/event-log.js';
import type { SnapshotDraft, Snapshots, StoredSnapshot } from '../../log/snapshots.js';
import type { Gate } from '../gate.js';
import { homeOf } from '../partitions.js';
import type { MemoryPartition } from './memory-partition.js';

interface Kept {
  readonly head: Head;
  readonly bytes: Uint8Array;
}

/** What all connections of one memory store share of its snapshots: by aggregate type, then by aggregate and fingerprint. */
export type KeptSnapshots = Map<string, Map<string, Kept>>;

/** `Snapshots` over shared state. */
export class MemorySnapshots implements Snapshots {
  readonly #kept: KeptSnapshots;
  readonly #partitions: readonly MemoryPartition[];
  readonly #gate: Gate;

  constructor(kept: KeptSnapshots, partitions: readonly MemoryPartition[], gate: Gate) {
    this.#kept = kept;
    this.#partitions = partitions;
    this.#gate = gate;
  }

  async load(aggregate: AggregateKey, fingerprint: string): Promise<StoredSnapshot | null> {
    this.#gate.mustBeOpen();
    const kept = this.#kept.get(aggregate.type)?.get(nameOf(aggregate, fingerprint));
    const place = kept === undefined ? null : homeOf(this.#partitions, aggregate).placeOf(aggregate, kept.head);
    return kept === undefined || place === null ? null : { head: kept.head, place, bytes: kept.bytes.slice() };
  }

  async save(aggregate: AggregateKey, fingerprint: string, { head, bytes }: SnapshotDraft): Promise<boolean> {
    this.#gate.mustBeOpen();
    if (homeOf(this.#partitions, aggregate).placeOf(aggregate, head) === null) return false;
    const ofType = this.#kept.get(aggregate.type) ?? new Map<string, Kept>();
    const name = nameOf(aggregate, fingerprint);
    const known = ofType.get(name);
    if (known !== undefined && known.head.version > head.version) return false;
    this.#kept.set(aggregate.type, ofType.set(name, { head, bytes }));
    return true;
  }

  async clear(aggregateType: string): Promise<void> {
    this.#gate.mustBeOpen();
    this.#kept.delete(aggregateType);
  }
}

function nameOf(aggregate: AggregateKey, fingerprint: string): string {
  return `${fingerprint}:${aggregateName(aggregate)}`;
}
