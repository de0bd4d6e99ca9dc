// Asks git for samples that are gone from disk: those of earlier forms cannot be made again. Puts nothing back.
import { corpusName, parseCorpus } from '../../src/codec/corpus-file.js';
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import { git } from '../git.js';
import { CORPUS } from '../lock/schema-lock.js';
import type { Problem } from '../model.js';

/** The problems of versions without a file, where git has samples of their earlier forms. Without git, nothing can be put back. */
export function lostSamples(root: string, missing: readonly EventDescriptor[]): readonly Problem[] {
  return missing.flatMap((descriptor) => {
    const path = `${CORPUS}/${corpusName(descriptor)}`;
    const place = lastPlaceOf(root, path);
    if (place === null || !hasEarlierForm(place.text, descriptor)) return [];
    const message = `is missing, and samples of earlier forms of version ${descriptor.version} of ${descriptor.event} are in it, which cannot be made again. Put it back (git checkout ${place.commit} -- ${path}).`;
    return [{ at: { file: path, line: 1, column: 1 }, message }];
  });
}

/** The last commit that has a file: HEAD, or the one before that which deleted it. */
function lastPlaceOf(root: string, path: string): { readonly commit: string; readonly text: string } | null {
  const touched = git(root, ['rev-list', '-1', '--abbrev-commit', 'HEAD', '--', path])?.stdout.trim() ?? '';
  if (touched === '') return null;
  for (const commit of ['HEAD', `${touched}~`]) {
    const found = git(root, ['show', `${commit}:./${path}`]);
    if (found?.status === 0) return { commit, text: found.stdout };
  }
  return null;
}

/** A file from before the version was locked anew holds none. */
function hasEarlierForm(text: string, { revisions }: EventDescriptor): boolean {
  const file = parseCorpus(text);
  return !('wrong' in file) && file.revisions.some(({ revision }) => revisions.slice(0, -1).includes(revision));
}
