// A command on its way to an actor.
import type { ContentDigest } from '../codec/content-digest.js';
import type { Message, Metadata } from '../kernel/message.js';
import type { Version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';

/** One command on its way to an actor. The engine owns `data`. */
export interface Request {
  /** Name of the aggregate's type. */
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly type: string;
  readonly data: unknown;
  readonly commandId: string;
  /** Whether the sender chose the id: then it may have acted before. */
  readonly retryable: boolean;
  /** Of the content as the sender gave it. */
  readonly digest: ContentDigest;
  readonly time: Date;
  readonly metadata: Metadata;
  /** The version that the sender expects; `null` = any. */
  readonly expectedVersion: number | null;
  /** Ms, by the log's clock. */
  readonly deadline: number;
  /** How long the sender waits, in ms: for messages. */
  readonly timeoutMs: number;
}

/** The command as the machine sees it, decided on a version of its aggregate. */
export function messageOf(
  { id }: AggregateKey,
  request: Pick<Request, 'type' | 'data' | 'commandId' | 'time' | 'metadata'>,
  version: Version,
): Message {
  return {
    type: request.type,
    data: request.data,
    id: request.commandId,
    time: request.time,
    aggregateId: id,
    version,
    metadata: request.metadata,
  };
}
