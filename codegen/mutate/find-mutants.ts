// Every mutant of a project's domain, found by syntax: of machines, folds, upcasters, what they call, and rollups. Runs nothing.
import { isGeneratedPath } from '../load/fingerprint.js';
import type { FoundImplementations } from '../load/implementations.js';
import type { ProjectSources } from '../load/project-sources.js';
import { Expressions } from '../machine/expressions.js';
import type { DomainModel } from '../model.js';
import { comparePlaces, compareText } from '../read/problem-list.js';
import { Edits } from './edits.js';
import { functionMutants } from './function-mutants.js';
import { MachineMutants } from './machine-mutants.js';
import type { Mutant } from './mutant.js';
import { rollupMutants } from './rollup-mutants.js';

/** What mutants are found in. */
export interface MutableDomain {
  readonly sources: ProjectSources;
  readonly model: DomainModel;
  readonly found: FoundImplementations;
}

/** Every mutant, in the order of files and places. Hand-written queries have none: no law speaks of them. */
export function findMutants({ sources, model, found }: MutableDomain): readonly Mutant[] {
  const edits = new Edits(sources);
  const expressions = new Expressions(sources);
  const machines = new MachineMutants(expressions, edits);
  for (const { at } of Object.values(found.machines)) {
    const config = expressions.machineConfigAt(at);
    if (config !== null) machines.state(config, '', []);
  }
  for (const file of mutableFiles(sources, found)) functionMutants(sources.source(file), edits);
  return [...edits.all(), ...rollupMutants(model)].sort(
    (a, b) => comparePlaces(a.at, b.at) || compareText(a.what, b.what),
  );
}

/** The files of machines, folds and upcasters, and all that they import from the project. */
export function mutableFiles(sources: ProjectSources, found: FoundImplementations): readonly string[] {
  const { machines, projections, upcasters } = found;
  const roots = [machines, projections, upcasters].flatMap((group) => Object.values(group).map(({ file }) => file));
  const files = new Set(roots.flatMap((file) => sources.closure(file, isGeneratedPath)));
  return [...files].filter((file) => !file.endsWith('.json')).sort(compareText);
}
