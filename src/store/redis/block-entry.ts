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

/** The block of an entry, as `XRANGE` tells it. Throws `CORRUPT` unless it is whole and its mark is that of its bytes. */
export function readBlockEntry(partition: Partition, entry: Reply): StoredBlock {
  const [id, fields] = Array.isArray(entry) ? entry : [];
  if (!Buffer.isBuffer(id) || !Array.isArray(fields)) throw corrupt(partition, 'an entry has no fields');
  const { last, epoch } = readEntryId(id.toString());
  const field = new Map<string, Buffer>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [name, value] = [fields[at], fields[at + 1]];
    if (Buffer.isBuffer(name) && Buffer.isBuffer(value)) field.set(name.toString(), value);
  }
  const bytes = field.get('block');
  if (bytes === undefined) throw corrupt(partition, `the entry at position ${last} holds no block`);
  const block: StoredBlock = {
    partition,
    epoch,
    first: Number(field.get('first')) as Position,
    last,
    markBefore: String(field.get('before')) as Mark,
    mark: String(field.get('mark')) as Mark,
    storedAt: Number(field.get('time')),
    bytes,
  };
  if (nextMark(block.markBefore, digestOf(bytes)) !== block.mark) {
    throw corrupt(partition, `the block at positions ${block.first} to ${last} is not the one that was written`);
  }
  return block;
}

/** Throws `CORRUPT` unless a block begins where the one before it ends, by position and by mark. */
export function mustFollow(before: StoredBlock | undefined, block: StoredBlock): void {
  if (before === undefined) return;
  if (block.first === before.last + 1 && block.markBefore === before.mark) return;
  throw corrupt(block.partition, `the block at position ${block.first} does not go on from position ${before.last}`);
}

/** The error for a log that is not as it was written. */
export function corrupt(partition: Partition, reason: string): StatefoldError<'CORRUPT'> {
  const message = `Partition ${partition}: ${reason}. Restore the log from a replica or a backup.`;
  return new StatefoldError('CORRUPT', message, { where: `partition ${partition}` });
}
