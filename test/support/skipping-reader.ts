// A log whose reader skips a block: of several in a page, the first looks as if it had never been there.
import type { EventLog, StoredBlock } from '../../src/log/event-log.js';

/** What replaces a log's `read`. */
export function skippingReader(log: EventLog): Pick<EventLog, 'read'> {
  return { read: async (...given) => skipping(await log.read(...given)) };
}

function skipping(blocks: readonly StoredBlock[]): readonly StoredBlock[] {
  const [first, second, ...others] = blocks;
  if (first === undefined || second === undefined) return blocks;
  return [{ ...second, markBefore: first.markBefore, first: first.first }, ...others];
}
