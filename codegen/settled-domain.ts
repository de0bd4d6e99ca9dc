// A project's domain, read and checked, with the lock that fits it. Writes nothing.
import { realpathSync } from 'node:fs';
import { checkDeclaration } from './check/check-declaration.js';
import { lostLock } from './corpus/lost-lock.js';
import { type SettledLock, settleLock } from './lock/settle-lock.js';
import { lockText } from './lock-file.js';
import type { DomainModel, Problem } from './model.js';
import { sortProblems } from './read/problem-list.js';
import { readDomain } from './read/read-domain.js';

/** A domain and its lock. */
export interface SettledDomain {
  /** The project's folder by its real path: what is loaded reports such paths, and would not be recognised in another. */
  readonly root: string;
  readonly model: DomainModel;
  /** The lock's text as it is in the file; `null` where there is none. */
  readonly before: string | null;
  readonly settled: SettledLock;
}

/** What keeps a domain from being settled. */
export interface Unsettled {
  readonly problems: readonly Problem[];
}

/** Reads a project's domain and settles it with its lock. `forget`: see `settleLock`. `onLock` is called between the two. */
export function settleDomain(
  folder: string,
  forget: readonly string[] = [],
  onLock: () => void = () => {},
): SettledDomain | Unsettled {
  const root = realpathSync(folder);
  const { model, problems: unread } = readDomain({ root });
  const problems = sortProblems([...unread, ...checkDeclaration(model, unread)]);
  if (problems.length > 0) return { problems };
  onLock();
  const before = lockText(root);
  const lost = lostLock(root, before);
  if (lost !== null) return { problems: [lost] };
  const settled = settleLock(model, before, forget);
  if (settled.problems.length > 0) return { problems: sortProblems(settled.problems) };
  return { root, model, before, settled };
}
