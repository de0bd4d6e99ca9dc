// The commits of several partitions as one stream. Reads one commit of each ahead, and no more.
import type { LoggedCommit } from '../engine/log-reader.js';

/** The commits of all streams, the one that was stored first before the others; each stream keeps its own order. */
export async function* byTime(streams: readonly AsyncGenerator<LoggedCommit>[]): AsyncGenerator<LoggedCommit> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  for (;;) {
    let first: { readonly head: (typeof heads)[number]; readonly commit: LoggedCommit } | null = null;
    for (const head of heads) {
      if (head.next.done) continue;
      const commit = head.next.value;
      if (first === null || commit.storedAt < first.commit.storedAt) first = { head, commit };
    }
    if (first === null) return;
    yield first.commit;
    first.head.next = await first.head.stream.next();
  }
}
