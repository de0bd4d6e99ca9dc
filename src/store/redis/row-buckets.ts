// Reads rows by key out of the buckets that they lie in. Knows nothing of indexes.
import type { RowsAt, TableId } from '../../table/tables.js';
import { type PartitionKeys, rowBucketOf } from './keys.js';
import { rows as readRows } from './scripts.js';
import type { Wire } from './wire.js';

/** As many rows, from several buckets, are read by one command. A server does nothing else meanwhile. */
const ROWS_AT_ONCE = 200;

/** Which buckets rows are in, and where each of them stands in the order that was asked. */
class BucketPlaces {
  readonly buckets: readonly { readonly bucket: string; readonly keys: readonly string[] }[];
  readonly #indexes: readonly number[];

  constructor(names: PartitionKeys, table: TableId, keys: readonly string[]) {
    const indexesOf = new Map<number, number[]>();
    for (let index = 0; index < keys.length; index++) {
      const bucket = rowBucketOf(keys[index] ?? '');
      const indexes = indexesOf.get(bucket);
      if (indexes === undefined) indexesOf.set(bucket, [index]);
      else indexes.push(index);
    }
    this.buckets = [...indexesOf].map(([bucket, indexes]) => ({
      bucket: names.rows(table, bucket),
      keys: indexes.map((index) => keys[index] ?? ''),
    }));
    this.#indexes = [...indexesOf.values()].flat();
  }

  /** Rows that were read bucket by bucket, as they were asked for. */
  inOrder(found: readonly (Uint8Array | null)[]): readonly (Uint8Array | null)[] {
    const rows = new Array<Uint8Array | null>(found.length).fill(null);
    for (const [at, index] of this.#indexes.entries()) rows[index] = found[at] ?? null;
    return rows;
  }
}

/** Rows of a table, by key. */
export interface RowNames {
  readonly names: PartitionKeys;
  readonly table: TableId;
  readonly keys: readonly string[];
}

/** Rows and the checkpoint at a key, of one moment; `null` where there is no checkpoint. */
export async function rowsAt(
  wire: Wire,
  { names, table, keys }: RowNames,
  checkpointKey: string,
  until: number,
): Promise<RowsAt | null> {
  const places = new BucketPlaces(names, table, keys);
  const { rows, checkpoint } = await readRows(wire, places.buckets, until, checkpointKey);
  return checkpoint && { checkpoint, rows: places.inOrder(rows) };
}

/** Rows by key, in order, in one round trip: a page of them by one command, more by one for each bucket. */
export async function rowsOf(
  wire: Wire,
  { names, table, keys }: RowNames,
  until: number,
): Promise<readonly (Uint8Array | null)[]> {
  const places = new BucketPlaces(names, table, keys);
  const { buckets } = places;
  if (buckets.length > 1 && keys.length <= ROWS_AT_ONCE) {
    return places.inOrder((await readRows(wire, buckets, until)).rows);
  }
  const all = await Promise.all(buckets.map((one) => wire.send('hmget', [one.bucket, ...one.keys], until)));
  return places.inOrder(all.flat() as (Buffer | null)[]);
}
