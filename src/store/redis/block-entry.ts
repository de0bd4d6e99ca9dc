// A block as an entry of a stream, read back and proved. Knows nothing of connections.
import { StatefoldError } from '../../kernel/error.js';
import { digestOf, nextMark } from '../../kernel/hash.js';
import type { Epoch, Mark, Partition, Position } from '../../kernel/place.js';
import type { StoredBlock } from '../../log/event-log.js';
import type { Reply } from './wire.js';

/** Position of the last commit, and epoch, of an entry by its id. */
export function readEntryId(id: string): { readonly last: Position; readonly epoch: Epoch } {
  const [last = '', epoch = ''] = id.split('-');
  return { last: Number(last) as Position, epoch: epoch as Epoch };
}

/** A block, and which entry of its segment it is: they count from 1. */
export interface BlockEntry extends StoredBlock {
  readonly number: number;
}

/** The block of an entry, as `XRANGE` tells it. Throws `CORRUPT` unless it is what was written: whole, with no field more, and its mark proves it. */
export function readBlockEntry(partition: Partition, entry: Reply): BlockEntry {
  const [id, fields] = Array.isArray(entry) ? entry : [];
  if (!Buffer.isBuffer(id) || !Array.isArray(fields)) throw corrupt(partition, 'an entry has no fields');
  const { last, epoch } = readEntryId(id.toString());
  const isOurs =
    fields.length === 2 * FIELDS.length && FIELDS.every((name, at) => name.equals(asBytes(fields[2 * at])));
  if (!isOurs) throw corrupt(partition, `the entry at position ${last} is none of a log's`);
  const [first, before, mark, time, number, bytes] = FIELDS.map((_, at) => asBytes(fields[2 * at + 1]));
  const block: BlockEntry = {
    partition,
    epoch,
    first: numberIn(first) as Position,
    last,
    markBefore: String(before) as Mark,
    mark: String(mark) as Mark,
    storedAt: numberIn(time),
    bytes: bytes ?? NOTHING,
    number: numberIn(number),
  };
  if (nextMark(block.markBefore, digestOf(block.bytes), block) !== block.mark) {
    throw corrupt(partition, `the block at positions ${block.first} to ${last} is not the one that was written`);
  }
  return block;
}

// In the order in which the append script writes them.
const FIELDS = ['first', 'before', 'mark', 'time', 'number', 'block'].map((name) => Buffer.from(name));
const NOTHING = Buffer.alloc(0);

function asBytes(reply: Reply | undefined): Buffer {
  return Buffer.isBuffer(reply) ? reply : NOTHING;
}

/** `NaN` for anything but plain digits. */
function numberIn(bytes: Buffer | undefined): number {
  const text = String(bytes);
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Throws `CORRUPT` unless a block begins where the one before it ends, by position and by mark, and is counted on from it: entries
 * count from 1 in each segment.
 */
export function mustFollow(before: BlockEntry | undefined, block: BlockEntry): void {
  if (before === undefined) return;
  const isCounted = block.number === before.number + 1 || block.number === 1;
  if (block.first === before.last + 1 && block.markBefore === before.mark && isCounted) return;
  throw corrupt(block.partition, `the block at position ${block.first} does not go on from position ${before.last}`);
}

/** The error for a log that is not as it was written. */
export function corrupt(partition: Partition, reason: string): StatefoldError<'CORRUPT'> {
  const message = `Partition ${partition}: ${reason}. Restore the log from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: `partition ${partition}` });
}
