// What became of a domain since an older lock. Writes nothing.
import type { Change } from './lock/change.js';
import { compareLocks } from './lock/compare-locks.js';
import { readLock } from './lock/read-lock.js';
import type { Problem } from './model.js';
import { settleDomain } from './settled-domain.js';

/** What changed. With a problem there are no changes: what cannot be read or locked cannot be compared. */
export interface DomainChanges {
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
}

/** Compares a project's domain as it is declared now with the text of an older lock. */
export function changesSince(folder: string, before: string): DomainChanges {
  const old = readLock(before);
  if (old.lock === null) return { problems: old.problems, changes: [] };
  const domain = settleDomain(folder);
  if ('problems' in domain) return { problems: domain.problems, changes: [] };
  return { problems: [], changes: compareLocks(old.lock, domain.settled.lock) };
}
