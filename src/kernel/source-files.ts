// Reads a domain's sources from disk: for who digests them. Knows nothing of what they say.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isDomainSource } from './source-digest.js';

/** The sources in a folder, by their path in it, with `/` between folders; none where there is no such folder. */
export function sourcesIn(folder: string): ReadonlyMap<string, string> {
  const paths = pathsIn(folder).map((path) => path.replaceAll(sep, '/'));
  return new Map(paths.filter(isDomainSource).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function pathsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    // Most installations have no sources; whoever may not read them cannot have changed them.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw error;
  }
}
