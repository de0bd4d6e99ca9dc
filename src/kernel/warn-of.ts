// The last resort for a failure that nobody is there to be told of.
import { wordsOf } from './error.js';

/** Makes a process warning of what was thrown where nobody waits for it. */
export function warnOf(failure: unknown): void {
  process.emitWarning(failure instanceof Error ? failure : new Error(wordsOf(failure)));
}
