// The README, taken at its word: its files make a project, its commands run, its programs print what it says.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Consumer, layConsumer } from './consumer.js';

const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({
    language,
    text,
  }),
);

/** The TypeScript blocks, by the path in their first line. */
const files = new Map(
  blocks
    .filter(({ language }) => language === 'ts')
    .map(({ text }) => [/^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? '', text]),
);

let project: Consumer;
let statefold: string;

beforeAll(() => {
  const peers = [...Object.keys(manifest.peerDependencies), '@types/node'];
  project = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), peers);
  statefold = join(project.installed, manifest.bin.statefold);
  // What the README's own init leaves; its domain makes way for the README's.
  project.node(statefold, 'init');
  for (const path of ['domain', 'app.ts', 'test']) rmSync(join(project.folder, path), { recursive: true });
});
afterAll(() => project?.remove());

function write(path: string): void {
  const target = join(project.folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, files.get(path) ?? '');
}

it('says in each TypeScript block which file it is', () => {
  expect([...files.keys()]).toEqual([
    'domain/order.domain.ts',
    'domain/order.machine.ts',
    'domain/order.projections.ts',
    'domain/order.queries.ts',
    'app.ts',
    'test/replay.test.ts',
    'more.ts',
    'redis.ts',
  ]);
});

it('names no command that no test runs', () => {
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
  expect(commands).toEqual([
    // A fresh clone: `npm ci` is how the tests came to run, and test/demo runs the demo.
    'npm ci && npm run demo',
    // A new package: user-project.test.ts goes the same way.
    'npm init -y',
    'npm install statefold xstate',
    'npm install --save-dev @types/node fast-check ts-morph tsx typescript vitest',
    'npx statefold init',
    'npm run codegen',
    'npm test',
    'npx tsx app.ts',
    // Below.
    'npx statefold codegen',
  ]);
  expect(manifest.scripts).toHaveProperty('demo');
});

// One journey: each step stands on the one before.
it('leads from a declaration to the printed answers', () => {
  write('domain/order.domain.ts');
  const first = project.node(statefold, 'codegen');
  expect(first.status).toBe(1);
  for (const missing of ['order.machine.ts', 'order.projections.ts', 'order.queries.ts']) {
    expect(first.stdout + first.stderr).toContain(missing);
  }

  for (const path of files.keys()) write(path);
  expect(project.node(statefold, 'codegen')).toMatchObject({ status: 0, stderr: '' });
  expect(project.node(statefold, 'codegen', '--check')).toMatchObject({ status: 0, stderr: '' });
  expect(project.node(tsc, '--noEmit', '-p', '.')).toMatchObject({ status: 0, stdout: '' });

  const printed = /prints\n\n```text\n(.*?)^```$/ms.exec(readme)?.[1];
  expect(project.node('--import', 'tsx', 'app.ts')).toMatchObject({ status: 0, stdout: printed, stderr: '' });
  // The subscription tells of events when it hears of them, between the program's own lines.
  const more = project.node('--import', 'tsx', 'more.ts');
  expect(more).toMatchObject({ status: 0, stderr: '' });
  const lines = ['OrderCancelled by clerk', 'OrderPlaced by clerk', 'open 3600 2', 'true'];
  expect(more.stdout.trim().split('\n').sort()).toEqual(lines);

  const tested = project.node(vitest, 'run');
  expect(tested.stdout).toContain('11 passed');
  expect(tested.status).toBe(0);
});

it('explains every error code', async () => {
  const source = readFileSync(join(import.meta.dirname, '../../src/kernel/error.ts'), 'utf8');
  const codes = [...source.matchAll(/^ {2}([A-Z_]+): \{/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !readme.includes(`| \`${code}\` |`))).toEqual([]);
});
