// Heads of aggregates as every store compares them. Knows nothing of where they are kept.
import { NO_TAG } from '../kernel/hash.js';
import { NO_VERSION } from '../kernel/version.js';
import type { Head } from '../log/event-log.js';

/** The head of an aggregate that has no commits. */
export const NOWHERE: Head = Object.freeze({ version: NO_VERSION, tag: NO_TAG });

/** Whether two heads are of one history. Two histories can have the same length: the version alone proves nothing. */
export function sameHead(a: Head, b: Head): boolean {
  return a.version === b.version && a.tag === b.tag;
}
