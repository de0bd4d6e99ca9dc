// Compares the frozen samples of a domain with its lock: what is to be frozen, dropped or mended. Pure: reads no files, makes no samples.
import {
  type CorpusFile,
  type CorpusSample,
  corpusName,
  printCorpus,
  withRevision,
} from '../../src/codec/corpus-file.js';
import type { EventDescriptor } from '../../src/codec/descriptor.js';
import type { Change } from '../lock/change.js';
import { descriptorsOf } from '../lock/event-versions.js';
import { CORPUS, LOCK_FILE, type SchemaLock, TAKE_ONE_BRANCH } from '../lock/schema-lock.js';
import type { Problem } from '../model.js';
import { compareText } from '../read/problem-list.js';
import type { Lacking } from './lost-samples.js';
import { type Descriptors, formsHeld, keyOf, readCorpus } from './read-corpus.js';

/** Makes the samples of a descriptor's newest form. Throws a `TypeError` where its constraints leave none. */
export type MakeSamples = (descriptor: EventDescriptor) => readonly CorpusSample[];

/** What is to become of the corpus. */
export interface SettledCorpus {
  readonly problems: readonly Problem[];
  /** Names in the folder. */
  readonly deleted: readonly string[];
  /** Files that are written with the samples they have: their event has another name now, or they held both sides of a merge. */
  readonly rewritten: readonly CorpusFile[];
  /** Versions of whose earlier forms there may have been samples that are gone: with the forms that there are samples of. */
  readonly lacking: readonly Lacking[];
  /** Forms without samples, with the file that they go to. */
  readonly unfrozen: readonly { readonly descriptor: EventDescriptor; readonly file: CorpusFile }[];
}

/** A file of the corpus, as it is to be. */
export interface FrozenFile {
  readonly name: string;
  readonly text: string;
}

/** Settles the texts of a corpus, by name, with the lock that the domain has now. `changes` tells what was forgotten on demand. */
export function settleCorpus(
  texts: ReadonlyMap<string, string>,
  lock: SchemaLock,
  changes: readonly Change[],
): SettledCorpus {
  const forgotten = new Set(
    changes.flatMap(({ kind, name, version = 1 }) =>
      kind === 'forgotten' ? [corpusName({ event: name, version })] : [],
    ),
  );
  const descriptors = new Map(descriptorsOf(lock).map((descriptor) => [keyOf(descriptor), descriptor]));
  const problems: Problem[] = [];
  const deleted: string[] = [];
  const rewritten: CorpusFile[] = [];
  const lacking: Lacking[] = [];
  const known = new Map<string, { readonly file: CorpusFile; readonly name: string; readonly isMerge: boolean }>();
  for (const [name, text] of [...texts].sort(([a], [b]) => compareText(a, b))) {
    if (forgotten.has(name)) {
      deleted.push(name);
      continue;
    }
    const { file, wrong, isMerge } = readCorpus(text, descriptors);
    const problem = file === null ? broken(name, wrong, isMerge) : misfit({ name, text, file }, descriptors, known);
    if (problem !== null) problems.push(problem);
    if (problem !== null || file === null) continue;
    known.set(keyOf(file), { file, name, isMerge });
  }
  const unfrozen = [...descriptors.values()].flatMap((descriptor) => {
    const { event, number, version, revisions } = descriptor;
    const present = known.get(keyOf(descriptor));
    const has = (present?.file.revisions ?? []).map(({ revision }) => revision);
    // Not only the newest: of what is older, no samples can be made any more.
    if (revisions.indexOf(has.at(-1) ?? '') < revisions.length - 2) lacking.push({ descriptor, has });
    const { file, name, isMerge } = present ?? {
      file: { event, number, version, revisions: [] },
      name: corpusName(descriptor),
      isMerge: false,
    };
    const isMoved = name !== corpusName(descriptor);
    if (isMoved) deleted.push(name);
    const today = { ...file, event };
    if (file.revisions.at(-1)?.revision !== revisions.at(-1)) return [{ descriptor, file: today }];
    if (isMoved || isMerge) rewritten.push(today);
    return [];
  });
  return { problems, deleted: problems.length > 0 ? [] : deleted, rewritten, lacking, unfrozen };
}

/** The files that are to be written. `reasons` says of forms without samples why they have none. */
export function freezeCorpus(
  { unfrozen, rewritten }: Pick<SettledCorpus, 'unfrozen' | 'rewritten'>,
  makeSamples: MakeSamples,
): { readonly files: readonly FrozenFile[]; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const frozen = unfrozen.flatMap(({ descriptor, file }) => {
    try {
      return [withRevision(file, descriptor.revisions.at(-1) ?? '', makeSamples(descriptor))];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      reasons.push(`${descriptor.event} version ${descriptor.version} has no samples in ${CORPUS}/: ${error.message}`);
      return [];
    }
  });
  return { files: [...rewritten, ...frozen].map(asFile), reasons };
}

function asFile(file: CorpusFile): FrozenFile {
  return { name: corpusName(file), text: printCorpus(file) };
}

/** What is wrong between a sound file and the lock. */
function misfit(
  { name, text, file }: { readonly name: string; readonly text: string; readonly file: CorpusFile },
  descriptors: Descriptors,
  known: ReadonlyMap<string, { readonly name: string }>,
): Problem | null {
  const other = known.get(keyOf(file))?.name;
  const what = `version ${file.version} of ${file.event}`;
  if (other !== undefined) return problemAt(name, `${what} has samples in ${other}, too. Delete one of the files.`);
  const descriptor = descriptors.get(keyOf(file));
  if (descriptor === undefined) {
    const message = `holds samples of ${what}, and the lock has lost it: ${LOST} If it was never released, delete this file.`;
    return problemAt(name, message);
  }
  const lost = file.revisions[formsHeld(file, descriptor)];
  if (lost === undefined) return null;
  const { revision } = lost;
  const line = text.slice(0, text.indexOf(revision)).split('\n').length;
  const message = `holds samples of ${what} as revision ${revision}, and the lock has lost that: ${LOST} If that was never released, delete this revision and those after it.`;
  return problemAt(name, message, line);
}

const LOST = `put ${LOCK_FILE} back (git checkout -- ${LOCK_FILE}). If branches were merged, ${TAKE_ONE_BRANCH}.`;

function broken(name: string, wrong: string, isMerge: boolean): Problem {
  const path = `${CORPUS}/${name}`;
  if (isMerge) {
    const sides = `git checkout --ours, or --theirs, -- ${path}`;
    return problemAt(name, `${wrong}. Take the side that the lock has (${sides}), and run statefold codegen.`);
  }
  return problemAt(name, `${wrong}. Frozen samples never change: put the file back (git checkout -- ${path}).`);
}

function problemAt(name: string, message: string, line = 1): Problem {
  return { at: { file: `${CORPUS}/${name}`, line, column: 1 }, message };
}
