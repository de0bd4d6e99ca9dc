// What became of a domain since an older lock. Writes nothing.
import { realpathSync } from 'node:fs';
import { checkDeclaration } from './check/check-declaration.js';
import { lostLock } from './corpus/lost-lock.js';
import type { Change } from './lock/change.js';
import { compareLocks } from './lock/compare-locks.js';
import { readLock } from './lock/read-lock.js';
import { settleLock } from './lock/settle-lock.js';
import { lockText } from './lock-file.js';
import type { Problem } from './model.js';
import { sortProblems } from './read/problem-list.js';
import { readDomain } from './read/read-domain.js';

/** What changed. With a problem there are no changes: what cannot be read or locked cannot be compared. */
export interface DomainChanges {
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
}

/** Compares a project's domain as it is declared now with the text of an older lock. */
export function changesSince(folder: string, before: string): DomainChanges {
  const root = realpathSync(folder);
  const { model, problems: unread } = readDomain({ root });
  const problems = sortProblems([...unread, ...checkDeclaration(model, unread)]);
  if (problems.length > 0) return { problems, changes: [] };
  const old = readLock(before);
  if (old.lock === null) return { problems: old.problems, changes: [] };
  const text = lockText(root);
  const lost = lostLock(root, text);
  if (lost !== null) return { problems: [lost], changes: [] };
  const settled = settleLock(model, text, []);
  if (settled.problems.length > 0) return { problems: settled.problems, changes: [] };
  return { problems: [], changes: compareLocks(old.lock, settled.lock) };
}
