// Reads the files of a corpus from disk, with the lines that their samples stand on. Judges no sample.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type CorpusFile, type CorpusRevision, type CorpusSample, parseCorpus } from '../../codec/corpus-file.js';

/** A file of a corpus; `wrong` says why it cannot be used. `isMerge`: git's marks of a conflict are in it. */
export type FrozenFile =
  | { readonly path: string; readonly wrong: string; readonly isMerge: boolean }
  | { readonly path: string; readonly file: CorpusFile; readonly samples: readonly FrozenSample[] };

/** One sample, and where it stands. */
export interface FrozenSample {
  readonly sample: CorpusSample;
  /** From 1, over the whole file. */
  readonly number: number;
  readonly place: string;
}

const CONFLICT = /^<{7} /m;

/** The files of a corpus, by name. None where there is no such folder. */
export async function frozenFiles(folder: string): Promise<readonly FrozenFile[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      const path = shownPath(join(folder, name));
      const file = parseCorpus(text);
      const isMerge = CONFLICT.test(text);
      if ('wrong' in file) return { path, wrong: isMerge ? 'holds both sides of a merge' : file.wrong, isMerge };
      return { path, file, samples: file.revisions.flatMap(samplesIn(text, path)) };
    }),
  );
}

/** A path as it is told: from where the tests run, with `/`. */
export function shownPath(path: string): string {
  return relative('.', path).replaceAll(sep, '/');
}

function samplesIn(text: string, path: string): (revision: CorpusRevision) => readonly FrozenSample[] {
  let at = 0;
  let number = 0;
  return ({ revision, samples }) => {
    at = text.indexOf(`"${revision}"`, at);
    return samples.map((sample) => {
      at = text.indexOf(`"${sample.bytes}"`, at + 1);
      number++;
      return { sample, number, place: `${path}:${text.slice(0, at).split('\n').length}` };
    });
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
