// Runs git in a project of a test, as nobody in particular. Says nothing of what a project holds.
import { execFileSync } from 'node:child_process';

/** Runs git in a folder; its output. Throws where it fails. */
export function git(folder: string, ...args: string[]): string {
  const nobody = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...nobody, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}
