// The corpus on disk: reads the folder, has samples made where they are missing, writes and deletes. What is to be done is settled elsewhere.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../installed.js';
import type { Change } from '../lock/change.js';
import { CORPUS, type SchemaLock } from '../lock/schema-lock.js';
import type { Problem } from '../model.js';
import { corpusTexts } from './corpus-folder.js';
import { lostSamples } from './lost-samples.js';
import { type FrozenFile, freezeCorpus, settleCorpus } from './settle-corpus.js';

/** What there is to do about a corpus. Paths are relative to the root, with `/`. */
export interface CorpusWork {
  readonly problems: readonly Problem[];
  /** Files that are missing, or lack the samples of a form. */
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  /** What a user should know, a line each. */
  readonly notes: readonly string[];
  /** Writes and deletes. */
  apply(): void;
}

/** Compares a project's corpus with its lock, and makes what samples it lacks. Touches nothing before `apply`. */
export async function corpusWork(root: string, lock: SchemaLock, changes: readonly Change[]): Promise<CorpusWork> {
  const settled = settleCorpus(corpusTexts(root), lock, changes);
  const problems = [...settled.problems, ...lostSamples(root, settled.lacking)];
  const { files, reasons } = problems.length > 0 ? NOTHING : await frozen(settled);
  const written = new Set(files.map(({ name }) => name));
  // A forgotten version is frozen anew under the same name.
  const deleted = settled.deleted.filter((name) => !written.has(name));
  return {
    problems,
    written: [...written].map(pathOf),
    deleted: deleted.map(pathOf),
    notes: reasons,
    apply: () => {
      if (files.length > 0) mkdirSync(join(root, CORPUS), { recursive: true });
      for (const { name, text } of files) writeFileSync(join(root, CORPUS, name), text);
      for (const name of deleted) rmSync(join(root, CORPUS, name));
    },
  };
}

const NOTHING: { readonly files: readonly FrozenFile[]; readonly reasons: readonly string[] } = {
  files: [],
  reasons: [],
};

async function frozen(settled: ReturnType<typeof settleCorpus>): Promise<typeof NOTHING> {
  if (settled.unfrozen.length + settled.rewritten.length === 0) return NOTHING;
  if (!isInstalled('fast-check')) {
    const events = settled.unfrozen.map(({ descriptor: { event, version } }) => `${event}.v${version}`).join(', ');
    const note = `fast-check is not installed, so no samples were frozen in ${CORPUS}/ of ${events}. Install: npm install --save-dev fast-check`;
    const { files } = freezeCorpus({ ...settled, unfrozen: [] }, () => []);
    return { files, reasons: settled.unfrozen.length > 0 ? [note] : [] };
  }
  // Only now: it takes fast-check, an optional peer, and time.
  const { samplesOf } = await import('../../src/testing/corpus/samples-of.js');
  return freezeCorpus(settled, samplesOf);
}

function pathOf(name: string): string {
  return `${CORPUS}/${name}`;
}
