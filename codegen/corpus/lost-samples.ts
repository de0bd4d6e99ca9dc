// Asks git for samples that are gone from disk: those of earlier forms cannot be made again. Puts nothing back.
import { corpusName, parseCorpus } from '../../src/codec/corpus-file.js';
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import { git } from '../git.js';
import { CORPUS } from '../lock/schema-lock.js';
import type { Problem } from '../model.js';

/** A version that lacks samples of earlier forms, and which of its forms it has samples of: none where it has no file. */
export interface Lacking {
  readonly descriptor: EventDescriptor;
  readonly has: readonly string[];
}

/** The problems of versions that lack samples of earlier forms, where git has them. Without git, nothing can be put back. */
export function lostSamples(root: string, lacking: readonly Lacking[]): readonly Problem[] {
  return lacking.flatMap(({ descriptor, has }) => {
    const path = `${CORPUS}/${corpusName(descriptor)}`;
    const place = lastPlaceOf(root, path);
    if (place === null || !hasEarlierForm(place.text, descriptor, has)) return [];
    const state = has.length === 0 ? 'is missing' : 'was cut';
    const message = `${state}, and samples of earlier forms of version ${descriptor.version} of ${descriptor.event} are in it, which cannot be made again. Put it back (git checkout ${place.commit} -- ${path}).`;
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
function hasEarlierForm(text: string, { revisions }: EventDescriptor, has: readonly string[]): boolean {
  const file = parseCorpus(text);
  const earlier = revisions.slice(0, -1).filter((revision) => !has.includes(revision));
  return !('wrong' in file) && file.revisions.some(({ revision }) => earlier.includes(revision));
}
