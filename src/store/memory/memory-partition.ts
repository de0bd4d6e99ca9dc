// One partition of a log in memory: its blocks as bytes, and the index of its commits. Knows no connections.
import { commitAt } from '../../codec/block.js';
import { digestOf, nextMark, type Tag } from '../../kernel/hash.js';
import { BEFORE_FIRST, type Epoch, FIRST_MARK, type Partition, type Place, type Position } from '../../kernel/place.js';
import type { Version } from '../../kernel/version.js';
import type {
  AggregateKey,
  Appended,
  BlockDraft,
  Head,
  LogHead,
  StoredBlock,
  StoredCommit,
} from '../../log/event-log.js';
import { blockBytes } from '../block-bytes.js';
import { sameHead } from '../head.js';
import { judge } from '../judge.js';
import { type AggregateCommits, CommitIndex } from './commit-index.js';

/** The whole state of a partition. Every method runs to its end at once: nobody sees half an append. */
export class MemoryPartition {
  readonly #partition: Partition;
  readonly #epoch: () => Epoch;
  readonly #blocks: StoredBlock[] = [];
  readonly #commits = new CommitIndex();

  /** `epoch` says which incarnation of the log it is now. */
  constructor(partition: Partition, epoch: () => Epoch) {
    this.#partition = partition;
    this.#epoch = epoch;
  }

  /** The epoch of now. */
  get epoch(): Epoch {
    return this.#epoch();
  }

  head(): LogHead {
    const last = this.#blocks.at(-1);
    return { epoch: this.#epoch(), position: last?.last ?? BEFORE_FIRST, mark: last?.mark ?? FIRST_MARK };
  }

  append(block: BlockDraft, now: number): Appended {
    const { accepted, commits, checks, standings } = judge(block, now, this.#commits);
    if (!accepted) return { kind: 'refused', commits, checks };
    const before = this.head();
    if (block.commits.length === 0) {
      return { kind: 'appended', epoch: before.epoch, first: before.position, mark: before.mark, checks };
    }
    const bytes = blockBytes(block);
    const first = (before.position + 1) as Position;
    const last = (before.position + block.commits.length) as Position;
    const mark = nextMark(before.mark, digestOf(bytes), { epoch: before.epoch, storedAt: now });
    // Nothing below can fail: a block is stored with its index or not at all.
    block.commits.forEach(({ next }, index) => {
      this.#commits.add(standings[index] as AggregateCommits, next);
    });
    this.#blocks.push({
      partition: this.#partition,
      epoch: before.epoch,
      first,
      last,
      markBefore: before.mark,
      mark,
      storedAt: now,
      bytes,
    });
    return { kind: 'appended', epoch: before.epoch, first, mark, checks };
  }

  read(after: Position, maxBytes: number): readonly StoredBlock[] {
    const found: StoredBlock[] = [];
    let bytes = 0;
    for (let at = this.#covering((after + 1) as Position); at < this.#blocks.length; at++) {
      const block = this.#blocks[at] as StoredBlock;
      bytes += block.bytes.length;
      if (found.length > 0 && bytes > maxBytes) break;
      found.push({ ...block, bytes: Buffer.from(block.bytes) });
    }
    return found;
  }

  history(aggregate: AggregateKey, after: Version, limit: number): readonly StoredCommit[] {
    return this.#load(this.#commits.above(aggregate, after, limit));
  }

  aggregateHead(aggregate: AggregateKey): Head {
    return this.#commits.headOf(aggregate);
  }

  find(aggregate: AggregateKey, tag: Tag): readonly StoredCommit[] {
    return this.#load(this.#commits.tagged(aggregate, tag));
  }

  /** Where the commit lies that led an aggregate to a head; `null` where there is none. */
  placeOf(aggregate: AggregateKey, head: Head): Place | null {
    const [position] = this.#commits.above(aggregate, (head.version - 1) as Version, 1);
    if (position === undefined) return null;
    return sameHead(this.#commits.headAt(position), head) ? this.#placeAt(position) : null;
  }

  holds({ epoch, position, mark }: Place): boolean {
    if (position === BEFORE_FIRST) return mark === FIRST_MARK && epoch === this.#epoch();
    const block = position > 0 ? this.#blocks[this.#covering(position)] : undefined;
    return block?.mark === mark && block.epoch === epoch;
  }

  #load(positions: readonly Position[]): readonly StoredCommit[] {
    return positions.map((position) => {
      const block = this.#blocks[this.#covering(position)] as StoredBlock;
      return {
        place: this.#placeAt(position),
        head: this.#commits.headAt(position),
        storedAt: block.storedAt,
        payload: Buffer.from(commitAt(block.bytes, position - block.first)),
      };
    });
  }

  #placeAt(position: Position): Place {
    const { epoch, mark } = this.#blocks[this.#covering(position)] as StoredBlock;
    return { partition: this.#partition, epoch, position, mark };
  }

  /** Index of the block that holds a position; the number of blocks for one past the head. */
  #covering(position: Position): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle] as StoredBlock).last >= position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
