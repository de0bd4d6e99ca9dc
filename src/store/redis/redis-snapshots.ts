// The snapshots of one connection to a Redis store, in buckets: no key grows with the number of aggregates alone.
import { partitionOf } from '../../kernel/hash.js';
import type { Partition } from '../../kernel/place.js';
import type { AggregateKey } from '../../log/event-log.js';
import type { SnapshotDraft, Snapshots, StoredSnapshot } from '../../log/snapshots.js';
import { homeOf } from '../partitions.js';
import { HEAD_BYTES, readHead, writeHead } from './index-record.js';
import { BUCKETS, bucketOf, type Keys } from './keys.js';
import type { LogEnd } from './log-end.js';
import type { Reading } from './reading.js';
import type { RedisPartition } from './redis-log.js';
import { type SnapshotKeys, saveSnapshot } from './scripts.js';

/** One partition, as snapshots are proved and kept in it. */
type SnapshotPartition = Pick<RedisPartition, 'reader'> & { readonly end: LogEnd };

/** `Snapshots` on a server. */
export class RedisSnapshots implements Snapshots {
  readonly #keys: Keys;
  readonly #partitions: readonly SnapshotPartition[];
  readonly #reading: Reading;

  constructor(keys: Keys, partitions: readonly SnapshotPartition[], reading: Reading) {
    this.#keys = keys;
    this.#partitions = partitions;
    this.#reading = reading;
  }

  async load(aggregate: AggregateKey, fingerprint: string): Promise<StoredSnapshot | null> {
    const { bucket, field } = this.#keysOf(aggregate, fingerprint);
    const { reader } = homeOf(this.#partitions, aggregate);
    return this.#reading.read(async (wire, until) => {
      const kept = (await wire.send('hget', [bucket, field], until)) as Buffer | null;
      if (kept === null) return null;
      const head = readHead(kept, 0);
      const place = await reader.placeOfHead(wire, aggregate, head, until);
      return place === null ? null : { head, place, bytes: kept.subarray(HEAD_BYTES) };
    });
  }

  async save(aggregate: AggregateKey, fingerprint: string, { head, bytes }: SnapshotDraft): Promise<boolean> {
    const keys = this.#keysOf(aggregate, fingerprint);
    const written = Buffer.alloc(HEAD_BYTES);
    writeHead(written, 0, head);
    const snapshot = { head: written, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
    const { end } = homeOf(this.#partitions, aggregate);
    const { kind } = await this.#reading.read((wire, until) =>
      end.onServer(() => saveSnapshot(wire, keys, snapshot, until), wire, until),
    );
    return kind === 'kept';
  }

  async clear(aggregateType: string): Promise<void> {
    await this.#reading.read(async (wire, until) => {
      const unlinked = this.#partitions.map((_, partition) => {
        const keys = this.#keys.of(partition as Partition);
        const buckets = Array.from({ length: BUCKETS }, (_, bucket) => keys.snapshots(aggregateType, bucket));
        return wire.send('unlink', buckets, until);
      });
      await Promise.all(unlinked);
    });
  }

  #keysOf(aggregate: AggregateKey, fingerprint: string): SnapshotKeys {
    const { type, id } = aggregate;
    const keys = this.#keys.of(partitionOf(type, id, this.#partitions.length));
    const bucket = keys.snapshots(type, bucketOf(id));
    return {
      bucket,
      index: keys.aggregate(aggregate),
      head: keys.head,
      field: `${fingerprint.length}:${fingerprint}:${id}`,
    };
  }
}
