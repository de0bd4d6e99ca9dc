// A copy of a project: what is in it, and that a change is taken back.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ProjectCopy } from '../../../../codegen/mutate/project-copy.js';

/** A workspace with a package in it, of the files at these paths. */
function workspace(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'statefold-copied-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function copied(root: string): Promise<ProjectCopy> {
  const copy = await ProjectCopy.of(root);
  onTestFinished(() => copy.delete());
  return copy;
}

it('has the files of the project, and links to packages, those of folders around it too', async () => {
  const root = workspace({
    'node_modules/far/index.js': 'far',
    'node_modules/near/index.js': 'not this one',
    'node_modules/@scope/far/index.js': 'far',
    'app/domain/a.ts': 'a',
    'app/.git/HEAD': 'main',
    'app/node_modules/near/index.js': 'near',
    'app/node_modules/@scope/near/index.js': 'near',
    'app/node_modules/.vite/results.json': '{}',
    'app/inner/node_modules/own/index.js': 'own',
  });
  const copy = await copied(join(root, 'app'));
  const text = (path: string) => readFileSync(join(copy.root, path), 'utf8');
  expect(text('domain/a.ts')).toBe('a');
  expect(text('node_modules/near/index.js')).toBe('near');
  expect(text('node_modules/far/index.js')).toBe('far');
  expect(text('node_modules/@scope/near/index.js')).toBe('near');
  expect(text('node_modules/@scope/far/index.js')).toBe('far');
  expect(text('inner/node_modules/own/index.js')).toBe('own');
  expect(lstatSync(join(copy.root, 'node_modules/near')).isSymbolicLink()).toBe(true);
  // What tools write beside the packages is the copy's own.
  expect(lstatSync(join(copy.root, 'node_modules')).isSymbolicLink()).toBe(false);
  for (const path of ['.git', 'node_modules/.vite']) expect(existsSync(join(copy.root, path))).toBe(false);
  await copy.delete();
  expect(existsSync(copy.root)).toBe(false);
  expect(existsSync(join(root, 'app/node_modules/near/index.js'))).toBe(true);
});

it('takes a change back, also where what is done with it fails', async () => {
  const root = workspace({ 'domain/a.ts': 'const a = 1 < 2;' });
  const copy = await copied(root);
  const change = { kind: 'text', file: 'domain/a.ts', start: 12, end: 13, text: '<=' } as const;
  const text = () => readFileSync(join(copy.root, 'domain/a.ts'), 'utf8');
  expect(await copy.changed(change, async () => text())).toBe('const a = 1 <= 2;');
  expect(text()).toBe('const a = 1 < 2;');
  const failing = copy.changed(change, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(text()).toBe('const a = 1 < 2;');
  expect(readFileSync(join(root, 'domain/a.ts'), 'utf8')).toBe('const a = 1 < 2;');
});
