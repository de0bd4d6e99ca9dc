// Impure code is found by its syntax, wherever a machine or a fold can reach it.
import { expect, it } from 'vitest';
import { matchImplementations } from '../../../../codegen/load/implementations.js';
import { ProjectSources } from '../../../../codegen/load/project-sources.js';
import { checkPurity } from '../../../../codegen/load/purity.js';
import { problemText } from '../../../../codegen/read/problem-list.js';
import { counterModel } from '../emit/counter-model.js';
import { COUNTER_FILES, type Files, tempProject, writeProject } from './temp-project.js';

const GENERATED_STUBS = {
  'generated/counter.aggregate.ts': 'export const counter = {};',
  'generated/projections.ts': 'export const projection = {};',
  'generated/queries.ts': 'export const query = {};',
};

function impurities(change: Files): string[] {
  const root = tempProject({ ...COUNTER_FILES, ...GENERATED_STUBS });
  writeProject(root, change);
  const sources = new ProjectSources(root);
  const { found } = matchImplementations(sources, counterModel, []);
  return checkPurity(sources, found).map(problemText);
}

const inHelper = (code: string): string[] => impurities({ 'domain/count.ts': `export const next = 1;\n${code}\n` });

it('finds nothing in pure code', () => {
  expect(impurities({})).toEqual([]);
});

it.each([
  ['the clock', 'export const a = () => Date.now();', 24, 'Date.now'],
  ['a date of now', 'export const a = () => new Date();', 24, 'The present time'],
  ['a date as text', 'export const a = () => Date();', 24, 'The present time'],
  ['a timer of precision', 'export const a = () => performance.now();', 24, 'performance'],
  ['chance', 'export const a = () => Math.random();', 24, 'Math.random'],
  ['fresh ids', 'export const a = () => crypto.randomUUID();', 24, 'crypto'],
  ['the environment', 'export const a = process.env.A;', 18, 'process'],
  ['the global object', 'export const a = globalThis.x;', 18, 'globalThis'],
  ['the network', 'export const a = () => fetch("/");', 24, 'fetch'],
  ['a timer', 'export const a = () => setTimeout(() => {}, 1);', 24, 'setTimeout'],
  ['a global handed on', 'export const a = { fetch };', 20, 'fetch'],
  ['an async function', 'export const a = async () => 1;', 18, 'An async function'],
  ['top-level await', 'await 1;', 1, 'await'],
  ['a module-level let', 'let a = 1;', 1, 'A module-level variable'],
  ['a module-level var', 'var a = 1;', 1, 'A module-level variable'],
  ['a module of Node', "import { readFileSync } from 'node:fs';", 30, 'node:fs'],
])('finds %s', (_, code, column, what) => {
  const [first, ...others] = inHelper(code);
  expect(first?.startsWith(`domain/count.ts:2:${column} ${what} `)).toBe(true);
  expect(others).toEqual([]);
});

it.each([
  ['a date of an argument', 'export const a = (time: number) => new Date(time);'],
  ['a local name', 'export const a = (process: { env: string }) => process.env;'],
  ['a field of that name', 'export const a = (order: { process: string }) => order.process;'],
  ['a type', 'export type A = typeof process; export interface B { fetch: typeof fetch }'],
  ['a let inside a function', 'export const a = () => { let b = 1; b += 1; return b; };'],
  ['a pure module of Node', "import { posix } from 'node:path'; export const a = posix;"],
])('allows %s', (_, code) => {
  expect(inHelper(code)).toEqual([]);
});

it('follows folds into what they import', () => {
  const folds = COUNTER_FILES['domain/counter.projections.ts'];
  const problems = impurities({
    'domain/counter.projections.ts': `import { x } from './shared/clock.js';\n${folds}`,
    'domain/shared/clock.ts': "export * from '../../lib/clock.js';\n",
    'lib/clock.ts': 'export const x = Date.now();\n',
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('lib/clock.ts:1:18 Date.now');
});

it('lets hand-written queries await', () => {
  expect(COUNTER_FILES['domain/counter.queries.ts']).toContain('await');
  expect(impurities({})).toEqual([]);
});

it('does not follow imports of types', () => {
  const problems = impurities({
    'domain/count.ts': "import type { X } from './clock.js';\nexport const next = (x: X) => x;\n",
    'domain/clock.ts': 'export type X = number;\nexport const x = Date.now();\n',
  });
  expect(problems).toEqual([]);
});
