// Reads a file of frozen samples: of both sides of a merge, what the lock holds. Judges nothing else against the lock.
import { type CorpusFile, type CorpusRevision, parseCorpus } from '../../src/codec/corpus-file.js';
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import { sidesOf } from '../lock/merge-locks.js';

/** The lock's versions, by `keyOf`. */
export type Descriptors = ReadonlyMap<string, EventDescriptor>;

/** A file of samples, or what is wrong with it. `isMerge`: git's marks of a conflict are in it. */
export type ReadCorpus =
  | { readonly file: CorpusFile; readonly wrong: null; readonly isMerge: boolean }
  | { readonly file: null; readonly wrong: string; readonly isMerge: boolean };

/**
 * Reads the text of a file. Where it holds both sides of a merge, it is the side of which the lock holds more forms, without the forms
 * that the lock does not hold: those were given up when the lock was merged.
 */
export function readCorpus(text: string, descriptors: Descriptors): ReadCorpus {
  const sides = sidesOf(text);
  if (sides === null) {
    const file = parseCorpus(text);
    return 'wrong' in file ? { file: null, wrong: file.wrong, isMerge: false } : { file, wrong: null, isMerge: false };
  }
  const [ours, theirs] = [parseCorpus(sides.ours), parseCorpus(sides.theirs)];
  if ('wrong' in ours) return wrongSide(ours.wrong);
  if ('wrong' in theirs) return wrongSide(theirs.wrong);
  const [own, other] = [heldOf(ours, descriptors), heldOf(theirs, descriptors)];
  // Of a version that the lock has lost, nothing is dropped: that is a problem.
  if (own === null && other === null) return { file: ours, wrong: null, isMerge: true };
  const isOurs = other === null || (own !== null && own.revisions.length >= other.revisions.length);
  return { file: isOurs ? withWords(own ?? ours, theirs) : withWords(other, ours), wrong: null, isMerge: true };
}

function wrongSide(wrong: string): ReadCorpus {
  return { file: null, wrong: `holds both sides of a merge, of which one ${wrong}`, isMerge: true };
}

/** How many of a file's forms, from its first on, the lock holds in their order. */
export function formsHeld({ revisions }: CorpusFile, descriptor: EventDescriptor): number {
  const forms = revisions.map(({ revision }) => descriptor.revisions.indexOf(revision));
  const lost = forms.findIndex((form, index) => form <= (forms[index - 1] ?? -1));
  return lost < 0 ? forms.length : lost;
}

/** What a version is known by, whatever its event is called. */
export function keyOf({ number, version }: { readonly number: number; readonly version: number }): string {
  return `${number}.${version}`;
}

/** `null` where the lock has no such version. */
function heldOf(file: CorpusFile, descriptors: Descriptors): CorpusFile | null {
  const descriptor = descriptors.get(keyOf(file));
  return descriptor === undefined ? null : { ...file, revisions: file.revisions.slice(0, formsHeld(file, descriptor)) };
}

/** With what people said of the same samples on the other side. */
function withWords(file: CorpusFile, other: CorpusFile): CorpusFile {
  const revisions = file.revisions.map((revision, index): CorpusRevision => {
    const same = other.revisions[index];
    if (same?.digest !== revision.digest) return revision;
    const samples = revision.samples.map((sample, place) => ({ ...same.samples[place], ...sample }));
    return { ...revision, samples };
  });
  return { ...file, revisions };
}
