// Owns the names of keys and channels in Redis. Knows nothing of what they hold.
import { fnv1a } from '../../kernel/hash.js';
import type { Partition } from '../../kernel/place.js';
import type { AggregateKey } from '../../log/event-log.js';
import type { FoldId, IndexId, TableId } from '../../table/tables.js';

/** How many hashes the snapshots of one type are spread over in a partition. */
export const BUCKETS = 64;

/** How many hashes the rows of one table are spread over in a partition: few, since a page looks into each. */
const ROW_BUCKETS = 4;

const NAMESPACE = /^[A-Za-z0-9._~-]{1,64}$/;

/**
 * The keys of one log. All keys of a partition begin with the same hash tag, so that they lie in one slot of a cluster; what
 * callers name stands behind it and can never change it. Two things never share a key.
 */
export class Keys {
  readonly #namespace: string;

  /** Throws a `RangeError` for a namespace that is not 1 to 64 letters, digits, or any of `. _ ~ -`. */
  constructor(namespace: string) {
    if (!NAMESPACE.test(namespace)) {
      throw new RangeError(`A namespace is 1 to 64 letters, digits, '.', '_', '~' or '-', not '${namespace}'.`);
    }
    this.#namespace = namespace;
  }

  /** What every key of the log begins with. */
  get prefix(): string {
    return `{${this.#namespace}:`;
  }

  /** Hash: format and number of partitions. */
  get meta(): string {
    return `${this.prefix}meta}log`;
  }

  /** Hash: the generation that serves, by projection. */
  get serving(): string {
    return `${this.prefix}meta}serving`;
  }

  /** Hash: how often what serves has changed, by projection. */
  get servingSteps(): string {
    return `${this.prefix}meta}steps`;
  }

  /** Channel: what serves has changed. */
  get servingChannel(): string {
    return `${this.prefix}meta}steps!`;
  }

  /** Sorted set: the workers that fold, and what each of them can, by when they are gone; see `lua/attend.lua`. */
  get workers(): string {
    return `${this.prefix}meta}workers`;
  }

  /** Hash: texts of descriptors by fingerprint. */
  get registry(): string {
    return `${this.prefix}meta}registry`;
  }

  /** The keys of one partition. */
  of(partition: Partition): PartitionKeys {
    return new PartitionKeys(`${this.prefix}${partition}}`);
  }
}

/** The keys of one partition. */
export class PartitionKeys {
  readonly #tag: string;
  /** Few: a domain has a number of types. */
  readonly #aggregates = new Map<string, Buffer>();

  constructor(tag: string) {
    this.#tag = tag;
  }

  /** Hash: where the log ends, and which server it is written on. */
  get head(): string {
    return `${this.#tag}head`;
  }

  /** List: the first position of each segment. */
  get segments(): string {
    return `${this.#tag}segments`;
  }

  /** Stream: one entry per block. Segments count from 1. */
  segment(number: number): string {
    return `${this.#tag}log:${number}`;
  }

  /** String: one record per commit of an aggregate; see `index-record.ts`. */
  aggregate({ type, id }: AggregateKey): string {
    return `${this.#tag}agg:${part(type)}:${lastPart(id)}`;
  }

  /** What the keys of all aggregates of one type begin with; the id follows, as `lastPart` gives it. */
  aggregates(type: string): Buffer {
    const known = this.#aggregates.get(type);
    if (known !== undefined) return known;
    const bytes = Buffer.from(`${this.#tag}agg:${part(type)}:`);
    this.#aggregates.set(type, bytes);
    return bytes;
  }

  /** Hash: snapshots of aggregates of one type, by fingerprint and id. */
  snapshots(type: string, bucket: number): string {
    return `${this.#tag}snap:${part(type)}:${bucket}`;
  }

  /** Hash: the checkpoint of a fold. */
  checkpoint({ projection, generation }: FoldId): string {
    return `${this.#tag}cp:${part(projection)}:${lastPart(generation)}`;
  }

  /** Hash: the leases of folds, by name, each as `<fence> <end> <worker>`; see `lua/lease.lua`. */
  get leases(): string {
    return `${this.#tag}leases`;
  }

  /** Hash: how many steps each projection has made. */
  get steps(): string {
    return `${this.#tag}steps`;
  }

  /** Hash: rows of a table, by key. */
  rows({ table, generation }: TableId, bucket: number): string {
    return `${this.#tag}row:${part(table)}:${part(generation)}:${bucket}`;
  }

  /** All hashes with rows of a table, in the order of their buckets. */
  allRows(table: TableId): readonly string[] {
    const first = this.rows(table, 0).slice(0, -1);
    return Array.from({ length: ROW_BUCKETS }, (_, bucket) => `${first}${bucket}`);
  }

  /** Sorted set, all scores 0: the keys of a table's rows. */
  rowKeys({ table, generation }: TableId): string {
    return `${this.#tag}keys:${part(table)}:${lastPart(generation)}`;
  }

  /** Sorted set, all scores 0: the entries of an index; see `index-member.ts`. */
  index({ table, generation, index }: IndexId): string {
    return `${this.#tag}ix:${part(table)}:${part(generation)}:${lastPart(index)}`;
  }

  /** Channel: a block was appended. */
  get appends(): string {
    return `${this.#tag}head!`;
  }

  /** Channel: a fold has made a step. */
  get applies(): string {
    return `${this.#tag}steps!`;
  }
}

/** The bucket of a name: FNV-1a over its UTF-16 units. Snapshots are found by it: it may never change. */
export function bucketOf(name: string): number {
  return mixedHash(name) % BUCKETS;
}

/** The bucket of a row's key, likewise. */
export function rowBucketOf(key: string): number {
  return mixedHash(key) % ROW_BUCKETS;
}

function mixedHash(name: string): number {
  const hash = fnv1a(name);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A name that others follow: it must not hold the sign between them. */
function part(name: string): string {
  return wellFormed(name).replaceAll('%', '%25').replaceAll(':', '%3A');
}

/** A name that stands last in a key. Throws a `RangeError` for one that cannot be stored. */
export function lastPart(name: string): string {
  return wellFormed(name);
}

function wellFormed(name: string): string {
  // As UTF-8 all lone surrogates are the same character: two names would be one.
  if (name.isWellFormed()) return name;
  throw new RangeError('A name has a lone surrogate: it cannot be stored.');
}
