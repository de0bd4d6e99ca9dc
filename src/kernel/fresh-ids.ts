// Makes ids that nobody has used before and nobody can guess. Asks for randomness once for many of them.
import { randomFillSync } from 'node:crypto';

/** Random bytes of one id, as many as a random UUID has, so that two are never the same. */
const BYTES = 16;
/** Characters of one id. `tagOfFresh` knows them by their form. */
const LENGTH = 2 * BYTES;
const IDS_AT_ONCE = 256;

/** Random ids of 32 hex digits. */
export class FreshIds {
  readonly #random = Buffer.alloc(IDS_AT_ONCE * BYTES);
  /** The text of many ids. As bytes: a piece of a long text would keep all of it in memory for as long as the id lives. */
  #text = Buffer.alloc(0);
  #at = 0;

  next(): string {
    if (this.#at === this.#text.length) {
      this.#text = Buffer.from(randomFillSync(this.#random).toString('hex'), 'latin1');
      this.#at = 0;
    }
    this.#at += LENGTH;
    return this.#text.toString('latin1', this.#at - LENGTH, this.#at);
  }
}
