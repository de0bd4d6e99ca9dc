// MessagePack, read value by value as the caller expects it. Knows nothing of what values are made of others.
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import { type Family, familyOf } from './family.js';
import { TextReader } from './text-reader.js';
import { readTimestamp, timestampBytes } from './timestamp.js';
import { corruptValue, unknownToday } from './unreadable.js';

const ABSENT = 0xd4;
/** A map of one entry. Around a union's member, its key is the member's place. */
const WRAPPER = 0x81;

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Reads values in the profile of `Writer`, each by the method that is named after what is expected. A sound value of another kind
 * is `INCOMPATIBLE`, since a later release may well write it; bytes that are no value are `CORRUPT`. What is read shares no memory with
 * the bytes. Time and memory are bounded by their number, whatever they announce.
 */
export class ValueReader {
  readonly #texts = new TextReader();
  #memory = NOTHING;
  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(NOTHING.buffer);
  #start = 0;
  #position = 0;
  #end = 0;

  /** Begins with these bytes. They must not change until all is read. */
  reset(bytes: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = bytes;
    // One look at the memory serves all commits of a block.
    if (this.#memory.buffer !== buffer) {
      this.#memory = new Uint8Array(buffer);
      this.#buffer = Buffer.from(buffer);
      this.#view = new DataView(buffer);
    }
    this.#start = byteOffset;
    this.#position = byteOffset;
    this.#end = byteOffset + byteLength;
    this.#texts.reset(this.#memory, this.#buffer, this.#end);
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#position - this.#start;
  }

  /** Throws `CORRUPT` unless everything has been read. */
  finish(): void {
    if (this.#position !== this.#end)
      throw corruptValue(`it ends at byte ${this.position} of ${this.#end - this.#start}`);
  }

  /** The kind of the next value, which stays unread. */
  family(): Family {
    const token = this.#peek();
    const family = familyOf(token);
    if (family !== null) return family;
    throw corruptValue(`byte ${this.position} is 0x${token.toString(16)}, which is never written there`);
  }

  null(): null {
    if (!this.skipNull()) throw this.unforeseen('null');
    return null;
  }

  /** Skips a null if there is one. Says whether. */
  skipNull(): boolean {
    if (this.#peek() !== 0xc0) return false;
    this.#position++;
    return true;
  }

  /** Skips what stands for an absent value if it is there. Says whether. */
  skipAbsent(): boolean {
    if (this.#peek() !== ABSENT) return false;
    const at = this.#take(3);
    if (this.#view.getUint16(at + 1) === 0) return true;
    throw corruptValue(`byte ${at - this.#start} begins an extension that is never written`);
  }

  boolean(): boolean {
    const token = this.#peek();
    if (token !== 0xc2 && token !== 0xc3) throw this.unforeseen('true or false');
    this.#position++;
    return token === 0xc3;
  }

  /** A finite number, never −0. */
  number(): number {
    const token = this.#peek();
    if (token < 0x80 || token >= 0xe0) {
      this.#position++;
      return token < 0x80 ? token : token - 0x100;
    }
    const view = this.#view;
    switch (token) {
      case 0xcb:
        return this.#float(view.getFloat64(this.#take(9) + 1));
      case 0xcc:
        return view.getUint8(this.#take(2) + 1);
      case 0xcd:
        return view.getUint16(this.#take(3) + 1);
      case 0xce:
        return view.getUint32(this.#take(5) + 1);
      case 0xd0:
        return view.getInt8(this.#take(2) + 1);
      case 0xd1:
        return view.getInt16(this.#take(3) + 1);
      case 0xd2:
        return view.getInt32(this.#take(5) + 1);
      default:
        throw this.unforeseen('a number');
    }
  }

  #float(number: number): number {
    if (Number.isFinite(number) && !Object.is(number, -0)) return number;
    throw corruptValue(`the number before byte ${this.position} is never written`);
  }

  /** A safe integer. */
  integer(): number {
    const start = this.position;
    const number = this.number();
    if (Number.isSafeInteger(number)) return number;
    throw this.unforeseen('a whole number', start);
  }

  bigint(): bigint {
    const token = this.#peek();
    if (token === 0xd3) return this.#view.getBigInt64(this.#take(9) + 1);
    if (token === 0xcf) return this.#view.getBigUint64(this.#take(9) + 1);
    throw this.unforeseen('a bigint');
  }

  text(): string {
    const stop = this.#textStop();
    return this.#utf8(this.#texts.read(this.#position, stop), stop);
  }

  /** Text that is likely to come again, such as a key. `__proto__` is `CORRUPT`. */
  key(): string {
    const stop = this.#textStop();
    const key = this.#utf8(this.#texts.readKey(this.#position, stop), stop);
    if (key === '__proto__') throw corruptValue(`the key before byte ${this.position} is '__proto__'`);
    return key;
  }

  #utf8(text: string | null, stop: number): string {
    if (text === null) throw corruptValue(`the text at byte ${this.position} is not UTF-8`);
    this.#position = stop;
    return text;
  }

  /** Moves to where the text begins. Answers where it ends. */
  #textStop(): number {
    const token = this.#peek();
    if (token >= 0xa0 && token < 0xc0) {
      this.#position++;
      return this.#stop(token & 0x1f);
    }
    if (token === 0xd9) return this.#stop(this.#view.getUint8(this.#take(2) + 1));
    if (token === 0xda) return this.#stop(this.#view.getUint16(this.#take(3) + 1));
    if (token === 0xdb) return this.#stop(this.#view.getUint32(this.#take(5) + 1));
    throw this.unforeseen('text');
  }

  #stop(length: number): number {
    const stop = this.#position + length;
    if (stop > this.#end) throw this.#cut();
    return stop;
  }

  /** A copy: a `Uint8Array` of exact size. */
  bytes(): Uint8Array {
    const start = this.#take(this.#bytesLength());
    return this.#memory.slice(start, this.#position);
  }

  #bytesLength(): number {
    const token = this.#peek();
    if (token === 0xc4) return this.#view.getUint8(this.#take(2) + 1);
    if (token === 0xc5) return this.#view.getUint16(this.#take(3) + 1);
    if (token === 0xc6) return this.#view.getUint32(this.#take(5) + 1);
    throw this.unforeseen('bytes');
  }

  date(): Date {
    const token = this.#peek();
    const length = timestampBytes(token);
    if (length === 0) throw this.unforeseen('a date');
    const time = readTimestamp(this.#view, this.#take(length), length);
    if (Number.isNaN(time)) throw corruptValue(`the extension before byte ${this.position} is no date`);
    return new Date(time);
  }

  /** The head of an array: how many values follow. */
  array(): number {
    const token = this.#peek();
    if (token >= 0x90 && token < 0xa0) {
      this.#position++;
      return this.#announced(token & 0x0f, 1);
    }
    if (token === 0xdc) return this.#announced(this.#view.getUint16(this.#take(3) + 1), 1);
    if (token === 0xdd) return this.#announced(this.#view.getUint32(this.#take(5) + 1), 1);
    throw this.unforeseen('an array');
  }

  /** The head of a map: how many pairs of key and value follow. */
  map(): number {
    const token = this.#peek();
    if (token >= 0x80 && token < 0x90) {
      this.#position++;
      return this.#announced(token & 0x0f, 2);
    }
    if (token === 0xde) return this.#announced(this.#view.getUint16(this.#take(3) + 1), 2);
    if (token === 0xdf) return this.#announced(this.#view.getUint32(this.#take(5) + 1), 2);
    throw this.unforeseen('a map');
  }

  /** Every value takes at least one byte: a forged length is found before anything is made for it. */
  #announced(count: number, values: number): number {
    if (count * values <= this.#end - this.#position) return count;
    throw corruptValue(`byte ${this.position} announces more than there is`);
  }

  /** Skips so many values, whatever they are. Throws `CORRUPT` where they are not sound. */
  skip(values = 1): void {
    for (let left = values; left > 0; left--) {
      if (this.skipAbsent()) continue;
      switch (this.family()) {
        case 'text':
          this.#position = this.#textStop();
          break;
        case 'bytes':
          this.#take(this.#bytesLength());
          break;
        case 'date':
          this.date();
          break;
        case 'array':
          left += this.array();
          break;
        case 'map':
          left += 2 * this.map();
          break;
        case 'bigint':
          this.bigint();
          break;
        case 'number':
          this.number();
          break;
        default:
          this.#position++;
      }
    }
  }

  /** Whether the mark before a union's member stands here: see `Writer.member`. */
  isMember(): boolean {
    if (this.#peek() !== WRAPPER || this.#end - this.#position < 2) return false;
    return familyOf(this.#view.getUint8(this.#position + 1)) === 'number';
  }

  /**
   * The error for the value at `start` (by default the next), which is not what is expected: `INCOMPATIBLE` where it is sound all the
   * same, otherwise `CORRUPT`.
   */
  unforeseen(expected: string, start = this.position): StatefoldError {
    this.#position = this.#start + start;
    try {
      this.skip();
    } catch (error) {
      if (isStatefoldError(error)) return error;
      throw error;
    }
    this.#position = this.#start + start;
    return unknownToday(`something else than ${expected}`);
  }

  #peek(): number {
    if (this.#position >= this.#end) throw this.#cut();
    return this.#memory[this.#position] as number;
  }

  #take(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw this.#cut();
    this.#position = start + length;
    return start;
  }

  #cut(): StatefoldError {
    return corruptValue(`it ends inside what begins at byte ${this.position}`);
  }
}
