// Finds out what became of a commit whose reply was lost, once nothing can become of it any more.
import { isStatefoldError } from '../kernel/error.js';
import type { Place } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { AggregateKey, EventLog, Head } from '../log/event-log.js';

/** A commit that was sent, and the deadline (ms, the log's time) after which the log refuses it. */
export interface SentCommit {
  readonly aggregate: AggregateKey;
  readonly head: Head;
  readonly deadline: number;
}

/** Where the commit lies; `null` = it was never stored, and will not be. Waits for its deadline to pass: before that it may still execute. */
export async function lookUp(log: EventLog, runtime: Runtime, sent: SentCommit): Promise<Place | null> {
  // Again, where that was not long enough: a timer runs by another clock than the log, and may be a millisecond early.
  for (let remaining = sent.deadline - log.now(); remaining >= 0; remaining = sent.deadline - log.now()) {
    await new Promise<void>((resolve) => runtime.after(remaining + 1, resolve));
  }
  const found = await log.find(sent.aggregate, sent.head.tag);
  return found.find((commit) => commit.head.version === sent.head.version)?.place ?? null;
}

/** Whether an append that failed wrote nothing, and never will. */
export function isDefinite(error: unknown): boolean {
  return isStatefoldError(error) && error.code !== 'OUTCOME_UNKNOWN';
}
