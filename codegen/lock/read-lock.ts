// Reads the lock's file: both sides of a merge, and nothing that its fingerprints do not prove. Compares nothing with the domain.
import type { Problem, SourcePlace } from '../model.js';
import { isData, isLock, misfitOf } from './lock-shape.js';
import { fingerprintOf } from './lock-text.js';
import { mergeLocks, sidesOf } from './merge-locks.js';
import { LOCK_FILE, type LockedEvent, type SchemaLock, TAKE_ONE_BRANCH } from './schema-lock.js';

/** The lock of a domain that was never generated. */
export const EMPTY_LOCK: SchemaLock = { format: 1, aggregates: {}, commands: {}, queries: {} };

/** A lock, or what is wrong with its text. */
export type ReadLock =
  | { readonly lock: SchemaLock; readonly problems?: undefined }
  | { readonly lock: null; readonly problems: readonly Problem[] };

const RESTORE = `If it was edited, take it from git again (git checkout -- ${LOCK_FILE}); if branches were merged, ${TAKE_ONE_BRANCH}.`;
const TAKE_A_SIDE = `Of the two branches, ${TAKE_ONE_BRANCH}.`;

/** Whether a lock says nothing: there is no file, or somebody has emptied it. */
export function isEmptyLock(text: string | null): boolean {
  return text === null || /^\s*(\{\s*\}\s*)?$/.test(text);
}

/** Reads the text of a lock; `null` where there is no file. */
export function readLock(text: string | null): ReadLock {
  if (text === null || isEmptyLock(text)) return { lock: EMPTY_LOCK };
  const sides = sidesOf(text);
  return sides === null ? parse(text, text, RESTORE) : readSides(sides, text);
}

/** The place of a name in the lock's text; its first line where the name is not found. */
export function placeInLock(text: string, name: string): SourcePlace {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line.trimStart().startsWith(`${JSON.stringify(name)}:`));
  const line = lines[index] ?? '';
  return { file: LOCK_FILE, line: index < 0 ? 1 : index + 1, column: line.length - line.trimStart().length + 1 };
}

function readSides(sides: { readonly ours: string; readonly theirs: string }, text: string): ReadLock {
  const [ours, theirs] = [parse(sides.ours, text, TAKE_A_SIDE), parse(sides.theirs, text, TAKE_A_SIDE)];
  if (ours.lock === null) return ours;
  if (theirs.lock === null) return theirs;
  const { lock, contested } = mergeLocks(ours.lock, theirs.lock);
  if (contested.length === 0) return { lock };
  const problems = contested.map(({ aggregate, event }) => ({
    at: placeInLock(text, event),
    message: `Both branches changed ${event} of ${aggregate}, each in its own way. Of the two, ${TAKE_ONE_BRANCH}.`,
  }));
  return { lock: null, problems };
}

function parse(json: string, text: string, remedy: string): ReadLock {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    // Whatever JSON.parse finds fault with: its words say where.
    return refused(
      { file: LOCK_FILE, line: 1, column: 1 },
      `The lock cannot be read: ${(error as Error).message}. ${remedy}`,
    );
  }
  if (!isData(data)) return refused(placeInLock(text, ''), `The lock holds no object. ${remedy}`);
  if (typeof data.format === 'number' && data.format !== 1) {
    const message = `The lock is in format ${data.format}, and this release of Statefold reads format 1. Update Statefold.`;
    return refused(placeInLock(text, 'format'), message);
  }
  if (!isLock(data)) {
    const path = misfitOf(data) ?? '';
    const at = placeInLock(text, path.slice(path.lastIndexOf('/') + 1));
    return refused(at, `The lock was changed by hand, or by a merge: ${path} is not as codegen writes it. ${remedy}`);
  }
  const forged = forgedEvents(data);
  if (forged.length === 0) return { lock: data };
  const problems = forged.map(({ event, version }) => ({
    at: placeInLock(text, event),
    message: `The lock was changed by hand, or two branches that each changed ${event} were merged: version ${version} of it does not match its fingerprint. Events are stored as it said before. ${remedy}`,
  }));
  return { lock: null, problems };
}

function refused(at: SourcePlace, message: string): ReadLock {
  return { lock: null, problems: [{ at, message }] };
}

/** Events with a version that its last fingerprint does not prove: the first of each. */
function forgedEvents({ aggregates }: SchemaLock): readonly { readonly event: string; readonly version: number }[] {
  return Object.entries(aggregates).flatMap(([aggregate, { events }]) =>
    Object.entries(events).flatMap(([event, locked]) => {
      const version = forgedVersion(aggregate, locked);
      return version === null ? [] : [{ event, version }];
    }),
  );
}

function forgedVersion(aggregate: string, { number, versions }: LockedEvent): number | null {
  let before = '';
  for (const version of versions) {
    const last = version.revisions.at(-1) ?? '';
    if (fingerprintOf(version, version.revisions.slice(0, -1), { aggregate, number, before }) !== last)
      return version.version;
    before = last;
  }
  return null;
}
