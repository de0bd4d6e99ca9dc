// `statefold init`: what it writes compiles, generates, passes its own test and runs; what is there already stays.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runCodegen } from '../../../codegen/main.js';
import { init } from '../../../src/cli/init.js';
import { tempProject, writeProject } from '../codegen/load/temp-project.js';

const PACKAGE = fileURLToPath(new URL('../../..', import.meta.url));

let said = '';

beforeEach(() => {
  said = '';
  const listen = (text: string | Uint8Array) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');

it('refuses a folder without a package', async () => {
  const root = tempProject({ 'package.json': null, 'tsconfig.json': null });
  expect(await init(root)).toBe(1);
  expect(said).toContain('npm init -y');
});

it('adds to package.json only what is missing', async () => {
  const root = tempProject({
    'package.json':
      '{\n\t"name": "mine",\n\t"scripts": {\n\t\t"test": "mocha"\n\t},\n\t"dependencies": { "xstate": "5" }\n}\n',
  });
  expect(await init(root)).toBe(0);
  expect(read(root, 'package.json')).toBe(
    `${JSON.stringify(
      {
        name: 'mine',
        scripts: { codegen: 'statefold codegen', test: 'mocha' },
        dependencies: { xstate: '5' },
        type: 'module',
      },
      null,
      '\t',
    )}\n`,
  );
  expect(said).toContain('npm install statefold\n');
});

// What `npm init -y` writes.
const FRESH =
  '{ "type": "commonjs", "main": "index.js", "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }';

it("puts a test script and a type in the place of npm's own, and says so", async () => {
  const root = tempProject({ 'package.json': FRESH, 'tsconfig.json': null });
  await init(root);
  expect(JSON.parse(read(root, 'package.json'))).toEqual({
    type: 'module',
    main: 'index.js',
    scripts: { codegen: 'statefold codegen', test: 'vitest run' },
  });
  expect(said).toContain('"type" from "commonjs" to "module"');
  said = '';
  await init(root);
  expect(said).not.toContain('"type"');
});

it.each([
  { has: 'a main file', files: { 'lib/main.js': '' }, manifest: '{ "type": "commonjs", "main": "lib/main.js" }' },
  { has: 'a source folder', files: { 'src/a.ts': '' }, manifest: '{ "type": "commonjs" }' },
  { has: 'a script', files: { 'server.js': '' }, manifest: '{ "type": "commonjs" }' },
])('keeps the type of a package that has $has, and says what follows', async ({ files, manifest }) => {
  const root = tempProject({ ...files, 'package.json': manifest });
  await init(root);
  expect(JSON.parse(read(root, 'package.json'))).toMatchObject({ type: 'commonjs' });
  expect(said).toContain('kept "type": "commonjs" in package.json: in tests');
});

it('keeps every file that is there', async () => {
  const root = tempProject({ 'app.ts': 'mine\n', 'tsconfig.json': '{}\n', '.gitignore': '*.log\n' });
  await init(root);
  expect(read(root, '.gitignore')).toBe('*.log\n');
  const before = read(root, 'domain/task.domain.ts');
  await init(root);
  expect([read(root, 'app.ts'), read(root, 'tsconfig.json')]).toEqual(['mine\n', '{}\n']);
  expect(read(root, 'domain/task.domain.ts')).toBe(before);
  expect(said).toContain('kept  app.ts');
});

it('leaves a domain that is there alone, and writes no sample beside it', async () => {
  const own = 'domain/sales/order.domain.ts';
  const root = tempProject({ [own]: 'mine\n', 'tsconfig.json': null });
  expect(await init(root)).toBe(0);
  expect(readdirSync(join(root, 'domain'), { recursive: true }).sort()).toEqual(['sales', 'sales/order.domain.ts']);
  expect(existsSync(join(root, 'app.ts'))).toBe(false);
  expect(readdirSync(join(root, 'test'))).toEqual(['replay.test.ts']);
  expect(said).toContain(`left domain/ as it is: it holds a domain already, ${own}. No sample was written.\n`);
  expect(said).toContain('wrote tsconfig.json\n');
  expect(said).not.toContain('app.ts');
});

it('writes the sample anew beside what codegen keeps', async () => {
  const root = tempProject({ 'domain/schema.lock.json': '', 'domain/corpus/TaskAdded.v1.json': '{}' });
  await init(root);
  expect(said).toContain('wrote domain/task.domain.ts\n');
});

it('keeps what is installed and built out of version control', async () => {
  const root = tempProject({});
  await init(root);
  expect(read(root, '.gitignore')).toBe('node_modules/\ndist/\n');
});

it.each(['module', 'commonjs'])(
  'writes a %s package that generates, compiles and runs',
  { timeout: 60_000 },
  async (type) => {
    // A package with code of its own keeps its type.
    const own = { 'index.js': '', 'package.json': `{ "type": "${type}" }` };
    const root = tempProject({ ...own, 'tsconfig.json': null });
    for (const name of ['vitest', '@types', 'fast-check']) {
      symlinkSync(join(PACKAGE, 'node_modules', name), join(root, 'node_modules', name), 'junction');
    }
    await init(root);
    const tsconfig = JSON.parse(read(root, 'tsconfig.json')) as { compilerOptions: object };
    const compilerOptions = { ...tsconfig.compilerOptions, customConditions: ['@statefold/source'] };
    writeProject(root, {
      'tsconfig.json': JSON.stringify({ ...tsconfig, compilerOptions }),
      'vitest.config.mts': `export default {
  resolve: { conditions: ['@statefold/source'] },
  ssr: { resolve: { conditions: ['@statefold/source'], externalConditions: ['@statefold/source'] } },
};\n`,
    });

    expect((await runCodegen({ root, check: false })).problems).toEqual([]);
    const run = (...command: string[]) => {
      const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
      return stdout + stderr;
    };
    // The link makes tsc see our sources too, which an installed package does not show it: those are checked elsewhere.
    const errors = run(join(PACKAGE, 'node_modules/typescript/bin/tsc'), '-p', root, '--listFiles').split('\n');
    expect(errors.filter((line) => line.includes(': error ') && !line.startsWith('..'))).toEqual([]);
    expect(errors).toContain(join(root, 'generated/index.ts'));
    const tsx = import.meta.resolve('tsx');
    expect(run('--import', tsx, '-C', '@statefold/source', 'app.ts')).toContain("status: 'done'");
    expect(run(join(PACKAGE, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root)).toMatch(
      /Test Files .*2 passed/,
    );
  },
);
