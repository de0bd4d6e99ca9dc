// Reads one partition for all local projections: the newest blocks are read and decoded once, and every block is proved.
import { BEFORE_FIRST, type Epoch, type Partition, type Place, type Position } from '../kernel/place.js';
import type { EventLog } from '../log/event-log.js';
import { type LogBlock, openBlock } from '../log/log-block.js';
import { LogCursor, mustGoOn, type ReadPlace, truncated } from '../log/log-cursor.js';
import type { RecordedEvents } from '../log/recorded-events.js';

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
  /** The epoch that the log was in before anything was read that is kept. */
  #epoch: Epoch | null = null;

  constructor({ log, recorded }: RecordedLog, partition: Partition, bytesToKeep: number) {
    this.#log = log;
    this.#recorded = recorded;
    this.#bytesToKeep = bytesToKeep;
    this.partition = partition;
  }

  /** To be called with the epoch that the log is in, before reading: what was read in an earlier one may be gone from it, and is forgotten. */
  enter(epoch: Epoch): void {
    if (this.#epoch === epoch) return;
    this.#epoch = epoch;
    this.#reading.clear();
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /**
   * Blocks from the one that holds the position after `after`; none at the end of the log. Throws `LOG_TRUNCATED` unless the
   * first begins where `after` ends, or holds it, by position and mark, and each other begins where the one before ends.
   */
  async read(after: ReadPlace): Promise<readonly LogBlock[]> {
    const blocks = this.#fromKept(after.position) ?? (await this.#fromLog(after.position));
    const first = blocks[0];
    if (first !== undefined) mustGoOn(this.partition, after, first);
    return blocks;
  }

  /** Throws `LOG_TRUNCATED` where the log does not hold a place. */
  async mustHold({ epoch, position, mark }: Omit<Place, 'partition'>): Promise<void> {
    const { partition } = this;
    if (position === BEFORE_FIRST || (await this.#log.holds({ partition, epoch, position, mark }))) return;
    throw truncated(partition, { position, epoch }, (await this.#log.head(partition)).position);
  }

  #fromKept(after: Position): readonly LogBlock[] | null {
    const [oldest, newest] = [this.#kept[0], this.#kept.at(-1)];
    if (oldest === undefined || newest === undefined || after + 1 < oldest.first || after >= newest.last) return null;
    let index = this.#kept.length - 1;
    while (index > 0 && (this.#kept[index]?.first ?? 0) > after + 1) index -= 1;
    return this.#kept.slice(index);
  }

  async #fromLog(after: Position): Promise<readonly LogBlock[]> {
    const begun = this.#reading.get(after);
    const page = begun === undefined ? [] : await begun;
    // A page that was asked for before may lack what its reader was woken for; what is asked for from now on does not.
    return page.length > 0 ? page : (this.#reading.get(after) ?? this.#ask(after));
  }

  #ask(after: Position): Promise<readonly LogBlock[]> {
    const asked = this.#readPage(after).finally(() => {
      if (this.#reading.get(after) === asked) this.#reading.delete(after);
    });
    this.#reading.set(after, asked);
    return asked;
  }

  async #readPage(after: Position): Promise<readonly LogBlock[]> {
    const epoch = this.#epoch;
    const stored = await new LogCursor(this.#log, this.partition, after).next(PAGE_BYTES);
    const page = stored.map((block) => openBlock(block, this.#recorded));
    if (epoch === this.#epoch) this.#keep(page);
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
}
