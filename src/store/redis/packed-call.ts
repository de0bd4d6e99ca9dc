// A command as the bytes that go over the wire. The client library takes as long for one more argument as a commit may cost.
import { Command } from 'ioredis';
import { unitAt } from '../../kernel/unit-at.js';

/** What a command is sent with. */
export type Argument = string | number | Buffer;

/** Several arguments as a server reads them, one after another. */
export interface Packed {
  readonly count: number;
  readonly bytes: Buffer;
}

/** What an argument takes beside its own bytes: sign, length and the ends of both lines. */
const FRAME_BYTES = 16;
const MOST_UTF8_PER_UNIT = 3;
const NUMBER_BYTES = 24;
/** Up to this length a loop is faster than a call into native code. */
const SHORT_TEXT = 48;

/** A command with its arguments, in their order. Some may have been packed before. */
export function packedCommand(name: string, args: readonly (Argument | Packed)[]): Command {
  let count = 1;
  let most = 2 * FRAME_BYTES + name.length;
  for (const arg of args) {
    count += typeof arg === 'object' && 'count' in arg ? arg.count : 1;
    most += mostBytes(arg);
  }
  const packer = new ArgumentPacker(most);
  packer.line(`*${count}`);
  packer.add(name);
  for (const arg of args) packer.add(arg);
  return new PackedCommand(name, packer.packed.bytes);
}

function mostBytes(arg: Argument | Packed): number {
  if (typeof arg === 'string') return FRAME_BYTES + arg.length * MOST_UTF8_PER_UNIT;
  if (typeof arg === 'number') return FRAME_BYTES + NUMBER_BYTES;
  return Buffer.isBuffer(arg) ? FRAME_BYTES + arg.length : arg.bytes.length;
}

/** Packs arguments. */
export class ArgumentPacker {
  readonly #bytes: Buffer;
  #at = 0;
  #count = 0;

  /** For arguments that take at most so many bytes, their frames included. */
  constructor(most: number) {
    this.#bytes = Buffer.allocUnsafe(most);
  }

  /** The most bytes that an argument of two parts can take. */
  static most(prefix: Buffer, text: string): number {
    return FRAME_BYTES + prefix.length + text.length * MOST_UTF8_PER_UNIT;
  }

  get packed(): Packed {
    return { count: this.#count, bytes: this.#bytes.subarray(0, this.#at) };
  }

  /** One argument, or several that have been packed. */
  add(arg: Argument | Packed): void {
    if (typeof arg === 'string') this.text(NO_BYTES, arg);
    else if (typeof arg === 'number') this.text(NO_BYTES, String(arg));
    else if (Buffer.isBuffer(arg)) this.#framed(arg);
    else this.#several(arg);
  }

  /** One argument of two parts. */
  text(prefix: Buffer, text: string): void {
    const from = this.#at;
    this.#count += 1;
    if (text.length <= SHORT_TEXT && this.#ascii(prefix, text)) return;
    this.#at = from;
    this.line(`$${prefix.length + Buffer.byteLength(text)}`);
    this.#at += prefix.copy(this.#bytes, this.#at);
    this.#at += this.#bytes.write(text, this.#at);
    this.#end();
  }

  /** A line of plain letters and digits. */
  line(text: string): void {
    for (let index = 0; index < text.length; index++) this.#bytes[this.#at++] = unitAt(text, index);
    this.#end();
  }

  #ascii(prefix: Buffer, text: string): boolean {
    this.#length(prefix.length + text.length);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < prefix.length; index++) bytes[at++] = prefix[index] as number;
    for (let index = 0; index < text.length; index++) {
      const unit = unitAt(text, index);
      if (unit >= 0x80) return false;
      bytes[at++] = unit;
    }
    this.#at = at;
    this.#end();
    return true;
  }

  #framed(arg: Buffer): void {
    this.#count += 1;
    this.#length(arg.length);
    this.#at += arg.copy(this.#bytes, this.#at);
    this.#end();
  }

  #several({ count, bytes }: Packed): void {
    this.#count += count;
    this.#at += bytes.copy(this.#bytes, this.#at);
  }

  #length(length: number): void {
    const bytes = this.#bytes;
    bytes[this.#at++] = DOLLAR;
    if (length < 100) {
      if (length > 9) bytes[this.#at++] = ZERO + Math.floor(length / 10);
      bytes[this.#at++] = ZERO + (length % 10);
    } else {
      const digits = String(length);
      for (let index = 0; index < digits.length; index++) bytes[this.#at++] = unitAt(digits, index);
    }
    this.#end();
  }

  #end(): void {
    this.#bytes[this.#at++] = RETURN;
    this.#bytes[this.#at++] = NEWLINE;
  }
}

const NO_BYTES = Buffer.alloc(0);
const [DOLLAR, ZERO, RETURN, NEWLINE] = [0x24, 0x30, 0x0d, 0x0a];

/** What the library sends as it is. */
class PackedCommand extends Command {
  readonly #bytes: Buffer;

  constructor(name: string, bytes: Buffer) {
    super(name, [], { replyEncoding: null });
    this.#bytes = bytes;
  }

  override toWritable(): Buffer {
    return this.#bytes;
  }
}
