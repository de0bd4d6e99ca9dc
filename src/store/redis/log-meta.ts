// What is recorded of a log as a whole: its format, its number of partitions, and the server that it is written on.
import type { Keys } from './keys.js';
import { type LogShape, open } from './meta-scripts.js';
import { onServer } from './on-server.js';
import type { Wire } from './wire.js';
import { WireError } from './wire-error.js';

/** The form of keys and values that this release reads and writes. */
export const FORMAT = 1;

/** An open log, as one connection knows it. */
export class LogMeta {
  readonly #keys: Keys;
  readonly #shape: LogShape;

  constructor(keys: Keys, shape: LogShape) {
    this.#keys = keys;
    this.#shape = shape;
  }

  /**
   * Does a script's work, which may find that another server is recorded than the one it meets: then that is recorded, and the work is
   * done again. What is not of one partition has no epoch: nobody holds a place in it that could be lost.
   */
  onServer<Answer extends { readonly kind: string }>(
    work: () => Promise<Answer>,
    wire: Wire,
    until: number,
  ): Promise<Exclude<Answer, { readonly kind: 'server' }>> {
    return onServer(work, async () => {
      const found = await open(wire, this.#keys.meta, this.#shape, until);
      if (found.format !== this.#shape.format || found.partitions !== this.#shape.partitions) {
        throw new WireError('refused', 'the server holds another log than the one that was opened');
      }
    });
  }
}
