// Reads a project to be mutated: its mutants, and what is said of those that may survive. Writes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockedDomain, wantedUpcasters } from '../generate.js';
import { matchImplementations } from '../load/implementations.js';
import { ProjectSources } from '../load/project-sources.js';
import type { Problem } from '../model.js';
import { sortProblems } from '../read/problem-list.js';
import { settleDomain } from '../settled-domain.js';
import { withoutRetired } from '../today.js';
import { type Explanation, explanationsIn } from './explanations.js';
import { findMutants, mutableFiles } from './find-mutants.js';
import type { Mutant } from './mutant.js';

/** A project to be mutated. */
export interface MutableProject {
  readonly domain: LockedDomain;
  readonly mutants: readonly Mutant[];
  readonly explanations: readonly Explanation[];
  /** What its own tests are to be run with beside Node's conditions. */
  readonly conditions: readonly string[];
}

/** Reads a project. Problems are those that codegen has with it, by which it cannot be mutated. */
export function readMutable(folder: string): MutableProject | { readonly problems: readonly Problem[] } {
  const read = settleDomain(folder);
  if ('problems' in read) return { problems: read.problems };
  const { root, model, before, settled } = read;
  const { lock, text } = settled;
  const sources = new ProjectSources(root);
  const today = withoutRetired(model);
  const { found, problems: unmatched } = matchImplementations(sources, today, wantedUpcasters(model, lock));
  if (unmatched.length > 0) return { problems: sortProblems(unmatched) };
  const domain = { model, lock, changes: [], lockText: text === before ? null : text };
  const mutants = findMutants({ sources, model, found });
  const files = new Set([...mutableFiles(sources, found), ...mutants.map(({ at }) => at.file)]);
  const explanations = [...files].flatMap((file) => explanationsIn(file, readFileSync(join(root, file), 'utf8')));
  return { domain, mutants, explanations, conditions: sources.customConditions() };
}
