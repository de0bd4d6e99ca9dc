// The way of a new user, on the packed package: init, codegen, type check, a running engine. Installs nothing.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Consumer, layConsumer } from './consumer.js';

const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');

let project: Consumer;
let statefold: string;
beforeAll(() => {
  const peers = [...Object.keys(manifest.peerDependencies), '@types/node'];
  project = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), peers);
  statefold = join(project.installed, manifest.bin.statefold);
});
afterAll(() => project?.remove());

// One journey: each step stands on the one before.
it('leads from an empty package to an answer', () => {
  expect(project.node(statefold, 'init')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('npm run codegen'),
  });
  expect(project.node(statefold, 'codegen')).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(join(project.folder, 'domain', 'corpus', 'TaskAdded.v1.json'))).toBe(true);
  expect(project.node(statefold, 'codegen', '--check')).toMatchObject({ status: 0, stderr: '' });
  expect(project.node(tsc, '--noEmit', '-p', '.')).toMatchObject({ status: 0, stdout: '' });
  expect(project.node('--import', 'tsx', 'app.ts')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("status: 'done'"),
  });

  // Somebody else's source condition leads to the same package.
  expect(project.node('-C', 'source', '--import', 'tsx', 'app.ts')).toMatchObject({ status: 0, stderr: '' });
});

it('gives declarations that name nothing private to the package, also of what a user exports beside', () => {
  project.write(
    'exported.ts',
    `import { memoryStore } from 'statefold';
import { projection } from './generated/projections.js';
import { startEngine } from './generated/index.js';
import { arbitraries } from './generated/testing.js';
import { task } from './generated/task.aggregate.js';
export const { decide, evolve, guard } = task;
export const setup = task.extend({ guards: { late: guard.state<{ days: number }>((_, { days }) => days > 0) } });
export const add = decide.AddTask(({ command }) => ({ type: 'TaskAdded', data: command.data }));
export const added = evolve.TaskAdded(({ event }) => event.data);
export const small = guard(['AddTask'], () => true);
export const fold = projection.TaskRow;
export const engine = startEngine({ store: memoryStore() });
export const parts = async () => {
  const { aggregates, can, commands, dispatch, explain, projections, queries } = await engine;
  return { task: aggregates.task('1' as never), can, commands, dispatch, explain, projections, queries };
};
export { arbitraries };
`,
  );
  const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', 'out'];
  expect(project.node(tsc, '-p', '.', ...flags)).toMatchObject({ status: 0, stdout: '' });
  const declared = readFileSync(join(project.folder, 'out', 'exported.d.ts'), 'utf8');
  expect(declared).not.toMatch(/: any;|statefold\/dist/);
});

it('says what is missing where codegen cannot run', () => {
  const bare = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), ['xstate']);
  try {
    const ended = bare.node(join(bare.installed, manifest.bin.statefold), 'codegen');
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('npm install --save-dev ts-morph tsx') });
  } finally {
    bare.remove();
  }
});

it('goes without frozen events where fast-check is missing, and says so', () => {
  const peers = [...Object.keys(manifest.peerDependencies), '@types/node'].filter((name) => name !== 'fast-check');
  const bare = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), peers);
  try {
    const command = join(bare.installed, manifest.bin.statefold);
    expect(bare.node(command, 'init')).toMatchObject({ status: 0 });
    const said = expect.stringMatching(
      /^fast-check is not installed.*TaskAdded\.v1.*npm install --save-dev fast-check\n/,
    );
    expect(bare.node(command, 'codegen')).toMatchObject({ status: 0, stdout: said, stderr: '' });
    expect(bare.node(command, 'codegen', '--check')).toMatchObject({ status: 0, stdout: said, stderr: '' });
    expect(existsSync(join(bare.folder, 'domain', 'corpus'))).toBe(false);
  } finally {
    bare.remove();
  }
});

it('knows its own version', () => {
  const ended = project.node(statefold, '--version');
  const { version } = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8')) as { version: string };
  expect(ended.stdout.trim()).toBe(version);
});
