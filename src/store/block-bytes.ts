// A block as the bytes that every store keeps of it. Knows nothing of where it goes.
import { encodeBlock } from '../codec/block.js';
import type { BlockDraft, CommitDraft } from '../log/event-log.js';

/** The bytes of a block. Throws a `RangeError` where one of its commits holds no events. */
export function blockBytes({ commits }: BlockDraft): Uint8Array {
  for (const commit of commits) mustAdvance(commit);
  return encodeBlock(commits);
}

function mustAdvance({ expects: { aggregate, head }, next }: CommitDraft): void {
  if (next.version > head.version) return;
  const what = `${aggregate.type} ${aggregate.id}: a commit leads from version ${head.version} to ${next.version}.`;
  throw new RangeError(`${what} A commit holds events.`);
}
