// The tables of one connection to a Redis store: rows in hashes, their keys and index entries in sorted sets.
import type { Epoch, Partition } from '../../kernel/place.js';
import type {
  Applied,
  ApplyStep,
  Checkpoint,
  EntryRange,
  FoldId,
  IndexEntry,
  IndexId,
  RowsAt,
  ServeConditions,
  Slice,
  SliceRequest,
  TableId,
  Tables,
} from '../../table/tables.js';
import type { Gate } from '../gate.js';
import { partitionAt } from '../partitions.js';
import { apply, checkpointAt, drop } from './apply-script.js';
import { leaveSegments } from './group-progress.js';
import { boundOf, entryOfMember } from './index-member.js';
import type { Keys, PartitionKeys } from './keys.js';
import type { LogEnd } from './log-end.js';
import type { LogMeta } from './log-meta.js';
import { serve } from './meta-scripts.js';
import type { Notices } from './notices.js';
import type { Reading } from './reading.js';
import { rowsAt, rowsOf } from './row-buckets.js';
import { slice } from './scripts.js';
import type { Segments } from './segments.js';
import { operationsOf } from './step-operations.js';
import { pairsOf, type Wire } from './wire.js';

/** What tables are made of. */
export interface RedisTablesPorts {
  readonly keys: Keys;
  readonly meta: LogMeta;
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
    return this.#read((wire, until) => checkpointAt(wire, key, until));
  }

  async apply(step: ApplyStep): Promise<Applied> {
    const { fold, partition, expects, next, lease = null, readIn = null } = step;
    const keys = this.#keys(partition);
    const { end, segments } = partitionAt(this.#ports.partitions, partition);
    const operations = operationsOf(keys, step);
    const group = await this.#groupOf(fold);
    const { projection } = fold;
    const checkpoint = keys.checkpoint(fold);
    const call = { keys, checkpoint, projection, group, operations, expects, next, lease, readIn };
    return this.#ports.reading.once(async (wire, until) => {
      const send = () => {
        // Asked again for each sending: adopting a server may have all segments forgotten.
        const segment = segments.holderOf(next.position);
        return apply(wire, { ...call, segment }, until);
      };
      const applied = await end.onServer(send, wire, until);
      if (applied.kind !== 'applied') return applied;
      this.#ports.notices.steppedHere(projection);
      if (group !== '') leaveSegments(wire, { keys, group, segments, expects, next }, until);
      return applied;
    });
  }

  async rows(table: TableId, partition: Partition, keys: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const names = this.#keys(partition);
    if (keys.length === 0) return [];
    return this.#read((wire, until) => rowsOf(wire, { names, table, keys }, until));
  }

  async rowsAt(fold: FoldId, table: TableId, partition: Partition, keys: readonly string[]): Promise<RowsAt | null> {
    const names = this.#keys(partition);
    return this.#read((wire, until) => rowsAt(wire, { names, table, keys }, names.checkpoint(fold), until));
  }

  async entries(index: IndexId, partition: Partition, range: EntryRange): Promise<readonly IndexEntry[]> {
    const key = this.#keys(partition).index(index);
    const { direction, offset, limit } = range;
    const [from, to] = boundsOf(range);
    const bounds = direction === 'asc' ? [from, to, 'BYLEX'] : [to, from, 'BYLEX', 'REV'];
    const found = await this.#read((wire, until) =>
      wire.send('zrange', [key, ...bounds, 'LIMIT', offset, limit], until, 'utf8'),
    );
    return (found as string[]).map(entryOfMember);
  }

  async count(index: IndexId, partition: Partition, range: Pick<EntryRange, 'from' | 'to'>): Promise<number> {
    const bounds = boundsOf(range);
    const key = this.#keys(partition).index(index);
    return Number(await this.#read((wire, until) => wire.send('zlexcount', [key, ...bounds], until)));
  }

  async slice({ fold, index, partition, counted, range }: SliceRequest): Promise<Slice | null> {
    const names = this.#keys(partition);
    const { direction, offset, limit } = range;
    const call = {
      checkpoint: names.checkpoint(fold),
      index: names.index(index),
      buckets: names.allRows(index),
      counted: boundsOf(counted),
      told: boundsOf(range),
      direction,
      offset,
      limit,
    };
    const found = await this.#read((wire, until) => slice(wire, call, until));
    if (found === null) return null;
    const { last, ...rest } = found;
    return { ...rest, goesOnBehind: last === null ? null : entryOfMember(last).entry };
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

  async lastServing(projection: string): Promise<string | null> {
    this.#ports.gate.mustBeOpen();
    return (await this.#allServing()).get(projection) ?? null;
  }

  async serve(
    projection: string,
    from: string | null,
    to: string,
    { before, readIn }: ServeConditions = {},
  ): Promise<boolean> {
    const { keys, meta, reading } = this.#ports;
    const { kind } = await reading.once(async (wire, until) => {
      const seenOn = readIn && (await this.#serverIn(readIn, wire, until));
      if (seenOn === null) return { kind: 'epoch' };
      const change = { projection, from, to, before, seenOn };
      return meta.onServer(() => serve(wire, keys, change, until), wire, until);
    });
    const serves = kind === 'serves';
    this.#serving = null;
    if (serves) await this.#showProgress({ projection: foldOf(projection), generation: to });
    return serves;
  }

  async drop(
    fold: FoldId,
    tables: readonly TableId[],
    indexes: readonly IndexId[],
    readIn: readonly Epoch[] = [],
  ): Promise<void> {
    await this.#read(async (wire, until) => {
      const dropped = this.#ports.partitions.map(({ end }, partition) => {
        const keys = this.#ports.keys.of(partition as Partition);
        const rows = tables.flatMap((table) => [keys.rowKeys(table), ...keys.allRows(table)]);
        const names = [keys.checkpoint(fold), ...rows, ...indexes.map((index) => keys.index(index))];
        const what = { names, readIn: readIn[partition] };
        return end.onServer(() => drop(wire, keys.head, what, until), wire, until);
      });
      await Promise.all(dropped);
    });
  }

  onApply(projection: string, wake: () => void): () => void {
    this.#ports.gate.mustBeOpen();
    return this.#ports.gate.untilClosed(this.#ports.notices.onApply(projection, wake));
  }

  /**
   * The server on which the logs of all partitions are in these epochs; `null` = there is none. What serves lies in a slot of its own, and
   * no script there can see a log: but as long as that server is this one, they are in these epochs.
   */
  async #serverIn(epochs: readonly Epoch[], wire: Wire, until: number): Promise<string | null> {
    const ends = this.#ports.partitions.map(({ end }) => end);
    await Promise.all(ends.map((end) => end.renew(wire, until)));
    const servers = new Set(ends.map(({ server }) => server));
    const isIn = epochs.every((epoch, partition) => ends[partition]?.epoch === epoch);
    const [server = null] = servers;
    return isIn && servers.size === 1 ? server : null;
  }

  /** The consumer group that shows a fold's progress: named as what it serves; '' where it serves nothing. */
  async #groupOf({ projection, generation }: FoldId): Promise<string> {
    try {
      for (const [name, serving] of await this.#allServing())
        if (serving === generation && foldOf(name) === projection) return name;
    } catch {
      // Without its group a step is as good: nothing depends on it.
    }
    return '';
  }

  /** What serves, by projection, as it was when last asked. */
  #allServing(): Promise<ReadonlyMap<string, string>> {
    if (this.#serving !== null) return this.#serving;
    const { keys } = this.#ports;
    const asked = this.#read(async (wire, until) => pairsOf(await wire.send('hgetall', [keys.serving], until, 'utf8')));
    this.#serving = asked;
    asked.catch(() => {
      if (this.#serving === asked) this.#serving = null;
    });
    return asked;
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
    partitionAt(this.#ports.partitions, partition);
    return this.#ports.keys.of(partition);
  }
}

/** The projection of what serves: a release serves it under its name, an `@`, and a fingerprint. */
function foldOf(serving: string): string {
  return serving.split('@', 1)[0] ?? serving;
}

/** A range as sorted sets take it, ascending. */
function boundsOf({ from, to }: Pick<EntryRange, 'from' | 'to'>): readonly [from: string, to: string] {
  return [`[${boundOf(from)}`, `(${boundOf(to)}`];
}
