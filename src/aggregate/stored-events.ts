// Opens a stored commit of an aggregate.
import type { Message } from '../kernel/message.js';
import type { AggregateKey, StoredCommit } from '../log/event-log.js';
import type { RecordedEvents } from '../log/recorded-events.js';

/** The events of a stored commit as they are today, in order; freshly decoded, so that the reader owns them. */
export function eventsIn(recorded: RecordedEvents, aggregate: AggregateKey, stored: StoredCommit): Message[] {
  const { place, head, payload } = stored;
  return recorded.of({ aggregate, version: head.version, place, payload });
}
