// The tables of one connection to a Redis store: rows in hashes, their keys and index entries in sorted sets.
import { StatefoldError } from '../../kernel/error.js';
import type { Partition } from '../../kernel/place.js';
import type {
  Applied,
  ApplyStep,
  Checkpoint,
  EntryRange,
  FoldId,
  IndexEntry,
  IndexId,
  TableId,
  Tables,
} from '../../table/tables.js';
import type { Gate } from '../gate.js';
import { boundOf, entryOfMember } from './index-member.js';
import { BUCKETS, bucketOf, type Keys, type PartitionKeys } from './keys.js';
import type { LogEnd } from './log-end.js';
import type { Notices } from './notices.js';
import type { Reading } from './reading.js';
import { apply, checkpointOf, rows as readRows, serve } from './scripts.js';
import type { Segments } from './segments.js';
import { operationsOf } from './step-operations.js';
import { pairsOf, type Wire } from './wire.js';

/** What tables are made of. */
export interface RedisTablesPorts {
  readonly keys: Keys;
  readonly partitions: readonly { readonly end: LogEnd; readonly segments: Segments }[];
  readonly reading: Reading;
  readonly notices: Notices;
  readonly gate: Gate;
}

/** `Tables` on a server. */
export class RedisTables implements Tables {
  readonly #ports: RedisTablesPorts;
  /** What serves, as it was when last asked; `null` once that may have changed. */
  #serving: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(ports: RedisTablesPorts) {
    this.#ports = ports;
    ports.notices.onServing = () => {
      this.#serving = null;
    };
  }

  async checkpoint(fold: FoldId, partition: Partition): Promise<Checkpoint | null> {
    const key = this.#keys(partition).checkpoint(fold);
    const fields = ['epoch', 'position', 'mark', 'revision'];
    const found = await this.#read((wire, until) => wire.send('hmget', [key, ...fields], until, 'utf8'));
    return checkpointOf(found as (string | null)[]);
  }

  async apply(step: ApplyStep): Promise<Applied> {
    const { fold, partition, expects, next } = step;
    const keys = this.#keys(partition);
    const { end, segments } = this.#partition(partition);
    const operations = operationsOf(keys, step);
    const group = await this.#groupOf(fold);
    return this.#ports.reading.once(async (wire, until) => {
      for (;;) {
        const segment = segments.holderOf(next.position);
        const call = { keys, checkpoint: keys.checkpoint(fold), segment, group, operations, expects, next };
        const answer = await apply(wire, { ...call, projection: fold.projection }, until);
        if (answer.kind === 'server') await end.renew(wire, until);
        else if (answer.kind === 'conflict') return answer;
        else {
          if (group !== '') leaveSegments(wire, { keys, group, segments, expects, next }, until);
          return { kind: 'applied' };
        }
      }
    });
  }

  async rows(table: TableId, partition: Partition, keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const names = this.#keys(partition);
    if (keys.length === 0) return [];
    return this.#read((wire, until) => rowsOf(wire, { names, table, keys }, until));
  }

  async entries(index: IndexId, partition: Partition, range: EntryRange): Promise<readonly IndexEntry[]> {
    const key = this.#keys(partition).index(index);
    const { direction, offset, limit } = range;
    const [from, to] = [`[${boundOf(range.from)}`, `(${boundOf(range.to)}`];
    const bounds = direction === 'asc' ? [from, to, 'BYLEX'] : [to, from, 'BYLEX', 'REV'];
    const found = await this.#read((wire, until) =>
      wire.send('zrange', [key, ...bounds, 'LIMIT', offset, limit], until, 'utf8'),
    );
    return (found as string[]).map(entryOfMember);
  }

  async count(index: IndexId, partition: Partition, range: Pick<EntryRange, 'from' | 'to'>): Promise<number> {
    const bounds = [`[${boundOf(range.from)}`, `(${boundOf(range.to)}`];
    const key = this.#keys(partition).index(index);
    return Number(await this.#read((wire, until) => wire.send('zlexcount', [key, ...bounds], until)));
  }

  async scan(
    table: TableId,
    partition: Partition,
    after: string,
    limit: number,
  ): Promise<readonly (readonly [key: string, row: Uint8Array])[]> {
    const names = this.#keys(partition);
    return this.#read(async (wire, until) => {
      const found: (readonly [string, Uint8Array])[] = [];
      for (let last = after; found.length < limit; ) {
        const range = [names.rowKeys(table), last === '' ? '-' : `(${last}`, '+', 'BYLEX', 'LIMIT', 0];
        const keys = (await wire.send('zrange', [...range, limit - found.length], until, 'utf8')) as string[];
        const rows = await rowsOf(wire, { names, table, keys }, until);
        // A row that went between the two reads is not there; the page is filled from behind it.
        for (const [index, key] of keys.entries()) {
          const row = rows[index];
          if (row) found.push([key, row]);
        }
        const end = keys.at(-1);
        if (end === undefined) break;
        last = end;
      }
      return found;
    });
  }

  async size(table: TableId, partition: Partition): Promise<number> {
    const key = this.#keys(partition).rowKeys(table);
    return Number(await this.#read((wire, until) => wire.send('zcard', [key], until)));
  }

  async serving(projection: string): Promise<string | null> {
    const { keys } = this.#ports;
    const found = await this.#read((wire, until) => wire.send('hget', [keys.serving, projection], until, 'utf8'));
    return found as string | null;
  }

  async serve(projection: string, from: string | null, to: string): Promise<boolean> {
    const { keys, reading } = this.#ports;
    const names = { serving: keys.serving, steps: keys.servingSteps, channel: keys.servingChannel };
    const serves = await reading.once((wire, until) => serve(wire, names, { projection, from, to }, until));
    this.#serving = null;
    if (serves) await this.#showProgress({ projection: foldOf(projection), generation: to });
    return serves;
  }

  async drop(fold: FoldId, tables: readonly TableId[], indexes: readonly IndexId[]): Promise<void> {
    await this.#read(async (wire, until) => {
      const unlinked = this.#ports.partitions.map((_, partition) => {
        const names = this.#ports.keys.of(partition as Partition);
        const rows = tables.flatMap((table) => [
          names.rowKeys(table),
          ...Array.from({ length: BUCKETS }, (_, bucket) => names.rows(table, bucket)),
        ]);
        // The checkpoint goes with them in one command: a late step must find neither.
        return wire.send(
          'unlink',
          [names.checkpoint(fold), ...rows, ...indexes.map((index) => names.index(index))],
          until,
        );
      });
      await Promise.all(unlinked);
    });
  }

  onApply(projection: string, wake: () => void): () => void {
    this.#ports.gate.mustBeOpen();
    return this.#ports.gate.untilClosed(this.#ports.notices.onApply(projection, wake));
  }

  /** The consumer group that shows a fold's progress: named as what it serves; '' where it serves nothing. */
  async #groupOf({ projection, generation }: FoldId): Promise<string> {
    const { keys } = this.#ports;
    this.#serving ??= this.#read(async (wire, until) =>
      pairsOf(await wire.send('hgetall', [keys.serving], until, 'utf8')),
    );
    const asked = this.#serving;
    try {
      for (const [name, serving] of await asked) if (serving === generation && foldOf(name) === projection) return name;
    } catch {
      // Without its group a step is as good: nothing depends on it.
      if (this.#serving === asked) this.#serving = null;
    }
    return '';
  }

  /** Moves the consumer groups to a generation's checkpoints, by steps that change nothing else. Nothing depends on it. */
  async #showProgress(fold: FoldId): Promise<void> {
    const moves = this.#ports.partitions.map(async (_, index) => {
      const partition = index as Partition;
      const expects = await this.checkpoint(fold, partition);
      if (expects !== null) await this.apply({ fold, partition, expects, next: expects, rows: [], indexes: [] });
    });
    await Promise.allSettled(moves);
  }

  #read<T>(work: (wire: Wire, until: number) => Promise<T>): Promise<T> {
    return this.#ports.reading.read(work);
  }

  #keys(partition: Partition): PartitionKeys {
    this.#ports.gate.mustBeOpen();
    return this.#ports.keys.of(partition);
  }

  #partition(partition: Partition): RedisTablesPorts['partitions'][number] {
    const found = this.#ports.partitions[partition];
    if (found !== undefined) return found;
    const message = `There is no partition ${partition}: this log has ${this.#ports.partitions.length}.`;
    throw new StatefoldError('INCOMPATIBLE', message, { what: `partition ${partition}` });
  }
}

/** The projection of what serves: a release serves it under its name, an `@`, and a fingerprint. */
function foldOf(serving: string): string {
  return serving.split('@', 1)[0] ?? serving;
}

/** Moves a group to the end of the segments that its checkpoint has left: nothing is written to them any more, so their end stays. */
function leaveSegments(
  wire: Wire,
  move: {
    readonly keys: PartitionKeys;
    readonly group: string;
    readonly segments: Segments;
    readonly expects: Checkpoint | null;
    readonly next: Checkpoint;
  },
  until: number,
): void {
  const { keys, group, segments, expects, next } = move;
  const last = segments.holderOf(next.position);
  for (let segment = segments.holderOf(expects?.position ?? next.position); segment < last; segment++) {
    // Only shown, read by nobody: what fails here leaves a tool with an older figure, and no event is skipped by it.
    wire.send('xgroup', ['SETID', keys.segment(segment), group, '$'], until).catch(() => {});
  }
}

/** As many rows, from several buckets, are read by one command. A server does nothing else meanwhile. */
const ROWS_AT_ONCE = 200;

/** Rows by key, in order, in one round trip: a page of them by one command, more by one for each bucket. */
async function rowsOf(
  wire: Wire,
  { names, table, keys }: { readonly names: PartitionKeys; readonly table: TableId; readonly keys: readonly string[] },
  until: number,
): Promise<readonly (Uint8Array | null)[]> {
  const indexesOf = new Map<number, number[]>();
  for (let index = 0; index < keys.length; index++) {
    const bucket = bucketOf(keys[index] ?? '');
    const indexes = indexesOf.get(bucket);
    if (indexes === undefined) indexesOf.set(bucket, [index]);
    else indexes.push(index);
  }
  const asked = [...indexesOf].map(([bucket, indexes]) => ({
    bucket: names.rows(table, bucket),
    keys: indexes.map((index) => keys[index] ?? ''),
    indexes,
  }));
  const found = await (asked.length > 1 && keys.length <= ROWS_AT_ONCE
    ? readRows(wire, asked, until)
    : Promise.all(asked.map((one) => wire.send('hmget', [one.bucket, ...one.keys], until))).then((all) => all.flat()));
  const rows = new Array<Uint8Array | null>(keys.length).fill(null);
  for (const [at, index] of asked.flatMap(({ indexes }) => indexes).entries()) rows[index] = found[at] as Buffer | null;
  return rows;
}
