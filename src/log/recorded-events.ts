// The events of a stored commit in their envelopes. Knows nothing of blocks or stores.
import type { Commit } from '../codec/commit.js';
import type { Message } from '../kernel/message.js';

/**
 * The events of a commit, in order, as folds and machines see them. `version` is the aggregate's version after the commit.
 * An event's id is the command's id, `#`, and the event's number in the commit, from 1.
 */
export function eventsOf(aggregateId: string, version: number, commit: Commit): Message[] {
  const { commandId, events, metadata, time } = commit;
  const before = version - events.length;
  const messages = new Array<Message>(events.length);
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event === undefined) break;
    messages[index] = {
      type: event.type,
      data: event.data,
      id: `${commandId}#${index + 1}`,
      time: new Date(time),
      aggregateId,
      version: before + index + 1,
      metadata,
    };
  }
  return messages;
}
