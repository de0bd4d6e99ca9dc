// The corpus of a real project, from its first run on: written, kept, missed, refused and forgotten.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCodegen } from '../../../../codegen/main.js';
import { COUNTER_FILES, tempProject, writeProject } from '../load/temp-project.js';

const BUMPED = 'domain/corpus/Bumped.v1.json';
const RESET = 'domain/corpus/WasReset.v1.json';
const DOMAIN = 'domain/counter.domain.ts';

it('is frozen once, and lives as long as the lock remembers', { timeout: 60_000 }, async () => {
  const root = tempProject(COUNTER_FILES);
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  const check = () => runCodegen({ root, check: true });

  // Nothing is frozen of what could not be generated.
  writeProject(root, { 'domain/counter.queries.ts': null });
  expect((await runCodegen({ root, check: false })).problems).toHaveLength(1);
  expect(existsSync(join(root, 'domain/corpus'))).toBe(false);
  writeProject(root, COUNTER_FILES);
  const first = await runCodegen({ root, check: false });
  expect(first).toMatchObject({ problems: [], notes: [] });
  expect(first.written.filter((path) => path.startsWith('domain/corpus/'))).toEqual([BUMPED, RESET]);
  expect(readdirSync(join(root, 'domain/corpus')).sort()).toEqual(['Bumped.v1.json', 'WasReset.v1.json']);
  expect(await check()).toMatchObject({ problems: [], stale: [], orphaned: [] });

  const [bumped, reset] = [text(BUMPED), text(RESET)];
  writeProject(root, { [RESET]: null });
  expect(await check()).toMatchObject({ problems: [], stale: [RESET] });
  expect(existsSync(join(root, RESET))).toBe(false);

  writeProject(root, { [BUMPED]: bumped.replace(/"by":-?\d+/, '"by":12345') });
  const [problem, ...others] = (await runCodegen({ root, check: false })).problems;
  expect([problem?.at, others]).toEqual([{ file: BUMPED, line: 1, column: 1 }, []]);
  expect(problem?.message).toContain(`git checkout -- ${BUMPED}`);
  expect(existsSync(join(root, RESET))).toBe(false);

  // What is made again is what it was.
  writeProject(root, { [BUMPED]: bumped });
  expect((await runCodegen({ root, check: false })).written).toEqual([RESET]);
  expect(text(RESET)).toBe(reset);

  writeProject(root, { [DOMAIN]: text(DOMAIN).replace('note?: string', 'note?: number') });
  expect((await runCodegen({ root, check: false, forget: ['Bumped'] })).problems).toEqual([]);
  const anew = JSON.parse(text(BUMPED));
  expect(anew.revisions).toHaveLength(1);
  expect(anew.revisions[0].revision).not.toBe(JSON.parse(bumped).revisions[0].revision);
});
