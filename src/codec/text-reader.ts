// UTF-8 to text, where it lies. Finding out how long it is, is the reader's work.
import { unitAt } from '../kernel/unit-at.js';

/** Longer text is made by one native call; for shorter ones that call costs more than the text. */
const LONG_TEXT = 128;
/** Text is cut out of pieces of so many bytes. What keeps a short text alive keeps its piece alive: no more than this. */
const PIECE_BYTES = 2048;
const CACHED_KEY_BYTES = 32;
const CACHE_SLOTS = 1024;
const REPLACEMENT = '\ufffd';

/**
 * Most text is short and ASCII. A native call for each takes 50 ns, adding up characters about as long; one call for a whole piece
 * of memory, and cutting texts out of that, takes half: what JSON.parse needs for them is 45 ns.
 */
export class TextReader {
  #memory: Uint8Array = new Uint8Array(0);
  #buffer: Buffer = Buffer.alloc(0);
  #end = 0;
  #piece = '';
  #pieceStart = 0;
  #pieceEnd = 0;
  /** Names of fields repeat endlessly: comparing bytes is faster than making the same text again. */
  readonly #keys: (string | undefined)[] = new Array(CACHE_SLOTS).fill(undefined);

  /** Reads from this memory, up to `end`. */
  reset(memory: Uint8Array, buffer: Buffer, end: number): void {
    this.#memory = memory;
    this.#buffer = buffer;
    this.#end = end;
    this.#piece = '';
    this.#pieceEnd = 0;
  }

  /** The text of some bytes; `null` where they are not UTF-8. */
  read(start: number, stop: number): string | null {
    if (stop - start > LONG_TEXT) return this.#native(start, stop);
    const memory = this.#memory;
    let bits = 0;
    for (let at = start; at < stop; at++) bits |= memory[at] as number;
    if (bits >= 0x80) return this.#native(start, stop);
    if (stop > this.#pieceEnd || start < this.#pieceStart) {
      this.#pieceStart = start;
      this.#pieceEnd = Math.min(this.#end, start + PIECE_BYTES);
      this.#piece = this.#buffer.toString('latin1', start, this.#pieceEnd);
    }
    return this.#piece.substring(start - this.#pieceStart, stop - this.#pieceStart);
  }

  /** Like `read`, for text that is likely to come again. */
  readKey(start: number, stop: number): string | null {
    const length = stop - start;
    if (length === 0 || length > CACHED_KEY_BYTES) return this.read(start, stop);
    const memory = this.#memory;
    let slot = length;
    for (let at = start; at < stop; at++) slot = (Math.imul(slot, 31) + (memory[at] as number)) | 0;
    slot &= CACHE_SLOTS - 1;
    const known = this.#keys[slot];
    if (known !== undefined && this.#is(known, start, length)) return known;
    const text = this.#native(start, stop);
    if (text !== null) this.#keys[slot] = text;
    return text;
  }

  /** Whether some bytes are this text, and all of it ASCII. */
  #is(text: string, start: number, length: number): boolean {
    if (text.length !== length) return false;
    const memory = this.#memory;
    for (let index = 0; index < length; index++) {
      const unit = memory[start + index] as number;
      if (unit >= 0x80 || unit !== unitAt(text, index)) return false;
    }
    return true;
  }

  #native(start: number, stop: number): string | null {
    const text = this.#buffer.toString('utf8', start, stop);
    // What is no UTF-8 is replaced, silently. The same character may also stand there by right.
    if (!text.includes(REPLACEMENT)) return text;
    return this.#buffer.compare(Buffer.from(text), 0, undefined, start, stop) === 0 ? text : null;
  }
}
