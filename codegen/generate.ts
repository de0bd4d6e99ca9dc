// From a checked model to files on disk: helpers first, then what stands on the implementations that import them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emitHelpers, emitRest, REST_PATHS } from './emit/emit.js';
import { GENERATED, type OutputFile } from './emit/generated-file.js';
import { renamedSince } from './emit/renamed-fields.js';
import { checkDecisions } from './load/check-decisions.js';
import { checkFolds } from './load/check-folds.js';
import { checkGeneratedImports } from './load/generated-imports.js';
import {
  type FoundImplementation,
  type FoundImplementations,
  matchImplementations,
  type WantedUpcaster,
  withFingerprints,
} from './load/implementations.js';
import { type LoadedImplementations, type LoadedMachines, loadMachines } from './load/load-machines.js';
import { ProjectSources } from './load/project-sources.js';
import { checkPurity } from './load/purity.js';
import { checkRetired } from './load/retired-events.js';
import { checkSyntax } from './load/syntax.js';
import type { Change } from './lock/change.js';
import { eventVersions } from './lock/event-versions.js';
import { LOCK_FILE, type SchemaLock } from './lock/schema-lock.js';
import { checkMachine } from './machine/check-machine.js';
import { MachinePlaces } from './machine/machine-places.js';
import type { DomainModel, Problem } from './model.js';
import { sortProblems } from './read/problem-list.js';
import { withoutRetired } from './today.js';
import { deleteFiles, orphanedFiles, staleFiles, writeFiles } from './write.js';

/** How codegen is run. */
export interface CodegenOptions {
  /** The project's root: the folder of `package.json`, `tsconfig.json` and `domain/`. */
  readonly root: string;
  /** Write nothing; only say what differs. */
  readonly check: boolean;
  /** Events whose newest version is taken out of the lock first: for versions that were never released. */
  readonly forget?: readonly string[];
  /** Whether the domain was changed to see what is noticed: then a guard that nothing asks is for its tests to miss. Default false. */
  readonly isMutant?: boolean;
  /** Told of each step as it begins. */
  readonly progress?: (step: string) => void;
}

/** What codegen found and did. Paths are relative to the root, with `/`. */
export interface CodegenResult {
  /** In the order of their places. With a problem, what stands on it is not generated. */
  readonly problems: readonly Problem[];
  readonly written: readonly string[];
  /** Missing, or different from what the domain asks for. With `check` only: otherwise they are written. */
  readonly stale: readonly string[];
  /** Generated once and no longer. Deleted, unless with `check`. */
  readonly orphaned: readonly string[];
  /** What the lock says of the domain now, and did not before. */
  readonly changes: readonly Change[];
}

/** A checked model with the lock that fits it. */
export interface LockedDomain {
  readonly model: DomainModel;
  readonly lock: SchemaLock;
  readonly changes: readonly Change[];
  /** The lock's file, where it is to be written; `null` where it says all that already. */
  readonly lockText: string | null;
}

/** Generates from a model. Its declaration must have been checked. The lock is written last: it records what has been generated. */
export async function generate(
  { model: declared, lock, changes, lockText }: LockedDomain,
  { root, check, isMutant = false, progress = () => {} }: CodegenOptions,
): Promise<CodegenResult> {
  const sources = new ProjectSources(root);
  const ending = sources.specifierEnding();
  const model = withoutRetired(declared);
  const helpers = emitHelpers(declared, lock, ending);
  const orphans = await orphanedFiles(root, new Set([...helpers.map(({ path }) => path), ...REST_PATHS]));
  const staleHelpers = await staleFiles(root, helpers);
  const result = { problems: [], written: [], stale: [], orphaned: inGenerated(orphans), changes };
  const staleLock = lockText === null ? [] : [LOCK_FILE];
  // The implementations import the helpers: with stale ones on disk, nothing can be said of them.
  if (check && staleHelpers.length > 0) return { ...result, stale: [...pathsOf(staleHelpers), ...staleLock] };
  await writeFiles(root, staleHelpers);

  progress('Finding implementations');
  const broken = checkSyntax(sources);
  // What a broken tree lacks, it may well have: nothing more is said until it can be read.
  if (broken.length > 0) return { ...result, problems: inOrder(broken), written: pathsOf(staleHelpers), orphaned: [] };
  const { found, problems } = matchImplementations(sources, model, wantedUpcasters(declared, lock));
  const early = [...problems, ...checkGeneratedImports(sources, helpers), ...checkRetired(sources, declared, found)];
  progress('Loading machines');
  const loading = loadMachines(sources, model, soundFiles(found, early));
  // While another process loads.
  const late = [...checkPurity(sources, found), ...checkDecisions(sources, declared, found)];
  const implementations = withFingerprints(sources, found);
  const loaded = await loading;
  const all = inOrder([
    ...early,
    ...late,
    ...loaded.problems,
    ...checkFolds(sources, declared, { ...found, ...loaded }),
    ...machineProblems(sources, declared, { ...found, ...loaded, isMutant }),
  ]);
  if (all.length > 0) return { ...result, problems: all, written: pathsOf(staleHelpers), orphaned: [] };

  progress('Writing');
  const from = { lock, implementations, charts: loaded.charts, digest: sources.digest() };
  const stale = await staleFiles(root, emitRest(declared, from, ending));
  if (check) return { ...result, stale: [...pathsOf(stale), ...staleLock] };
  await writeFiles(root, stale);
  await deleteFiles(root, orphans);
  if (lockText !== null) await writeFile(join(root, LOCK_FILE), lockText);
  return { ...result, written: [...pathsOf([...staleHelpers, ...stale]), ...staleLock] };
}

type Judging = Required<Pick<CodegenOptions, 'isMutant'>>;

/** What is wrong with the machines that could be loaded. */
function machineProblems(
  sources: ProjectSources,
  { aggregates }: DomainModel,
  { machines, charts, isMutant }: Pick<FoundImplementations, 'machines'> & Pick<LoadedMachines, 'charts'> & Judging,
): Problem[] {
  return aggregates.flatMap((aggregate) => {
    const [machine, chart] = [machines[aggregate.name], charts[aggregate.name]];
    if (machine === undefined || chart === undefined) return [];
    return checkMachine(aggregate, chart, {
      places: new MachinePlaces(sources, machine),
      file: machine.file,
      isMutant,
    });
  });
}

/** What old logs hold and only code of the user's can make today's. */
export function wantedUpcasters(model: DomainModel, lock: SchemaLock): WantedUpcaster[] {
  const events = new Map(model.aggregates.flatMap((aggregate) => aggregate.events.map((event) => [event.name, event])));
  return eventVersions(lock).flatMap(({ step, key, descriptor, isRetired }) => {
    const event = events.get(descriptor.event);
    if (step !== 'upcaster' || event === undefined) return [];
    const isLast = isRetired && descriptor.version === event.version;
    const isNewest = descriptor.version === event.version - 1;
    const renamed = isNewest ? renamedSince(model, descriptor) : [];
    return [{ name: key, doc: '', at: event.at, isLast, renamed }];
  });
}

/** The code in files without a problem: what is wrong with the others would only be said again, and worse. */
function soundFiles(
  { machines, projections, upcasters }: FoundImplementations,
  problems: readonly Problem[],
): LoadedImplementations {
  const files = new Set(problems.map(({ at }) => at.file));
  const sound = (found: Readonly<Record<string, FoundImplementation>>) =>
    Object.fromEntries(Object.entries(found).filter(([, { file }]) => !files.has(file)));
  return { machines: sound(machines), projections: sound(projections), upcasters: sound(upcasters) };
}

/** Problems in order, the same one once: modules that import one broken module all fail with it. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return sortProblems([...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

function pathsOf(files: readonly OutputFile[]): string[] {
  return inGenerated(files.map(({ path }) => path));
}

function inGenerated(paths: readonly string[]): string[] {
  return paths.map((path) => `${GENERATED}/${path}`);
}
