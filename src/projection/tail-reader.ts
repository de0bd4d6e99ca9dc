// Reads one partition for all local projections: the newest blocks are read and decoded once, and every block is proved.
import { StatefoldError } from '../kernel/error.js';
import type { Mark, Partition, Position } from '../kernel/place.js';
import { BEFORE_FIRST, FIRST_MARK } from '../kernel/place.js';
import type { EventLog } from '../log/event-log.js';
import { type LogBlock, openBlock } from '../log/log-block.js';
import type { RecordedEvents } from '../log/recorded-events.js';

/** Up to where somebody has read: the next block must begin there. */
export interface ReadPlace {
  readonly position: Position;
  /** The mark of the block that holds the position. */
  readonly mark: Mark;
}

/** Before the first block. */
export const LOG_START: ReadPlace = { position: BEFORE_FIRST, mark: FIRST_MARK };

/** A log, and what opens its commits. */
export interface RecordedLog {
  readonly log: EventLog;
  readonly recorded: RecordedEvents;
}

const PAGE_BYTES = 1 << 19;

/**
 * Blocks of a partition for several readers, each at its own place. Who reads the tail shares what is decoded; who is far
 * behind reads pages of its own until it gets there.
 */
export class TailReader {
  readonly #log: EventLog;
  readonly #recorded: RecordedEvents;
  readonly partition: Partition;
  readonly #reading = new Map<Position, Promise<readonly LogBlock[]>>();
  /** Encoded size of the blocks that are kept for the next reader: those at the tail. */
  readonly #bytesToKeep: number;
  #kept: LogBlock[] = [];
  #keptBytes = 0;

  constructor({ log, recorded }: RecordedLog, partition: Partition, bytesToKeep: number) {
    this.#log = log;
    this.#recorded = recorded;
    this.#bytesToKeep = bytesToKeep;
    this.partition = partition;
  }

  /**
   * Blocks from the one that holds the position after `after`; none at the end of the log. Throws `LOG_TRUNCATED` unless the
   * first begins where `after` ends, or holds it, by position and mark, and each other begins where the one before ends.
   */
  async read(after: ReadPlace): Promise<readonly LogBlock[]> {
    const blocks = this.#fromKept(after.position) ?? (await this.#fromLog(after.position));
    const first = blocks[0];
    if (first !== undefined) this.#prove(after, first);
    return blocks;
  }

  #fromKept(after: Position): readonly LogBlock[] | null {
    const [oldest, newest] = [this.#kept[0], this.#kept.at(-1)];
    if (oldest === undefined || newest === undefined || after + 1 < oldest.first || after >= newest.last) return null;
    let index = this.#kept.length - 1;
    while (index > 0 && (this.#kept[index]?.first ?? 0) > after + 1) index -= 1;
    return this.#kept.slice(index);
  }

  #fromLog(after: Position): Promise<readonly LogBlock[]> {
    let reading = this.#reading.get(after);
    if (reading === undefined) {
      reading = this.#readPage(after).finally(() => this.#reading.delete(after));
      this.#reading.set(after, reading);
    }
    return reading;
  }

  async #readPage(after: Position): Promise<readonly LogBlock[]> {
    const stored = await this.#log.read(this.partition, after, PAGE_BYTES);
    const page: LogBlock[] = [];
    for (const block of stored) {
      const opened = openBlock(block, this.#recorded);
      const before = page.at(-1);
      if (before !== undefined) this.#prove({ position: before.last, mark: before.mark }, opened);
      page.push(opened);
    }
    this.#keep(page);
    return page;
  }

  /** Keeps a page that carries on what is kept, or lies beyond it: the log only grows at its tail. */
  #keep(page: readonly LogBlock[]): void {
    const newest = this.#kept.at(-1);
    const news = newest === undefined ? page : page.filter(({ first }) => first > newest.last);
    const next = news[0];
    if (next === undefined) return;
    if (newest !== undefined && (next.first !== newest.last + 1 || next.markBefore !== newest.mark)) {
      this.#kept = [];
      this.#keptBytes = 0;
    }
    for (const block of news) {
      this.#kept.push(block);
      this.#keptBytes += block.byteLength;
    }
    let forgotten = 0;
    while (this.#keptBytes > this.#bytesToKeep && forgotten < this.#kept.length - 1) {
      this.#keptBytes -= this.#kept[forgotten]?.byteLength ?? 0;
      forgotten += 1;
    }
    if (forgotten > 0) this.#kept = this.#kept.slice(forgotten);
  }

  #prove(after: ReadPlace, block: LogBlock): void {
    const isNext = block.first === after.position + 1 && block.markBefore === after.mark;
    const holds = block.first <= after.position && block.last > after.position && block.mark === after.mark;
    if (!isNext && !holds) throw truncated(this.partition, after.position, block.first);
  }
}

/** The error for a place that the log no longer continues. */
export function truncated(partition: Partition, known: number, actual: number): StatefoldError<'LOG_TRUNCATED'> {
  const message =
    `Partition ${partition}: the log does not go on from position ${known} as it was read before. ` +
    'Acknowledged commits may be gone. Compare the store with a backup, then rebuild the projections.';
  return new StatefoldError('LOG_TRUNCATED', message, { partition, known, actual });
}
