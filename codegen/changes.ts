// What became of a domain since an older lock. Writes nothing.
import { realpathSync } from 'node:fs';
import { checkDeclaration } from './check/check-declaration.js';
import type { Change } from './lock/change.js';
import { compareLocks } from './lock/compare-locks.js';
import { readLock } from './lock/read-lock.js';
import { settleLock } from './lock/settle-lock.js';
import { lockText } from './lock-file.js';
import type { Problem } from './model.js';
import { sortProblems } from './read/problem-list.js';
import { readDomain } from './read/read-domain.js';

/** What changed, and what keeps the domain from being locked as it is: of an event with a problem, only what is locked counts. */
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
  const settled = settleLock(model, lockText(root), []);
  return { problems: settled.problems, changes: compareLocks(old.lock, settled.lock) };
}
