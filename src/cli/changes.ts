// `statefold changes`: finds an older lock in git and prints what changed since. Compares nothing itself.
import { git } from '../../codegen/git.js';
import { LOCK_FILE } from '../../codegen/lock/schema-lock.js';
import { problemText } from '../../codegen/read/problem-list.js';
import { lacksPeers } from './peers.js';
import { lacksRoot } from './root.js';

/** Prints the domain's changes since a commit; the exit code: 1 = they cannot be told, or today's domain cannot be locked. */
export async function changes(root: string, { since, json }: { since: string; json: boolean }): Promise<number> {
  if (lacksRoot(root) || lacksPeers(['ts-morph'])) return 1;
  const before = lockAt(root, since);
  if (before.text === null) return failed(before.why);
  const [{ changesSince }, { changeLog }] = await Promise.all([
    import('../../codegen/changes.js'),
    import('../../codegen/lock/change-text.js'),
  ]);
  const found = changesSince(root, before.text);
  if (found.problems.length > 0) return failed(found.problems.map(problemText).join('\n'));
  if (json) process.stdout.write(`${JSON.stringify({ since, changes: found.changes }, null, 2)}\n`);
  else process.stdout.write(changeLog(found.changes) || `Nothing has changed since ${since}.\n`);
  return 0;
}

type Found = { readonly text: string } | { readonly text: null; readonly why: string };

function lockAt(root: string, since: string): Found {
  const commit = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  if (commit === null)
    return { text: null, why: 'git is not installed, and the older lock is in its history. Install git.' };
  if (commit.status !== 0) {
    const inside = git(root, ['rev-parse', '--is-inside-work-tree']);
    return inside?.status === 0
      ? { text: null, why: `git knows no commit ${since}. Name a commit, branch or tag with --since.` }
      : { text: null, why: `${root} is in no git repository, where an older lock could be. Run: git init` };
  }
  const lock = git(root, ['show', `${commit.stdout.trim()}:./${LOCK_FILE}`]);
  if (lock?.status === 0) return { text: lock.stdout };
  return {
    text: null,
    why: `${since} has no ${LOCK_FILE} in the folder ${root}. Give --root the folder of package.json and domain/, commit the lock, or name a commit that has it with --since.`,
  };
}

function failed(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}
