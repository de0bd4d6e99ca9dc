// Codegen from a checked model, on real folders: what is written, compared, deleted and left alone.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../../../../codegen/generate.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import { counterModel, locked } from '../emit/counter-model.js';
import { COUNTER_FILES, tempProject, writeProject } from '../load/temp-project.js';

const GENERATED = [
  'app.ts',
  'arbitraries.ts',
  'buses.ts',
  'codecs.ts',
  'counter.aggregate.ts',
  'domain.md',
  'handlers.ts',
  'index.ts',
  'projections.ts',
  'queries.ts',
  'testing.ts',
  'validators.ts',
];

const LOCK = 'domain/schema.lock.json';
const nothing = { problems: [], written: [], stale: [], orphaned: [], changes: [] };
const unlocked = locked(counterModel);
const counter = { ...unlocked, changes: [], lockText: null };

it('writes every file once, and then finds nothing to do', { timeout: 30_000 }, async () => {
  const root = tempProject(COUNTER_FILES);

  const first = await generate(unlocked, { root, check: false });
  expect(first.problems).toEqual([]);
  expect([...first.written].sort()).toEqual([LOCK, ...GENERATED.map((name) => `generated/${name}`)]);
  expect(readFileSync(join(root, LOCK), 'utf8')).toBe(unlocked.lockText);
  expect(readdirSync(join(root, 'generated')).sort()).toEqual(GENERATED);

  const before = statSync(join(root, 'generated/app.ts')).mtimeMs;
  expect(await generate(counter, { root, check: false })).toEqual(nothing);
  expect(await generate(counter, { root, check: true })).toEqual(nothing);
  expect(statSync(join(root, 'generated/app.ts')).mtimeMs).toBe(before);
  expect(readFileSync(join(root, 'generated/domain.md'), 'utf8')).toContain('s_low --> s_high : Bumped');
});

it('checks without writing: stale, missing and orphaned files', { timeout: 30_000 }, async () => {
  const root = tempProject(COUNTER_FILES);
  await generate(counter, { root, check: false });
  const app = readFileSync(join(root, 'generated/app.ts'), 'utf8');
  writeProject(root, {
    'generated/app.ts': app.replace(/contract: \d+/, 'contract: 0'),
    'generated/buses.ts': readFileSync(join(root, 'generated/buses.ts'), 'utf8').replaceAll('\n', '\r\n'),
    'generated/index.ts': null,
    'generated/gone.aggregate.ts': '// Generated from domain/gone.domain.ts. Do not edit.\n',
    'generated/notes.md': 'Mine.\n',
  });

  const checked = await generate(counter, { root, check: true });
  expect(checked).toEqual({
    ...nothing,
    stale: ['generated/app.ts', 'generated/index.ts'],
    orphaned: ['generated/gone.aggregate.ts'],
  });
  expect(existsSync(join(root, 'generated/index.ts'))).toBe(false);
  expect(existsSync(join(root, 'generated/gone.aggregate.ts'))).toBe(true);

  const written = await generate(counter, { root, check: false });
  expect(written.written).toEqual(['generated/app.ts', 'generated/index.ts']);
  expect(existsSync(join(root, 'generated/gone.aggregate.ts'))).toBe(false);
  expect(readFileSync(join(root, 'generated/notes.md'), 'utf8')).toBe('Mine.\n');
});

it('writes the lock last, and finds it stale until then', { timeout: 30_000 }, async () => {
  const root = tempProject({ ...COUNTER_FILES, 'domain/counter.queries.ts': null });
  expect((await generate(unlocked, { root, check: false })).problems).toHaveLength(1);
  expect(existsSync(join(root, LOCK))).toBe(false);

  writeProject(root, COUNTER_FILES);
  expect((await generate(unlocked, { root, check: true })).stale).toContain(LOCK);
  expect(existsSync(join(root, LOCK))).toBe(false);
  expect((await generate(unlocked, { root, check: false })).problems).toEqual([]);
  expect(existsSync(join(root, LOCK))).toBe(true);
});

it('stops after the helpers where an implementation is missing, and says what to write', async () => {
  const root = tempProject({ 'domain/counter.domain.ts': COUNTER_FILES['domain/counter.domain.ts'] });

  const { problems, written } = await generate(counter, { root, check: false });

  expect(problems.map(problemText)).toEqual([
    "domain/counter.domain.ts:5:1 Counter has no machine. Write in domain/counter.machine.ts: export const counterMachine = counter.createMachine({ … }); (import { counter } from '../generated/counter.aggregate.js').",
    "domain/counter.domain.ts:16:1 Tally has no folds. Write in domain/counter.projections.ts: export const tally = projection.Tally({ creates: { … }, updates: { … } }); (import { projection } from '../generated/projections.js').",
    "domain/counter.domain.ts:37:1 GetGrandTotal has no implementation. Write in domain/counter.queries.ts: export const getGrandTotal = query.GetGrandTotal(async ({ query, rows }) => …); (import { query } from '../generated/queries.js').",
  ]);
  expect(written).toEqual(['generated/counter.aggregate.ts', 'generated/projections.ts', 'generated/queries.ts']);
});

it('says nothing of implementations while the helpers that they import are stale', async () => {
  const root = tempProject(COUNTER_FILES);
  expect((await generate(counter, { root, check: true })).stale).toEqual([
    'generated/counter.aggregate.ts',
    'generated/projections.ts',
    'generated/queries.ts',
  ]);
});
