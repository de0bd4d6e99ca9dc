// The error of a message that does not fit, and what both buses check of their options.
import { onOneLine } from '../kernel/aggregate-label.js';
import { isStatefoldError, StatefoldError, type Violation } from '../kernel/error.js';
import { nearest } from '../kernel/nearest.js';
import { unknownOptions } from '../kernel/unknown-options.js';

/** A day: longer waits are mistakes. */
export const MAX_TIMEOUT = 24 * 60 * 60 * 1000;
/** Hostile input may have thousands of violations. */
const SHOWN = 5;
/** Letters that are shown of a name. */
const LONGEST_NAME = 80;
const REMEDY = 'Correct the message and send it again.';

/**
 * The error of a message that does not fit; the first few violations stand in its text, all of them in its details. `remedy`: what to do
 * where it is no message that does not fit.
 */
export function invalid(
  message: string,
  violations: readonly Violation[],
  remedy: string = REMEDY,
): StatefoldError<'INVALID'> {
  const text = `${message}: ${listOf(violations)}. ${remedy}`;
  return new StatefoldError('INVALID', text, { message, violations });
}

/** What was thrown while a message was read: a refusal as it is; else the sender's own code threw, in a getter or a proxy. */
export function unreadable(message: string, thrown: unknown, remedy: string = REMEDY): StatefoldError {
  if (isStatefoldError(thrown)) return thrown;
  return invalid(message, [{ pointer: '', message: 'must be plain data: reading it throws' }], remedy);
}

/** What is wrong with the names of options: `what` is `option of a query`, `at` the pointer to what holds them. */
export function unknownViolations(
  given: object,
  known: Readonly<Record<string, unknown>>,
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

/** Which of some names a misspelt one may mean, to stand behind a message; nothing where none is near. */
export function suggestion(given: unknown, names: Iterable<string>): string {
  const meant = typeof given === 'string' ? nearest(given, names) : null;
  return meant === null ? '' : ` (did you mean ${meant}?)`;
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
  if (timeout === undefined || isTimeout(timeout)) return [];
  return [{ pointer: '/timeout', message: `must be milliseconds: more than 0, at most ${MAX_TIMEOUT}` }];
}

/** Whether something can be waited for that long. */
export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= MAX_TIMEOUT;
}
