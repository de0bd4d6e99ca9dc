// Refuses a project that has frozen samples and no lock: what they are samples of was released, and is forgotten.
import { isEmptyLock } from '../lock/read-lock.js';
import { CORPUS, LOCK_FILE } from '../lock/schema-lock.js';
import type { Problem } from '../model.js';
import { corpusNames } from './corpus-folder.js';

/** The problem of a lock that is missing or empty while its corpus is there; `null` otherwise. `text` is the lock's. */
export function lostLock(root: string, text: string | null): Problem | null {
  if (!isEmptyLock(text)) return null;
  if (corpusNames(root).length === 0) return null;
  const state = text === null ? 'missing' : 'empty';
  const message = `The lock is ${state}, and ${CORPUS}/ holds samples of the events in it. Put it back (git checkout HEAD -- ${LOCK_FILE}). If none of them was ever released, delete ${CORPUS}/, and run statefold codegen.`;
  return { at: { file: LOCK_FILE, line: 1, column: 1 }, message };
}
