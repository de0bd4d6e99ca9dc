// Opens a stored commit of an aggregate.
import { decodeCommit } from '../codec/commit.js';
import type { Message } from '../kernel/message.js';
import type { AggregateKey, StoredCommit } from '../log/event-log.js';
import { eventsOf } from '../log/recorded-events.js';

/** The events of a stored commit, in order; freshly decoded, so that the reader owns them. */
export function eventsIn(aggregate: AggregateKey, stored: StoredCommit): Message[] {
  return eventsOf(aggregate.id, stored.head.version, decodeCommit(stored.payload));
}
