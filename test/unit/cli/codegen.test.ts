// `statefold codegen`: what it prints and how it exits.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { codegen } from '../../../src/cli/codegen.js';
import { COUNTER_FILES, type Files, tempProject, writeProject } from '../codegen/load/temp-project.js';

let said: string[] = [];

beforeEach(() => {
  said = [];
  const listen = (text: string | Uint8Array) => said.push(...String(text).trim().split('\n')) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(listen),
    vi.spyOn(process.stderr, 'write').mockImplementation(listen),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
});

async function run(root: string, check: boolean, forget: string[] = []): Promise<{ code: number; said: string[] }> {
  said = [];
  const code = await codegen(root, check, forget);
  return { code, said: said.filter((line) => line !== '') };
}

it('generates, then finds everything up to date', { timeout: 30_000 }, async () => {
  const root = tempProject(COUNTER_FILES);
  expect(await run(root, false)).toEqual({ code: 0, said: [expect.stringMatching(/^Generated \d+ files\.$/)] });
  expect(await run(root, false)).toEqual({ code: 0, said: ['generated/ is up to date.'] });
  expect(await run(root, true)).toEqual({ code: 0, said: ['generated/ is up to date.'] });

  rmSync(join(root, 'generated/app.ts'));
  writeProject(root, { 'generated/old.aggregate.ts': '// Generated from domain/old.domain.ts. Do not edit.\n' });
  expect(await run(root, true)).toEqual({
    code: 1,
    said: [
      'generated/app.ts is stale or missing.',
      'generated/old.aggregate.ts is no longer generated.',
      'Run: npm run codegen',
    ],
  });
  expect(await run(root, false)).toEqual({
    code: 0,
    said: ['Generated 1 file; deleted generated/old.aggregate.ts.'],
  });
});

it('refuses to check what is not locked, and locks a version anew that was never released', {
  timeout: 60_000,
}, async () => {
  const root = tempProject(COUNTER_FILES);
  const declare = (event: string) =>
    writeProject(root, {
      'domain/counter.domain.ts': COUNTER_FILES['domain/counter.domain.ts'].replace('WasReset: Empty', event),
    });
  await run(root, false);

  declare('WasReset: { why?: string }');
  const checked = await run(root, true);
  expect(checked.code).toBe(1);
  expect(checked.said).toContain('domain/schema.lock.json is stale or missing.');
  expect(checked.said.slice(-5)).toEqual([
    'Not locked yet:',
    'Counter',
    '  event WasReset has grown',
    '    + why?: string',
    'Run: npm run codegen',
  ]);
  await run(root, false);

  declare('WasReset: { why?: Date }');
  expect((await run(root, false)).said).toEqual([
    expect.stringContaining('WasReset.why was string in version 1, and is Date'),
    '1 problem. Nothing was generated.',
  ]);
  expect((await run(root, true, ['WasReset'])).said.at(-1)).toBe('Run: npm run codegen -- --forget WasReset');
  expect((await run(root, false, ['WasReset'])).code).toBe(0);
  expect(await run(root, true)).toEqual({ code: 0, said: ['generated/ is up to date.'] });
});

it('prints problems of the declaration with their places, and generates nothing', async () => {
  const domain = COUNTER_FILES['domain/counter.domain.ts'].replace('count: Int;\n  bumps', 'count: Itn;\n  bumps');
  const files: Files = { ...COUNTER_FILES, 'domain/counter.domain.ts': domain };
  const { code, said } = await run(tempProject(files), false);
  expect(code).toBe(1);
  expect(said[0]).toMatch(/^domain\/counter\.domain\.ts:\d+:\d+ .*Itn/);
  expect(said.at(-1)).toBe('1 problem. Nothing was generated.');
});

it('prints problems of implementations once the helpers are there', async () => {
  const { code, said } = await run(tempProject({ ...COUNTER_FILES, 'domain/counter.queries.ts': null }), false);
  expect(code).toBe(1);
  expect(said).toEqual([
    expect.stringMatching(/^domain\/counter\.domain\.ts:\d+:\d+ GetGrandTotal has no implementation\./),
    '1 problem. Only helpers were generated.',
  ]);
});

it('says where it looked for a domain', async () => {
  const root = tempProject({});
  const { code, said } = await run(root, false);
  expect([code, said[0]]).toEqual([
    1,
    `domain:1:1 No file in ${root}/domain/ ends in .domain.ts, and one holds the declaration. Give --root the folder of package.json and domain/; where there is none yet, "npx statefold init" writes an example.`,
  ]);
});

it('says that a folder is not there', async () => {
  const root = join(tempProject({}), 'nowhere');
  expect(await run(root, false)).toEqual({
    code: 1,
    said: [`${root} does not exist. Give --root the folder of package.json and domain/.`],
  });
});
