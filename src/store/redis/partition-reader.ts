// Reads one partition: blocks in order, commits of one aggregate, places. Proves what it reads, and writes nothing.
import type { Tag } from '../../kernel/hash.js';
import { BEFORE_FIRST, type Epoch, FIRST_MARK, type Partition, type Place, type Position } from '../../kernel/place.js';
import { NO_VERSION, type Version } from '../../kernel/version.js';
import type { AggregateKey, Head, LogHead, StoredBlock, StoredCommit } from '../../log/event-log.js';
import { sameHead } from '../head.js';
import { type BlockEntry, corrupt, mustFollow, readBlockEntry, readEntryId } from './block-entry.js';
import { HEAD_BYTES, type IndexRecord, RECORD_BYTES, readHead, readRecords } from './index-record.js';
import type { PartitionKeys } from './keys.js';
import { commits, type FoundCommit, indexAbove, indexTagged, pageFrom, place } from './scripts.js';
import type { Segments } from './segments.js';
import type { Wire } from './wire.js';

/** Of one call: a server does nothing else while it answers one. */
const COMMITS_AT_ONCE = 100;
const BYTES_AT_ONCE = 1 << 20;

/** Reads one partition. Every call gets the connection that it reads from; each may be repeated. */
export class PartitionReader {
  readonly #partition: Partition;
  readonly #keys: PartitionKeys;
  readonly #segments: Segments;

  constructor(partition: Partition, keys: PartitionKeys, segments: Segments) {
    this.#partition = partition;
    this.#keys = keys;
    this.#segments = segments;
  }

  async head(wire: Wire, until: number): Promise<LogHead> {
    const fields = ['position', 'mark', 'tail', 'epoch'];
    const [position, mark, tail, epoch] = (await wire.send(
      'hmget',
      [this.#keys.head, ...fields],
      until,
      'utf8',
    )) as string[];
    if (!position) throw corrupt(this.#partition, 'the head of the log is gone');
    const isEmpty = position === '0';
    return {
      epoch: (isEmpty ? epoch : tail) as LogHead['epoch'],
      position: Number(position) as Position,
      mark: mark as LogHead['mark'],
    };
  }

  /** See `EventLog.epoch`. */
  async epoch(wire: Wire, until: number): Promise<Epoch> {
    const epoch = await wire.send('hget', [this.#keys.head, 'epoch'], until, 'utf8');
    if (typeof epoch !== 'string') throw corrupt(this.#partition, 'the head of the log is gone');
    return epoch as Epoch;
  }

  /** See `EventLog.read`. */
  async read(
    wire: Wire,
    from: { readonly after: Position; readonly maxBytes: number },
    until: number,
  ): Promise<readonly StoredBlock[]> {
    const blocks: BlockEntry[] = [];
    let bytes = 0;
    let next = (from.after + 1) as Position;
    let segment = this.#segments.holderOf(next);
    for (;;) {
      const mayGrow = segment >= this.#segments.last;
      const asked = { from: next, maxBytes: from.maxBytes - bytes };
      const reading = pageFrom(wire, this.#keys.segment(segment), asked, until);
      // Right behind it, in the same round trip: whether the segment had been sealed when it was read.
      const goingOn = mayGrow ? this.#segments.goesOnAfter(segment, wire, until) : true;
      const [{ entries, isCut }, goesOn] = await Promise.all([reading, goingOn]);
      for (const entry of entries) {
        const block = readBlockEntry(this.#partition, entry);
        mustFollow(blocks.at(-1), block);
        bytes += block.bytes.length;
        // One is always given, whether it fits or not: here it is not the first.
        if (blocks.length > 0 && bytes > from.maxBytes) return blocks;
        blocks.push(block);
        next = (block.last + 1) as Position;
      }
      if (isCut) return blocks;
      if (!mayGrow) segment += 1;
      // A segment that was sealed meanwhile may have grown before: it is read to its end first.
      else if (!goesOn) return blocks;
    }
  }

  /** See `EventLog.history`. */
  async history(
    wire: Wire,
    aggregate: AggregateKey,
    above: { readonly version: Version; readonly limit: number },
    until: number,
  ): Promise<readonly StoredCommit[]> {
    const key = this.#keys.aggregate(aggregate);
    const end = above.limit * RECORD_BYTES - 1;
    const records =
      // From the start there is nothing to search: the plain command costs a server a tenth of a script.
      above.version === NO_VERSION && above.limit > 0
        ? ((await wire.send('getrange', [key, 0, end], until)) as Buffer)
        : await indexAbove(wire, key, above, until);
    return this.#load(wire, readRecords(records), until);
  }

  /** See `EventLog.find`. */
  async find(wire: Wire, aggregate: AggregateKey, tag: Tag, until: number): Promise<readonly StoredCommit[]> {
    const key = this.#keys.aggregate(aggregate);
    return this.#load(wire, readRecords(await indexTagged(wire, key, tag, until)), until);
  }

  async aggregateHead(wire: Wire, aggregate: AggregateKey, until: number): Promise<Head> {
    const tail = (await wire.send('getrange', [this.#keys.aggregate(aggregate), -HEAD_BYTES, -1], until)) as Buffer;
    return readHead(tail.length === 0 ? Buffer.alloc(HEAD_BYTES) : tail, 0);
  }

  /** The place of a position; `null` where the log does not hold it. */
  async placeOf(wire: Wire, position: Position, until: number): Promise<Place | null> {
    const look = (segment: string) => place(wire, segment, position, until);
    const found = await this.#segments.find(position, look, { wire, until });
    if (found === null) return null;
    return { partition: this.#partition, epoch: readEntryId(found.entryId).epoch, position, mark: found.mark };
  }

  /** Where the commit lies that led an aggregate to a head; `null` where there is none. */
  async placeOfHead(wire: Wire, aggregate: AggregateKey, head: Head, until: number): Promise<Place | null> {
    const before = { version: head.version - 1, limit: 1 };
    const [record] = readRecords(await indexAbove(wire, this.#keys.aggregate(aggregate), before, until));
    if (record === undefined || !sameHead(record.head, head)) return null;
    return this.placeOf(wire, record.position, until);
  }

  /** See `EventLog.holds`. */
  async holds(wire: Wire, { epoch, position, mark }: Place, until: number): Promise<boolean> {
    if (position === BEFORE_FIRST) {
      const now = await wire.send('hget', [this.#keys.head, 'epoch'], until, 'utf8');
      return mark === FIRST_MARK && epoch === now;
    }
    if (!Number.isSafeInteger(position) || position < 0) return false;
    const found = await this.placeOf(wire, position, until);
    return found !== null && found.mark === mark && found.epoch === epoch;
  }

  async #load(wire: Wire, records: readonly IndexRecord[], until: number): Promise<readonly StoredCommit[]> {
    const stored: StoredCommit[] = [];
    while (stored.length < records.length) {
      const rest = records.slice(stored.length, stored.length + COMMITS_AT_ONCE);
      const page = await this.#page(wire, rest, until);
      if (page.length === 0) {
        const [first] = rest;
        throw corrupt(
          this.#partition,
          `position ${first?.position} is in the index of an aggregate, and not in the log`,
        );
      }
      stored.push(...page);
    }
    return stored;
  }

  /** As many of the commits as lie in the segment of the first, and are asked for at once. */
  async #page(wire: Wire, records: readonly IndexRecord[], until: number): Promise<readonly StoredCommit[]> {
    const positions = records.map(({ position }) => position);
    const look = async (segment: string): Promise<readonly StoredCommit[] | null> => {
      const found = await commits(wire, segment, { positions, maxBytes: BYTES_AT_ONCE }, until);
      const page: StoredCommit[] = [];
      for (const [index, one] of found.entries()) {
        const commit = this.#prove(records[index] as IndexRecord, one);
        // It lies in a later segment.
        if (commit === null) break;
        page.push(commit);
      }
      return page.length === 0 ? null : page;
    };
    return (await this.#segments.find(positions[0] as Position, look, { wire, until })) ?? [];
  }

  #prove(record: IndexRecord, { position, found }: FoundCommit): StoredCommit | null {
    if (found === null) return null;
    if (found === 'forged') {
      throw corrupt(this.#partition, `the block that holds position ${position} is not the one that was written`);
    }
    const head = readHead(found.head, 0);
    if (position !== record.position || !sameHead(head, record.head)) {
      throw corrupt(
        this.#partition,
        `the index of an aggregate and the log do not agree on position ${record.position}`,
      );
    }
    const { epoch } = readEntryId(found.entryId);
    const where: Place = { partition: this.#partition, epoch, position, mark: found.mark };
    return { place: where, head, storedAt: found.storedAt, payload: found.payload };
  }
}
