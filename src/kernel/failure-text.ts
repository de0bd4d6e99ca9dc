// What is said when code that somebody else wrote has failed. Always one line: what was thrown may hold anything.
import { onOneLine } from './aggregate-label.js';
import { isStatefoldError, wordsOf } from './error.js';

/**
 * What failed, with what it threw and what to do: `deciding Enter threw: no rate. Mend its decision.` A `DEFECT` of our own that came
 * of it says what to do itself.
 */
export function failureText(what: string, cause: unknown, remedy: string): string {
  const words = onOneLine(wordsOf(cause));
  return isStatefoldError(cause, 'DEFECT')
    ? `${what}: ${words}`
    : `${what} threw: ${words.replace(/\.$/, '')}. ${remedy}`;
}
