// One commit in the index of its aggregate, and heads of aggregates, as fixed numbers of bytes. Knows nothing of Redis.
import { NO_TAG, type Tag } from '../../kernel/hash.js';
import { writeHex } from '../../kernel/hex.js';
import type { Position } from '../../kernel/place.js';
import { NO_VERSION, type Version } from '../../kernel/version.js';
import type { Head } from '../../log/event-log.js';
import { NOWHERE } from '../head.js';

/** Version (4 bytes, big-endian) and tag (8): all zeros where the aggregate does not exist. */
export const HEAD_BYTES = 12;

const VERSION_BYTES = 4;
const POSITION_BYTES = 6;
/** One record: position (6 bytes, big-endian) and head. */
export const RECORD_BYTES = POSITION_BYTES + HEAD_BYTES;

/** A commit as the index of its aggregate lists it. */
export interface IndexRecord {
  readonly position: Position;
  /** The aggregate's head once the commit was stored. */
  readonly head: Head;
}

/** Writes a head at an offset of bytes that hold zeros there. Throws a `RangeError` for a version that no aggregate can reach here. */
export function writeHead(bytes: Buffer, at: number, { version, tag }: Head): void {
  bytes.writeUInt32BE(version, at);
  if (tag !== NO_TAG) writeHex(tag, bytes, at + VERSION_BYTES);
}

/** The head at an offset. */
export function readHead(bytes: Buffer, at: number): Head {
  const version = bytes.readUInt32BE(at) as Version;
  if (version === NO_VERSION) return NOWHERE;
  return { version, tag: bytes.toString('hex', at + VERSION_BYTES, at + HEAD_BYTES) as Tag };
}

/** The records that stand one after another in some bytes. */
export function readRecords(bytes: Buffer): readonly IndexRecord[] {
  const records: IndexRecord[] = [];
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const position = bytes.readUIntBE(at, POSITION_BYTES) as Position;
    records.push({ position, head: readHead(bytes, at + POSITION_BYTES) });
  }
  return records;
}
