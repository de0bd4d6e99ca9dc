// What became of a step that failed: whether it is tried again, and what it is called. Tries nothing itself.
import { isStatefoldError, StatefoldError, wordsOf } from '../kernel/error.js';

/** Failures of the store that pass: the step is tried again from the checkpoint, whether it was applied or not. */
export function isTransient(error: unknown): boolean {
  return (
    isStatefoldError(error, 'UNAVAILABLE') ||
    isStatefoldError(error, 'TIMEOUT') ||
    isStatefoldError(error, 'OVERLOADED') ||
    isStatefoldError(error, 'OUTCOME_UNKNOWN')
  );
}

/** The error that a projection halts with. */
export function haltError(error: unknown, where: string): StatefoldError {
  if (isStatefoldError(error)) return error;
  const reason = wordsOf(error);
  return new StatefoldError('DEFECT', `${where}: folding failed: ${reason}`, { where }, { cause: error });
}
