// Lock and corpus in the hands of git: merges, and files that are gone. What codegen advises is done, and must lead on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCodegen } from '../../../../codegen/main.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import type { CorpusFile } from '../../../../src/codec/corpus-file.js';
import { git } from '../../../support/git.js';
import { COUNTER_FILES, tempProject, writeProject } from '../load/temp-project.js';

const LOCK = 'domain/schema.lock.json';
const DOMAIN = 'domain/counter.domain.ts';
const slow = { timeout: 120_000 };

/** The domain with another declaration of its event WasReset. */
const domain = (wasReset: string) => ({
  [DOMAIN]: COUNTER_FILES[DOMAIN].replace('WasReset: Empty }', `\n${wasReset} }`),
});

const UPCASTERS = `import { upcast } from '../generated/upcasters.js';
export const wasResetV1 = upcast.WasResetV1(() => ({ why: '' }));
`;
const SECOND = { ...domain('/** @version 2 */ WasReset: { why: string }'), 'domain/counter.upcasters.ts': UPCASTERS };
const GROWN = domain('/** @version 2 */ WasReset: { why: string; note?: string }');
const THIRD = {
  ...domain('/** @version 3 */ WasReset: { why: Int }'),
  'domain/counter.upcasters.ts': `${UPCASTERS}export const wasResetV2 = upcast.WasResetV2(() => ({ why: 0 }));\n`,
};
const BOTH = { ...THIRD, ...domain('/** @version 3 */ WasReset: { why: Int; note?: string }') };

async function run(root: string, files: Readonly<Record<string, string | null>> = {}): Promise<string[]> {
  writeProject(root, files);
  const { problems } = await runCodegen({ root, check: false });
  return problems.map(problemText);
}

function commit(root: string): void {
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'A change');
}

/** A project at version 2 of WasReset, in git. */
async function committed(): Promise<string> {
  const root = tempProject({ ...COUNTER_FILES, '.gitignore': 'node_modules\ngenerated\n' });
  expect(await run(root)).toEqual([]);
  expect(await run(root, SECOND)).toEqual([]);
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  commit(root);
  return root;
}

/** What a shell would run of a message's last advice. */
function advised(root: string, problem: string | undefined, commit = ''): void {
  const commands = [...(problem ?? '').matchAll(/\(git ([^;)]+)/g)].map(([, command = '']) => command);
  git(root, ...(commands.at(-1) ?? '').replace('<commit>', commit).split(' '));
}

it('leads out of a merge of two changes of one event, in which git saw no conflict', slow, async () => {
  const root = await committed();
  git(root, 'checkout', '--quiet', '-b', 'growing');
  expect(await run(root, GROWN)).toEqual([]);
  commit(root);
  git(root, 'checkout', '--quiet', '-b', 'versioned', 'main');
  expect(await run(root, THIRD)).toEqual([]);
  commit(root);
  // The domain's own conflict is the user's to solve.
  expect(() => git(root, 'merge', '--quiet', 'growing')).toThrow();
  expect(git(root, 'diff', '--name-only', '--diff-filter=U')).toBe(`${DOMAIN}\n`);

  const [problem, ...others] = await run(root, BOTH);
  expect(others).toEqual([]);
  expect(problem).toContain('The lock was changed by hand, or two branches that each changed WasReset were merged');
  commit(root);
  for (const side of ['HEAD^1', 'HEAD^2']) {
    advised(root, problem, side);
    expect(await run(root), side).toEqual([]);
    git(root, 'reset', '--quiet', '--hard');
  }
});

it('leads out of a merge in which lock and samples are in conflict', slow, async () => {
  const root = await committed();
  for (const [branch, files] of [
    ['one', GROWN],
    ['other', domain('/** @version 2 */ WasReset: { why: string; by?: Int }')],
  ] as const) {
    git(root, 'checkout', '--quiet', '-b', branch, 'main');
    expect(await run(root, files)).toEqual([]);
    commit(root);
  }
  expect(() => git(root, 'merge', '--quiet', 'one')).toThrow();
  const samples = 'domain/corpus/WasReset.v2.json';
  expect(git(root, 'diff', '--name-only', '--diff-filter=U')).toBe(`${samples}\n${DOMAIN}\n${LOCK}\n`);
  const merged = domain('/** @version 2 */ WasReset: { why: string; by?: Int; note?: string }');
  const [problem, ...others] = await run(root, merged);
  expect(others).toEqual([]);
  expect(problem).toContain('Both branches changed WasReset of Counter, each in its own way.');
  const unmerged = readFileSync(join(root, samples), 'utf8');
  advised(root, problem, 'one');
  expect(await run(root)).toEqual([]);

  // Whoever takes a side of the lock alone has its samples picked out.
  git(root, 'checkout', '--ours', '--', LOCK);
  expect(await run(root, { [samples]: unmerged })).toEqual([]);
  expect(JSON.parse(readFileSync(join(root, samples), 'utf8')).revisions).toHaveLength(3);
});

it('has samples and lock put back that are gone', slow, async () => {
  const root = await committed();
  const samples = 'domain/corpus/WasReset.v2.json';
  expect(await run(root, GROWN)).toEqual([]);
  commit(root);
  const before = readFileSync(join(root, samples), 'utf8');
  const [gone, ...others] = await run(root, { [samples]: null });
  expect([gone, others]).toEqual([
    `${samples}:1:1 is missing, and samples of earlier forms of version 2 of WasReset are in it, which cannot be made again. Put it back (git checkout HEAD -- ${samples}).`,
    [],
  ]);
  commit(root);
  const [deleted] = await run(root);
  expect(deleted).toMatch(/Put it back \(git checkout [0-9a-f]+~ -- /);
  advised(root, deleted);
  expect(readFileSync(join(root, samples), 'utf8')).toBe(before);
  expect(await run(root)).toEqual([]);

  // A file of before the last forms is sound in itself: codegen could freeze the newest behind it, and nothing of those between.
  const third = domain('/** @version 2 */ WasReset: { why: string; note?: string; by?: Int }');
  expect(await run(root, third)).toEqual([]);
  commit(root);
  const short = JSON.parse(before) as CorpusFile;
  const [revision] = short.revisions;
  const cut = JSON.stringify({ ...short, digest: revision?.digest, revisions: [revision] });
  const [lost] = await run(root, { [samples]: cut });
  expect(lost).toContain(`${samples}:1:1 was cut, and samples of earlier forms of version 2 of WasReset are in it`);
  advised(root, lost);
  expect(await run(root)).toEqual([]);

  // Of one form, what is made again is what it was.
  const bumped = readFileSync(join(root, 'domain/corpus/Bumped.v1.json'), 'utf8');
  expect(await run(root, { 'domain/corpus/Bumped.v1.json': null })).toEqual([]);
  expect(readFileSync(join(root, 'domain/corpus/Bumped.v1.json'), 'utf8')).toBe(bumped);

  for (const [text, state] of [
    ['\n', 'empty'],
    ['{}\n', 'empty'],
    [null, 'missing'],
  ] as const) {
    const [missing, ...more] = await run(root, { [LOCK]: text });
    expect([missing, more]).toEqual([
      `${LOCK}:1:1 The lock is ${state}, and domain/corpus/ holds samples of the events in it. Put it back (git checkout HEAD -- ${LOCK}). If none of them was ever released, delete domain/corpus/, and run statefold codegen.`,
      [],
    ]);
    advised(root, missing);
    expect(await run(root)).toEqual([]);
  }
});
