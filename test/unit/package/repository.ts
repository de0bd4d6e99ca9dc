// The files that the repository holds, as text. Knows nothing of what they mean.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a slash at its end. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');

/** Paths, relative to the root and with `/`, of all files that are tracked or would be if added. */
export function repositoryFiles(): string[] {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // A file that is deleted but not yet committed is still listed.
  const exists = (path: string) => statSync(`${repositoryRoot}/${path}`, { throwIfNoEntry: false })?.isFile() === true;
  return [...new Set(listing.split('\0'))].filter((path) => path !== '' && exists(path)).sort();
}

/** The text of one of them. */
export function textOf(path: string): string {
  return readFileSync(`${repositoryRoot}/${path}`, 'utf8');
}
