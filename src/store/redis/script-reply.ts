// Reads what a script answers: lists, texts and bytes. Knows no script.
import type { Reply } from './wire.js';

/** The parts of an answer, in order. */
export function listIn(reply: Reply): readonly Reply[] {
  if (Array.isArray(reply)) return reply as readonly Reply[];
  throw new TypeError('A script has answered something else than it says it does.');
}

/** A part that is text; '' where there is none. */
export function textIn(reply: Reply | undefined): string {
  return Buffer.isBuffer(reply) ? reply.toString() : String(reply ?? '');
}

/** A part that is bytes. */
export function bytesIn(reply: Reply | undefined): Buffer {
  if (Buffer.isBuffer(reply)) return reply;
  throw new TypeError('A script has answered something else than it says it does.');
}

const LENGTH_BYTES = 4;
/** In place of a length: there is nothing. */
const NOTHING = 0xffffffff;

/** Texts that a script has put together, each behind its length: the client library takes as long over one part of an answer as over reading it. */
export function packedIn(packed: Buffer): readonly (Buffer | null)[] {
  const parts: (Buffer | null)[] = [];
  for (let at = 0; at < packed.length; ) {
    const length = packed.readUInt32BE(at);
    at += LENGTH_BYTES;
    parts.push(length === NOTHING ? null : packed.subarray(at, at + length));
    if (length !== NOTHING) at += length;
  }
  return parts;
}

/** The parts of an answer, where all of them are text. */
export function textsIn(reply: Reply): readonly string[] {
  return listIn(reply).map(textIn);
}
