import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { assertNotStale } from '../../../src/engine/stale-code.js';
import { digestOfSources } from '../../../src/kernel/source-digest.js';

const TEXTS = { 'order.domain.ts': 'export interface A {}\n', 'deep/order.machine.ts': 'export const a = 1;\n' };
const digest = digestOfSources(new Map(Object.entries(TEXTS)));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statefold-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(TEXTS)) write(path, text);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function check(location = `${pathToFileURL(folder).href}/`): void {
  assertNotStale({ sources: { location, digest } });
}

const stale = expect.objectContaining({ code: 'INCOMPATIBLE', message: expect.stringContaining('npm run codegen') });

it('lets code start beside the sources that it was generated from', () => {
  expect(check).not.toThrow();
});

it.each([
  ['changed', () => write('order.domain.ts', 'export interface B {}\n')],
  ['added', () => write('deep/pricing.ts', '')],
  ['removed', () => rmSync(join(folder, 'order.domain.ts'))],
])('refuses code whose sources were %s', (_name, change) => {
  change();
  expect(() => check()).toThrow(stale);
});

it('takes no notice of tests, of what is no TypeScript, and of the ends of lines', () => {
  for (const path of ['order.test.ts', 'deep/a.spec.ts', 'a.d.ts', 'schema.lock.json', 'corpus/a.bin'])
    write(path, 'x');
  write('order.domain.ts', 'export interface A {}\r\n');
  expect(check).not.toThrow();
});

it.each([
  ['are not there', () => pathToFileURL(join(folder, 'nowhere/')).href],
  [
    'were built',
    () => {
      mkdirSync(join(folder, 'dist'));
      write('dist/order.domain.js', '');
      write('dist/order.domain.d.ts', '');
      return pathToFileURL(join(folder, 'dist/')).href;
    },
  ],
  ['are no files', () => 'https://example.org/domain/'],
])('compares nothing where the sources %s', (_name, location) => {
  expect(() => check(location())).not.toThrow();
});

it('compares nothing for code that says nothing of its sources', () => {
  expect(() => assertNotStale({})).not.toThrow();
});
