// Envelopes around the messages that a machine is walked with.
import type { Message } from '../../../src/kernel/message.js';

/** Messages to one aggregate, an hour apart. */
export function messagesOf(sent: readonly { readonly type: string; readonly data: object }[]): readonly Message[] {
  return sent.map(({ type, data }, index) => ({
    type,
    data,
    id: `message-${index}`,
    time: new Date(Date.UTC(2026, 0, 1, index)),
    aggregateId: 'one',
    version: index,
    metadata: {},
  }));
}
