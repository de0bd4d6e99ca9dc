// The one writer of the thread, lent to whoever encodes. Writes nothing itself.
import { Writer } from './writer.js';

const writer = new Writer();
let isBorrowed = false;

/** The writer, at its beginning. To be returned in a `finally`. Throws a `TypeError` while somebody else has it. */
export function borrowWriter(): Writer {
  // A getter that encodes something itself would write into the middle of the value that is being encoded.
  if (isBorrowed) throw new TypeError('A value cannot be encoded while another is. Does a getter or proxy encode?');
  isBorrowed = true;
  writer.reset();
  return writer;
}

/** Takes the writer back, and what it has lent: that is written over from now on. */
export function returnWriter(): void {
  isBorrowed = false;
  writer.reset();
}
