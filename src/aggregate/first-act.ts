// Finds what a command id has done before: a retried command acts once, without a window.
import { decodeCommitHead } from '../codec/commit.js';
import { textOfDigest } from '../codec/content-digest.js';
import type { StatefoldError } from '../kernel/error.js';
import { tagOf, tagOfFresh } from '../kernel/hash.js';
import type { Receipt } from '../kernel/place.js';
import type { AggregateKey, EventLog } from '../log/event-log.js';
import { duplicate, receiptOf } from './replies.js';
import type { Request } from './request.js';

/** What an id has done before: the first receipt again, or, for other content, `DUPLICATE`. */
export type FirstAct =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'duplicate'; readonly error: StatefoldError<'DUPLICATE'> };

/** The first act of a request's command id on an aggregate; `null` where it has not acted. */
export async function firstAct(log: EventLog, aggregate: AggregateKey, request: Request): Promise<FirstAct | null> {
  const { commandId, digest } = request;
  // A sender may give an id that the bus made: it stands in a receipt, and in the error of an outcome that nobody knows.
  for (const tag of new Set([tagOfFresh(commandId), tagOf(commandId)])) {
    for (const stored of await log.find(aggregate, tag)) {
      // A tag is 8 bytes: two ids may share one. The events may be such as this code cannot read.
      const commit = decodeCommitHead(stored.payload);
      if (commit.commandId !== commandId) continue;
      if (commit.digest !== textOfDigest(digest)) return { kind: 'duplicate', error: duplicate(aggregate, commandId) };
      return { kind: 'receipt', receipt: receiptOf(aggregate, commandId, stored.head.version, stored.place) };
    }
  }
  return null;
}
