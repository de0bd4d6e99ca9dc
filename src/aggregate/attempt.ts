// Works one command out on one state, up to what the store is asked for. Pure.
import type { Commit } from '../codec/commit.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { isStatefoldError } from '../kernel/error.js';
import { tagOf, tagOfFresh } from '../kernel/hash.js';
import { version } from '../kernel/version.js';
import type { AggregateKey, CommitDraft, Expectation } from '../log/event-log.js';
import { type AggregateState, defect } from './aggregate-state.js';
import { type Decider, decide } from './decide.js';
import { conflict } from './replies.js';
import { messageOf, type Request } from './request.js';

/** What working commands out takes: deciding, and making bytes of what is decided. */
export interface Committer extends Decider {
  /** The bytes of a commit. Throws a `TypeError` for data that cannot be stored. */
  readonly encode: (commit: Commit) => Uint8Array;
}

/** What a command came to on one state: what the store is asked for, and what its sender is told. */
export type Attempt = Committed | Answer;

/** A commit with the state that it leads to. */
interface Committed extends CommitDraft {
  readonly next: AggregateState;
  readonly error: null;
}

/** An answer without a commit. */
interface Answer {
  readonly expects: Expectation;
  /** The state that it is given on. */
  readonly next: AggregateState;
  readonly payload: null;
  /** What to tell the sender instead of a receipt; `null`: nothing was decided, and a receipt says so. */
  readonly error: unknown;
}

/** Works a command out. What the domain's own code does wrong is an answer too: it is given once the state is confirmed. */
export function attempt(decider: Committer, aggregate: AggregateKey, request: Request, state: AggregateState): Attempt {
  const { expectedVersion, commandId, digest, metadata } = request;
  const expects = { aggregate, head: state, deadline: request.deadline };
  if (expectedVersion !== null && expectedVersion !== state.version) {
    return answer(expects, state, conflict(aggregate, expectedVersion, state.version));
  }
  try {
    const decision = decide(decider, state.machine, messageOf(aggregate, request, state.version));
    if (decision.kind === 'rejected') return answer(expects, state, decision.error);
    const { events, machine } = decision;
    if (events.length === 0) return answer(expects, state, null);
    const payload = decider.encode({ commandId, digest, time: request.time.getTime(), metadata, events });
    const reached = version(state.version + events.length);
    const tag = request.retryable ? tagOf(commandId) : tagOfFresh(commandId);
    return { expects, next: { machine, version: reached, tag, place: null }, payload, error: null };
  } catch (cause) {
    if (isStatefoldError(cause)) return answer(expects, state, cause);
    const message = `${labelOf(aggregate.type, aggregate.id)}: what ${request.type} decided cannot be stored. Mend its decision.`;
    return answer(expects, state, defect(message, aggregate, cause));
  }
}

function answer(expects: Expectation, next: AggregateState, error: unknown): Answer {
  return { expects, next, payload: null, error };
}
