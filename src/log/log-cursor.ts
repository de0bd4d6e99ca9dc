// Reads a partition page by page, and proves that each block goes on where the one before it ended. Decodes nothing.
import { StatefoldError } from '../kernel/error.js';
import { BEFORE_FIRST, type Epoch, FIRST_MARK, type Mark, type Partition, type Position } from '../kernel/place.js';
import type { EventLog, StoredBlock } from './event-log.js';

/** Up to where somebody has read: the next block must begin there. */
export interface ReadPlace {
  readonly position: Position;
  /** The mark of the block that holds the position. */
  readonly mark: Mark;
}

/** Before the first block. */
export const LOG_START: ReadPlace = { position: BEFORE_FIRST, mark: FIRST_MARK };

/** What is proved of a block. */
type Proved = Pick<StoredBlock, 'first' | 'last' | 'markBefore' | 'mark'>;

/** Reads the blocks of a partition in order. */
export class LogCursor {
  readonly #log: Pick<EventLog, 'read'>;
  readonly #partition: Partition;
  #place: ReadPlace | null;
  #position: Position;

  /** Begins behind a place that was read before, or behind a position of which nothing more is known: then the first block is taken as it is. */
  constructor(log: Pick<EventLog, 'read'>, partition: Partition, after: ReadPlace | Position) {
    this.#log = log;
    this.#partition = partition;
    const from = after === BEFORE_FIRST ? LOG_START : after;
    this.#place = typeof from === 'number' ? null : from;
    this.#position = typeof from === 'number' ? from : from.position;
  }

  /** The last position that was read. */
  get position(): Position {
    return this.#position;
  }

  /**
   * The next blocks, about so many bytes of them; none at the end of the log, where it may be asked again. Throws `LOG_TRUNCATED`
   * for a block that does not go on from the one before, and what the log throws.
   */
  async next(maxBytes: number): Promise<readonly StoredBlock[]> {
    const blocks = await this.#log.read(this.#partition, this.#position, maxBytes);
    for (const block of blocks) {
      if (this.#place !== null) mustGoOn(this.#partition, this.#place, block);
      this.#place = { position: block.last, mark: block.mark };
    }
    this.#position = this.#place?.position ?? this.#position;
    return blocks;
  }
}

/** Throws `LOG_TRUNCATED` unless a block begins where a place ends, or holds it. */
export function mustGoOn(partition: Partition, after: ReadPlace, block: Proved): void {
  const isNext = block.first === after.position + 1 && block.markBefore === after.mark;
  const holds = block.first <= after.position && block.last > after.position && block.mark === after.mark;
  if (isNext || holds) return;
  throw truncated(partition, after, block.first);
}

/** The error for a place that the log no longer continues. */
export function truncated(
  partition: Partition,
  { position: known, epoch }: { readonly position: Position; readonly epoch?: Epoch },
  actual: number,
): StatefoldError<'LOG_TRUNCATED'> {
  const message =
    `Partition ${partition}: the log does not go on from position ${known} as it was read before. ` +
    'Acknowledged commits may be gone. Compare the store with a backup, then rebuild the projections.';
  const details = { partition, known, actual, ...(epoch === undefined ? {} : { epoch }) };
  return new StatefoldError('LOG_TRUNCATED', message, details);
}
