// A stored block as folds read it: its directory at once, a commit's events when somebody asks, once for all who do.
import { type BlockDirectory, commitBytes, readDirectory } from '../codec/block.js';
import { decodeCommit } from '../codec/commit.js';
import type { Message } from '../kernel/message.js';
import type { Epoch, Mark, Position } from '../kernel/place.js';
import { freeze } from '../schema/freeze.js';
import type { StoredBlock } from './event-log.js';
import { eventsOf } from './recorded-events.js';

/** One commit of a block. */
export interface LogCommit {
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly position: Position;
  /** Its events, frozen: several projections fold the same objects. */
  events(): readonly Message[];
}

/** A block with its commits. */
export interface LogBlock {
  readonly epoch: Epoch;
  readonly first: Position;
  readonly last: Position;
  readonly markBefore: Mark;
  readonly mark: Mark;
  readonly storedAt: number;
  readonly byteLength: number;
  readonly commits: readonly LogCommit[];
}

/** Opens a stored block. Throws `CORRUPT` where its bytes are not a block. */
export function openBlock(block: StoredBlock): LogBlock {
  const { epoch, first, last, markBefore, mark, storedAt, bytes } = block;
  const directory = readDirectory(bytes);
  const commits: LogCommit[] = [];
  for (let index = 0; index < directory.length; index++) commits.push(new BlockCommit(bytes, directory, index, first));
  return { epoch, first, last, markBefore, mark, storedAt, byteLength: bytes.length, commits };
}

class BlockCommit implements LogCommit {
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly position: Position;
  readonly #bytes: Uint8Array;
  readonly #directory: BlockDirectory;
  readonly #index: number;
  #events: readonly Message[] | null = null;

  constructor(bytes: Uint8Array, directory: BlockDirectory, index: number, first: Position) {
    const entry = directory[index];
    this.aggregateType = entry?.aggregate.type ?? '';
    this.aggregateId = entry?.aggregate.id ?? '';
    this.position = (first + index) as Position;
    this.#bytes = bytes;
    this.#directory = directory;
    this.#index = index;
  }

  events(): readonly Message[] {
    if (this.#events === null) {
      const commit = decodeCommit(commitBytes(this.#bytes, this.#directory, this.#index));
      const version = this.#directory[this.#index]?.version ?? 0;
      this.#events = freeze(eventsOf(this.aggregateId, version, commit));
    }
    return this.#events;
  }
}
