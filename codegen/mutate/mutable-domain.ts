// Reads a project to be mutated: its mutants, and what is said of those that may survive. Writes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDeclaration } from '../check/check-declaration.js';
import { type LockedDomain, wantedUpcasters } from '../generate.js';
import { matchImplementations } from '../load/implementations.js';
import { ProjectSources } from '../load/project-sources.js';
import { settleLock } from '../lock/settle-lock.js';
import { lockText } from '../lock-file.js';
import type { Problem } from '../model.js';
import { sortProblems } from '../read/problem-list.js';
import { readDomain } from '../read/read-domain.js';
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

/** Reads a project, by its real path. Problems are those that codegen has with it, by which it cannot be mutated. */
export function readMutable(root: string): MutableProject | { readonly problems: readonly Problem[] } {
  const { model, problems: unread } = readDomain({ root });
  const problems = sortProblems([...unread, ...checkDeclaration(model, unread)]);
  if (problems.length > 0) return { problems };
  const text = lockText(root);
  const { problems: unlocked, lock, text: settled } = settleLock(model, text, []);
  if (unlocked.length > 0) return { problems: sortProblems(unlocked) };
  const sources = new ProjectSources(root);
  const today = withoutRetired(model);
  const { found, problems: unmatched } = matchImplementations(sources, today, wantedUpcasters(model, lock));
  if (unmatched.length > 0) return { problems: sortProblems(unmatched) };
  const domain = { model, lock, changes: [], lockText: settled === text ? null : settled };
  const mutants = findMutants({ sources, model, found });
  const files = new Set([...mutableFiles(sources, found), ...mutants.map(({ at }) => at.file)]);
  const explanations = [...files].flatMap((file) => explanationsIn(file, readFileSync(join(root, file), 'utf8')));
  return { domain, mutants, explanations, conditions: sources.customConditions() };
}
