// The whole of codegen, in order: read, check, lock, emit, write. The only module of this folder that others need.
import { type CorpusWork, corpusWork } from './corpus/corpus.js';
import { type CodegenOptions, type CodegenResult, generate } from './generate.js';
import type { Problem } from './model.js';
import { sortProblems } from './read/problem-list.js';
import { settleDomain } from './settled-domain.js';

/** What a whole run found and did. */
export interface CodegenRun extends CodegenResult {
  /** What a user should know, a line each. */
  readonly notes: readonly string[];
}

/** Generates a project's code from its domain, or with `check` says what would change. Problems are an outcome, not a throw. */
export async function runCodegen(options: CodegenOptions): Promise<CodegenRun> {
  options.progress?.('Reading the domain');
  const domain = settleDomain(options.root, options.forget, () => options.progress?.('Comparing with the lock'));
  if ('problems' in domain) return refused(domain.problems);
  const { root, model, before, settled } = domain;
  const { text, lock, changes } = settled;
  options.progress?.('Freezing samples');
  const corpus = await corpusWork(root, lock, changes);
  if (corpus.problems.length > 0) return refused(sortProblems(corpus.problems));
  const locked = { model, lock, changes, lockText: text === before ? null : text };
  return withCorpus(await generate(locked, { ...options, root }), corpus, options.check);
}

/** Freezes samples of what is locked now. Where generating failed, nothing is. */
function withCorpus(result: CodegenResult, corpus: CorpusWork, check: boolean): CodegenRun {
  const { written, deleted, notes } = corpus;
  if (result.problems.length > 0) return { ...result, notes: [] };
  const orphaned = [...result.orphaned, ...deleted];
  if (check) return { ...result, stale: [...result.stale, ...written], orphaned, notes };
  corpus.apply();
  return { ...result, written: [...result.written, ...written], orphaned, notes };
}

function refused(problems: readonly Problem[]): CodegenRun {
  return { problems, written: [], stale: [], orphaned: [], changes: [], notes: [] };
}
