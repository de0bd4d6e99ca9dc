// The whole of codegen, in order: read, check, emit, write. The only module of this folder that others need.
import { realpathSync } from 'node:fs';
import { checkDeclaration } from './check/check-declaration.js';
import { type CodegenOptions, type CodegenResult, generate } from './generate.js';
import { sortProblems } from './read/problem-list.js';
import { readDomain } from './read/read-domain.js';

/** Generates a project's code from its domain, or with `check` says what would change. Problems are an outcome, not a throw. */
export async function runCodegen(options: CodegenOptions): Promise<CodegenResult> {
  options.progress?.('Reading the domain');
  // What is loaded reports real paths: a root reached by a link would not be recognised in them.
  const root = realpathSync(options.root);
  const { model, problems: unread } = readDomain({ root });
  const problems = sortProblems([...unread, ...checkDeclaration(model, unread)]);
  if (problems.length > 0) return { problems, written: [], stale: [], orphaned: [] };
  return generate(model, { ...options, root });
}
