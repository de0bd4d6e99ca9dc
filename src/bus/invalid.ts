// The error of a message that does not fit, and what both buses check of their options.
import { onOneLine } from '../kernel/aggregate-label.js';
import { isStatefoldError, StatefoldError, type Violation } from '../kernel/error.js';
import { type OptionNames, unknownOptions } from '../kernel/unknown-options.js';

/** A day: longer waits are mistakes. */
const MAX_TIMEOUT = 24 * 60 * 60 * 1000;
/** Hostile input may have thousands of violations. */
const SHOWN = 5;
/** Letters that are shown of a name. */
const LONGEST_NAME = 80;

/** The error of a message that does not fit; the first few violations stand in its text, all of them in its details. */
export function invalid(message: string, violations: readonly Violation[]): StatefoldError<'INVALID'> {
  const text = `${message}: ${listOf(violations)}. Correct the message and send it again.`;
  return new StatefoldError('INVALID', text, { message, violations });
}

/** What was thrown while a message was read: a refusal as it is; else the sender's own code threw, in a getter or a proxy. */
export function unreadable(message: string, thrown: unknown): StatefoldError {
  if (isStatefoldError(thrown)) return thrown;
  return invalid(message, [{ pointer: '', message: 'must be plain data: reading it throws' }]);
}

/** What is wrong with the names of options: `what` is `option of a query`, `at` the pointer to what holds them. */
export function unknownViolations<Options>(
  given: object,
  known: OptionNames<Options>,
  what: string,
  at = '',
): readonly Violation[] {
  return unknownOptions(given, known).map(({ name, advice }) => ({
    pointer: `${at}/${name}`,
    message: `is no ${what} (${advice})`,
  }));
}

/** A name that was given and that nothing has, as errors show it: it may be of any length, or no text at all. */
export function unknownName(given: unknown): string {
  if (typeof given !== 'string') return `a name of type ${typeof given}`;
  return shortOnOneLine(given);
}

/** Keys of what was sent are names, too, and as long as their sender likes. */
function shortOnOneLine(name: string): string {
  const text = onOneLine(name.slice(0, LONGEST_NAME));
  return name.length > LONGEST_NAME ? `${text}…` : text;
}

/** Violations as one line; the first few. */
export function listOf(violations: readonly Violation[]): string {
  const shown = violations
    .slice(0, SHOWN)
    .map(({ pointer, message }) => `${shortOnOneLine(pointer) || 'the whole'} ${message}`);
  const rest = violations.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** What is wrong with a `timeout`. */
export function timeoutViolations(timeout: number | undefined): readonly Violation[] {
  if (timeout === undefined || (Number.isFinite(timeout) && timeout > 0 && timeout <= MAX_TIMEOUT)) return [];
  return [{ pointer: '/timeout', message: `must be milliseconds: more than 0, at most ${MAX_TIMEOUT}` }];
}
