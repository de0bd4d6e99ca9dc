// A stored block as folds read it: its directory at once, a commit's events when somebody asks, once for all who do.
import { type BlockDirectory, commitBytes, readDirectory } from '../codec/block.js';
import type { Message } from '../kernel/message.js';
import type { Epoch, Mark, Partition, Position } from '../kernel/place.js';
import { freeze } from '../schema/freeze.js';
import type { StoredBlock } from './event-log.js';
import type { RecordedEvents } from './recorded-events.js';

/** One commit of a block. */
export interface LogCommit {
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly position: Position;
  /** Its events, frozen: several projections fold the same objects. Throws as `RecordedEvents.of` does, each time. */
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
export function openBlock(block: StoredBlock, recorded: RecordedEvents): LogBlock {
  const { partition, epoch, first, last, markBefore, mark, storedAt, bytes } = block;
  const directory = readDirectory(bytes);
  const commits: LogCommit[] = [];
  const opened = { partition, bytes, directory, recorded };
  for (let index = 0; index < directory.length; index++) commits.push(new BlockCommit(opened, index, first));
  return { epoch, first, last, markBefore, mark, storedAt, byteLength: bytes.length, commits };
}

/** What all commits of a block share. */
interface OpenedBlock {
  readonly partition: Partition;
  readonly bytes: Uint8Array;
  readonly directory: BlockDirectory;
  readonly recorded: RecordedEvents;
}

class BlockCommit implements LogCommit {
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly position: Position;
  readonly #block: OpenedBlock;
  readonly #index: number;
  #events: readonly Message[] | null = null;

  constructor(block: OpenedBlock, index: number, first: Position) {
    const entry = block.directory[index];
    this.aggregateType = entry?.aggregate.type ?? '';
    this.aggregateId = entry?.aggregate.id ?? '';
    this.position = (first + index) as Position;
    this.#block = block;
    this.#index = index;
  }

  events(): readonly Message[] {
    if (this.#events === null) {
      const { partition, bytes, directory, recorded } = this.#block;
      const aggregate = { type: this.aggregateType, id: this.aggregateId };
      const version = directory[this.#index]?.version ?? 0;
      const place = { partition, position: this.position };
      const payload = commitBytes(bytes, directory, this.#index);
      this.#events = freeze(recorded.of({ aggregate, version, place, payload }));
    }
    return this.#events;
  }
}
