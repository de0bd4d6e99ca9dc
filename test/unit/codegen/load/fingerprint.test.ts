// A fingerprint changes with the code that runs, and with nothing else.
import { expect, it } from 'vitest';
import { fingerprintOf } from '../../../../codegen/load/fingerprint.js';
import { ProjectSources } from '../../../../codegen/load/project-sources.js';
import { type Files, tempProject } from './temp-project.js';

const FOLDS = `import { and } from 'xstate';
import { double } from './double.js';
import { projection } from '../generated/projections.js';
// A comment.
export const tally = projection.Tally({ creates: { Bumped: ({ event }) => ({ a: double(event.data.by), b: 'x', c: [1, 2] }) } });
`;
const FILES = {
  'domain/a.projections.ts': FOLDS,
  'domain/double.ts': 'export const double = (n: number): number => n * 2;\n',
  'domain/types.ts': 'export interface T { a: string }\n',
  'generated/projections.ts': 'export const projection = {} as never;\n',
};

function fingerprint(change: Files = {}): string {
  return fingerprintOf(new ProjectSources(tempProject({ ...FILES, ...change })), 'domain/a.projections.ts');
}

it('is the same in another folder', () => {
  expect(fingerprint()).toBe(fingerprint());
  expect(fingerprint()).toMatch(/^[0-9a-f]{16}$/);
});

it.each<[string, Files]>([
  ['comments', { 'domain/a.projections.ts': FOLDS.replace('// A comment.', '/* Another. */') }],
  [
    'line breaks and trailing commas',
    { 'domain/a.projections.ts': FOLDS.replace("b: 'x', c: [1, 2] })", "b: 'x',\n c: [1,\n 2,\n],\n })") },
  ],
  ['quotes', { 'domain/a.projections.ts': FOLDS.replaceAll("'", '"') }],
  ['types', { 'domain/double.ts': 'export const double = (n: 1 | 2) => n * 2;\n' }],
  [
    'a type import',
    { 'domain/double.ts': "import type { T } from './types.js';\nexport const double = (n: number) => n * 2;\n" },
  ],
  ['generated helpers', { 'generated/projections.ts': 'export const projection = 3;\n' }],
])('does not see %s', (_, change) => {
  expect(fingerprint(change)).toBe(fingerprint());
});

it.each<[string, Files]>([
  ['a fold', { 'domain/a.projections.ts': FOLDS.replace("'x'", "'y'") }],
  ['a hole in an array', { 'domain/a.projections.ts': FOLDS.replace('[1, 2]', '[1, , 2]') }],
  ['what it imports', { 'domain/double.ts': 'export const double = (n: number): number => n * 3;\n' }],
  ['a package', { 'domain/a.projections.ts': FOLDS.replace("import { and } from 'xstate';\n", '') }],
])('sees a change of %s', (_, change) => {
  expect(fingerprint(change)).not.toBe(fingerprint());
});

it('sees the version of a package', () => {
  const withVersion = (version: string) => ({
    'domain/double.ts': "export { double } from 'doubler';\n",
    'node_modules/doubler/package.json': `{ "name": "doubler", "version": "${version}", "type": "module", "exports": "./index.js" }`,
    'node_modules/doubler/index.js': 'export const double = 1;\n',
  });
  expect(fingerprint(withVersion('1.0.0'))).not.toBe(fingerprint(withVersion('1.0.1')));
  expect(fingerprint(withVersion('1.0.0'))).toBe(fingerprint(withVersion('1.0.0')));
});
