// The packed package as its users get it. Needs no network: dependencies are linked from this repository.
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Consumer, layConsumer } from './consumer.js';

const subpaths = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ name: `statefold${subpath.slice(1)}`, target }],
);
// What tests import, and the store that is spoken to through a peer's client, may need the optional peers.
const production = subpaths.filter(({ name }) => !/^statefold\/(testing|redis)/.test(name));
const everything = Object.keys(manifest.peerDependencies);

let bare: Consumer;
let full: Consumer;
beforeAll(() => {
  bare = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), ['xstate']);
  full = layConsumer(inject('tarball'), Object.keys(manifest.dependencies), [...everything, '@types/node']);
});
afterAll(() => {
  bare?.remove();
  full?.remove();
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

describe('what is packed', () => {
  it('is the library with its sources, the bundled command line and the papers, and nothing else', () => {
    const tops = new Set(filesIn(bare.installed).map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(expect.arrayContaining(['LICENSE', 'dist', 'package.json', 'src']));
    expect(
      [...tops].filter((top) => !/^(dist|src|docs|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(top ?? '')),
    ).toEqual([]);
    // What the README leads to.
    expect(filesIn(join(bare.installed, 'docs')).filter((path) => !/^[a-z-]+\.md$/.test(path))).toEqual([]);
    expect(filesIn(join(bare.installed, 'dist', 'cli')).filter((path) => !path.endsWith('.js'))).toEqual([]);
  });

  it('holds every file that an export names, so that no condition leads nowhere', () => {
    const targets = subpaths.flatMap(({ target }) => Object.values(target));
    expect(targets.filter((target) => !existsSync(join(bare.installed, target)))).toEqual([]);
  });

  it('holds the source that every source map names', () => {
    const maps = filesIn(bare.installed).filter((path) => path.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(0);
    const missing = maps.flatMap((path) => {
      const { sources } = JSON.parse(readFileSync(join(bare.installed, path), 'utf8')) as { sources: string[] };
      return sources.filter((source) => !existsSync(join(bare.installed, dirname(path), source)));
    });
    expect(missing).toEqual([]);
  });
});

describe('the library', () => {
  const importAll = (names: readonly string[]) =>
    `await Promise.all(${JSON.stringify(names)}.map((name) => import(name)));`;

  it.each([{ flags: [] }, { flags: ['-C', 'source'] }, { flags: ['-C', 'development'] }])(
    'is imported under the flags $flags, without any optional peer',
    ({ flags }) => {
      const names = production.map(({ name }) => name);
      expect(bare.node(...flags, '--input-type=module', '-e', importAll(names))).toMatchObject({
        status: 0,
        stderr: '',
      });
    },
  );

  it('is imported whole where the optional peers are installed', () => {
    const ended = full.node('--input-type=module', '-e', importAll(subpaths.map(({ name }) => name)));
    expect(ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('holds the text of every script in its code, so that a bundle needs no file beside it', async () => {
    const { luaText } = (await import(join(full.installed, 'dist/store/redis/lua-text.js'))) as {
      luaText(name: string): string;
    };
    const folder = join(full.installed, 'src/store/redis/lua');
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      expect(luaText(file.replace('.lua', ''))).toBe(readFileSync(join(folder, file), 'utf8'));
    }
  });

  it('is required from CommonJS, as the same modules', () => {
    const twice = "throw new Error(name + ' is there twice')";
    // One after the other: Node refuses to require what an import is still loading. Vitest cannot be required at all.
    const each = subpaths
      .filter(({ name }) => name !== 'statefold/testing/vitest')
      .map(
        ({ name }) => `name = '${name}'; required = require(name); if (required !== (await import(name))) ${twice};`,
      );
    full.write('required.cjs', `(async () => { let name, required; ${each.join('\n')} })();`);
    expect(full.node('required.cjs')).toMatchObject({ status: 0 });
  });

  it.each(['module', 'commonjs'])('type-checks in a strict project of type %s', (type) => {
    full.write('package.json', JSON.stringify({ name: 'consumer', private: true, type }));
    const names = subpaths.map(
      ({ name }, index) => `import * as s${index} from '${name}';\nexport const n${index} = s${index};`,
    );
    full.write('use.ts', `${names.join('\n')}\n`);
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      noEmit: true,
    };
    full.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const { stdout } = full.node(tsc, '-p', '.', '--pretty', 'false');
    // Other packages' declarations are theirs to keep.
    expect(stdout.split('\n').filter((line) => /^(use\.ts|.*statefold)/.test(line))).toEqual([]);
  });
});

describe('the command line', () => {
  const main = () => join(full.installed, manifest.bin.statefold);

  it('can be executed', () => {
    expect(readFileSync(main(), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(() => accessSync(main(), constants.X_OK)).not.toThrow();
  });

  it('answers --help, also where the optional peers are missing', () => {
    for (const consumer of [full, bare]) {
      const ended = consumer.node(join(consumer.installed, manifest.bin.statefold), '--help');
      expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('codegen') });
    }
  });
});
