// What a project's configuration means for its imports, and where its imports lead.
import { expect, it } from 'vitest';
import { ProjectSources } from '../../../../codegen/load/project-sources.js';
import { digestOfSources } from '../../../../src/kernel/source-digest.js';
import { type Files, tempProject } from './temp-project.js';

const open = (files: Files) => new ProjectSources(tempProject(files));
const configured = (compilerOptions: object) => open({ 'tsconfig.json': JSON.stringify({ compilerOptions }) });

it('ends specifiers as the project wants them', () => {
  expect(configured({}).specifierEnding()).toBe('.js');
  expect(configured({ rewriteRelativeImportExtensions: true }).specifierEnding()).toBe('.ts');
  expect(configured({ allowImportingTsExtensions: true, noEmit: true }).specifierEnding()).toBe('.ts');
});

it('reads options through `extends`, and does without a tsconfig', () => {
  const extended = open({
    'base.json': '{ "compilerOptions": { "customConditions": ["mine"] } }',
    'tsconfig.json': '{ "extends": "./base.json" } // with a comment',
  });
  expect(extended.customConditions()).toEqual(['mine']);
  expect(open({ 'tsconfig.json': null }).customConditions()).toEqual([]);
});

it('lists files of the domain in order, tests excepted', () => {
  const sources = open({
    'domain/b.ts': '',
    'domain/a/c.domain.ts': '',
    'domain/a.test.ts': '',
    'domain/a.md': '',
    'other.ts': '',
  });
  expect(sources.domainFiles()).toEqual(['domain/a/c.domain.ts', 'domain/b.ts']);
});

it('digests the sources of the domain as an engine does, unless they become CommonJS', () => {
  const files = {
    'domain/a.domain.ts': 'export type A = 1;\r\n',
    'domain/deep/b.ts': '',
    'domain/a.test.ts': 'x',
    'domain/a.json': '{}',
  };
  const digest = digestOfSources(
    new Map([
      ['deep/b.ts', ''],
      ['a.domain.ts', 'export type A = 1;\n'],
    ]),
  );
  const opened = (type: string, compilerOptions: object) =>
    open({ ...files, 'package.json': JSON.stringify({ type }), 'tsconfig.json': JSON.stringify({ compilerOptions }) });
  expect(opened('module', { module: 'nodenext' }).digest()).toBe(digest);
  expect(opened('commonjs', { module: 'nodenext' }).digest()).toBeNull();
  expect(opened('commonjs', { module: 'esnext' }).digest()).toBe(digest);
  expect(opened('module', { module: 'commonjs' }).digest()).toBeNull();
  expect(open({ ...files, 'package.json': '{}', 'tsconfig.json': null }).digest()).toBeNull();
});

it('tells files, packages, parts of Node, the engine and nothing apart', () => {
  const sources = open({
    'domain/a.ts': `import './b.js';
import type { B } from './b.js';
import { and } from 'xstate';
import 'node:path';
import 'fs';
import 'statefold/contract';
export * from './missing.js';
const c = import('./c.json');
`,
    'domain/b.ts': 'export type B = 1;',
    'domain/c.json': '{}',
  });
  expect(sources.imports('domain/a.ts').map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
    [{ kind: 'file', file: 'domain/b.ts' }, false],
    [{ kind: 'file', file: 'domain/b.ts' }, true],
    [{ kind: 'package', name: 'xstate', version: expect.stringMatching(/^5\./) }, false],
    [{ kind: 'builtin', name: 'path' }, false],
    [{ kind: 'builtin', name: 'fs' }, false],
    [{ kind: 'engine' }, false],
    [{ kind: 'unresolved' }, false],
    [{ kind: 'file', file: 'domain/c.json' }, false],
  ]);
});
