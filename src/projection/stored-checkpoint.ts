// The checkpoint of record of a fold in one partition: read, and proved against the log.
import type { Epoch } from '../kernel/place.js';
import type { StoreConnection } from '../store/store.js';
import { sameCheckpoint } from '../table/same-checkpoint.js';
import type { Checkpoint, FoldId } from '../table/tables.js';
import { isTransient } from './fold-failure.js';
import type { TailReader } from './tail-reader.js';

/** Where a fold stands in the store. */
export class StoredCheckpoint {
  readonly #connection: StoreConnection;
  readonly #fold: FoldId;
  readonly #reader: TailReader;

  constructor(connection: StoreConnection, fold: FoldId, reader: TailReader) {
    this.#connection = connection;
    this.#fold = fold;
    this.#reader = reader;
  }

  /**
   * The checkpoint, `null` where there is none, and an epoch that the log was in before it was read: what is read afterwards is there in
   * this epoch, or in a later one. Throws `LOG_TRUNCATED` where the log does not hold it.
   */
  async load(): Promise<{ readonly epoch: Epoch; readonly checkpoint: Checkpoint | null }> {
    for (;;) {
      const epoch = await this.#connection.log.epoch(this.#reader.partition);
      this.#reader.enter(epoch);
      const checkpoint = await this.#read();
      try {
        if (checkpoint !== null) await this.#reader.mustHold(checkpoint);
        return { epoch, checkpoint };
      } catch (error) {
        // The server that told of it may be another one by now.
        if (isTransient(error) || !(await this.hasMoved(checkpoint))) throw error;
      }
    }
  }

  /** Whether there is another one than a fold knows of: then it has folded on rows that were newer than that. */
  async hasMoved(known: Checkpoint | null): Promise<boolean> {
    try {
      return known !== null && !sameCheckpoint(await this.#read(), known);
    } catch (error) {
      return isTransient(error);
    }
  }

  #read(): Promise<Checkpoint | null> {
    return this.#connection.tables.checkpoint(this.#fold, this.#reader.partition);
  }
}
