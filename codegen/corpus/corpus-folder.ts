// The files of frozen samples on disk. Reads them, and knows nothing of what they say.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from '../lock/schema-lock.js';

/** The texts of a project's corpus, by the names of its files. */
export function corpusTexts(root: string): ReadonlyMap<string, string> {
  return new Map(corpusNames(root).map((name) => [name, readFileSync(join(root, CORPUS, name), 'utf8')]));
}

/** The names of a corpus' files. None where there is no such folder. */
export function corpusNames(root: string): readonly string[] {
  try {
    return readdirSync(join(root, CORPUS)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
