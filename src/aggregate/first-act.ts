// Finds what a command id has done before: a retried command acts once, without a window.
import { decodeCommit } from '../codec/commit.js';
import type { StatefoldError } from '../kernel/error.js';
import { tagOf } from '../kernel/hash.js';
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
  for (const stored of await log.find(aggregate, tagOf(request.commandId))) {
    // A tag is 8 bytes of a hash: two ids may share one.
    const commit = decodeCommit(stored.payload);
    if (commit.commandId !== request.commandId) continue;
    if (commit.digest !== request.digest) {
      return { kind: 'duplicate', error: duplicate(aggregate, request.commandId) };
    }
    const receipt = receiptOf(aggregate, request.commandId, stored.head.version, stored.place);
    return { kind: 'receipt', receipt };
  }
  return null;
}
