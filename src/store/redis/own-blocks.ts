// The last blocks that this connection has stored in one partition: who follows the log here need not read them back. Holds bytes, asks nobody.
import { digestOf, nextMark } from '../../kernel/hash.js';
import type { Epoch, Position } from '../../kernel/place.js';
import type { StoredBlock } from '../../log/event-log.js';

/** So much is kept: what a follower that keeps up has not read yet. */
const MOST_BYTES = 1 << 18;

/** Blocks that go on from one another, all of the newest epoch that was heard of: those of an earlier one may be gone. */
export class OwnBlocks {
  #epoch = '0' as Epoch;
  #blocks: StoredBlock[] = [];
  #bytes = 0;

  /** To be called when the log was seen in an epoch. */
  enter(epoch: Epoch): void {
    if (Number(epoch) <= Number(this.#epoch)) return;
    this.#epoch = epoch;
    this.#forget();
  }

  /** Adds a block that was acknowledged. One that does not go on from the last, by position and mark, takes the place of all. */
  add(block: StoredBlock): void {
    this.enter(block.epoch);
    const isProved = nextMark(block.markBefore, digestOf(block.bytes), block) === block.mark;
    const last = this.#blocks.at(-1);
    if (last !== undefined && (block.first !== last.last + 1 || block.markBefore !== last.mark)) this.#forget();
    if (!isProved || block.epoch !== this.#epoch) return;
    this.#blocks.push(block);
    this.#bytes += block.bytes.length;
    while (this.#bytes > MOST_BYTES) this.#bytes -= this.#blocks.shift()?.bytes.length ?? 0;
  }

  /** Blocks behind a position, about so many bytes of them; none where the first of them is not here. The caller's own. */
  behind(after: Position, maxBytes: number): readonly StoredBlock[] {
    const blocks: StoredBlock[] = [];
    let bytes = 0;
    let index = this.#blocks.length;
    while (index > 0 && (this.#blocks[index - 1]?.first ?? 0) > after) index -= 1;
    if (this.#blocks[index]?.first !== after + 1) return blocks;
    for (const block of this.#blocks.slice(index)) {
      bytes += block.bytes.length;
      if (blocks.length > 0 && bytes > maxBytes) break;
      blocks.push({ ...block, bytes: Buffer.from(block.bytes) });
    }
    return blocks;
  }

  #forget(): void {
    this.#blocks = [];
    this.#bytes = 0;
  }
}
