// The folder of the project that a command works on. Reads nothing in it.
import { existsSync } from 'node:fs';

/** Says on standard error that a folder is not there, and which one is asked for; whether it is missing. */
export function lacksRoot(root: string): boolean {
  if (existsSync(root)) return false;
  process.stderr.write(`${root} does not exist. Give --root the folder of package.json and domain/.\n`);
  return true;
}
