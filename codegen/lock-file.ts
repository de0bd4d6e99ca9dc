// Reads the lock of a project from disk. What it says is for others.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE } from './lock/schema-lock.js';

/** The lock's file; `null` where there is none. */
export function lockText(root: string): string | null {
  const path = join(root, LOCK_FILE);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
