// Asks git about a project. Changes nothing, and knows nothing of locks.
import { spawnSync } from 'node:child_process';

/** What git answered. */
export interface GitAnswer {
  readonly status: number | null;
  readonly stdout: string;
}

/** Runs git in a folder; `null` where it is not installed. */
export function git(folder: string, args: readonly string[]): GitAnswer | null {
  const { error, status, stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error === undefined) return { status, stdout };
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
