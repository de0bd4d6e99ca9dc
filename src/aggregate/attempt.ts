// Works one command out on one state, up to what the store is asked for. Pure.
import type { Commit } from '../codec/commit.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { isStatefoldError } from '../kernel/error.js';
import { tagOf, tagOfFresh } from '../kernel/hash.js';
import { version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';
import { type AggregateState, defect } from './aggregate-state.js';
import { type Decider, decide } from './decide.js';
import { conflict } from './replies.js';
import { messageOf, type Request } from './request.js';

/** What working commands out takes: deciding, and making bytes of what is decided. */
export interface Committer extends Decider {
  /** The bytes of a commit. Throws a `TypeError` for data that cannot be stored. */
  readonly encode: (commit: Commit) => Uint8Array;
}

/** A commit with the state that it leads to, or an answer without one: an error, or `null` for a decision of no events. */
export type Attempt =
  | { readonly kind: 'commit'; readonly after: AggregateState; readonly payload: Uint8Array }
  | { readonly kind: 'answer'; readonly error: unknown };

/** Works a command out. What the domain's own code does wrong is an answer too: it is given once the state is confirmed. */
export function attempt(decider: Committer, aggregate: AggregateKey, request: Request, state: AggregateState): Attempt {
  const { expectedVersion, commandId, digest, metadata } = request;
  if (expectedVersion !== null && expectedVersion !== state.version) {
    return { kind: 'answer', error: conflict(aggregate, expectedVersion, state.version) };
  }
  try {
    const decision = decide(decider, state.machine, messageOf(aggregate, request, state.version));
    if (decision.kind === 'rejected') return { kind: 'answer', error: decision.error };
    const { events, machine } = decision;
    if (events.length === 0) return { kind: 'answer', error: null };
    const payload = decider.encode({ commandId, digest, time: request.time.getTime(), metadata, events });
    const reached = version(state.version + events.length);
    const tag = request.retryable ? tagOf(commandId) : tagOfFresh(commandId);
    return { kind: 'commit', after: { machine, version: reached, tag, place: null }, payload };
  } catch (cause) {
    if (isStatefoldError(cause)) return { kind: 'answer', error: cause };
    const message = `${labelOf(aggregate.type, aggregate.id)}: what ${request.type} decided cannot be stored. Mend its decision.`;
    return { kind: 'answer', error: defect(message, aggregate, cause) };
  }
}
