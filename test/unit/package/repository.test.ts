// What must be true of the repository as a whole, so that a fresh clone works anywhere.
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../../package.json' with { type: 'json' };
import viteConfig from '../../../vitest.config.js';
import { repositoryFiles, textOf } from './repository.js';

const files = repositoryFiles();

// A path of the machine starts at its root, so no word or dot stands before it.
const MACHINE = /(?<![\w./-])\/(?:work|root|home\/\w+|Users\/\w+)\/|\/tmp\/bash_|https?:\/\/(?:registry|deb)\./;

it('names no registry and no path of the machine that it was written on', () => {
  const named = files
    .filter((path) => /\.(ts|js|json|ya?ml|md|sh)$|(^|\/)(run|\.\w+)$/.test(path))
    .flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (MACHINE.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [])),
    );
  expect(named).toEqual([]);
});

it.each(['/wo' + 'rk/main/src', 'see /ho' + 'me/ada/notes', '"https://regis' + 'try.npmjs.org/ajv"'])(
  'would find %s',
  (text) => {
    expect(text).toMatch(MACHINE);
  },
);

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const locked = Object.entries(
  (JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> }).packages,
);

it('locks no package to the host that it came from', () => {
  expect(locked.length).toBeGreaterThan(10);
  expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('locks every package by its digest, but for binaries of other platforms', () => {
  const loose = locked.filter(
    ([path, { integrity, os }]) => path !== '' && integrity === undefined && os === undefined,
  );
  expect(loose).toEqual([]);
});

it('locks the binaries of all platforms, without which npm ci refuses the lock', () => {
  const paths = new Set(locked.map(([path]) => path));
  const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !paths.has(`node_modules/${name}`) && !paths.has(`${path}/node_modules/${name}`),
    ),
  );
  expect(missing).toEqual([]);
});

it('brings nothing but these packages to a production install', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(['ajv']);
  const optional = Object.entries(manifest.peerDependenciesMeta).flatMap(([name, meta]) =>
    meta.optional ? [name] : [],
  );
  expect(Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name))).toEqual(['xstate']);
});

it('runs every test file: each lies in the folder of a kind of test', () => {
  const projects = (viteConfig as { test: { projects: { test: { name: string } }[] } }).test.projects;
  const folders = projects.map(({ test }) => `test/${test.name}/`);
  const tests = files.filter((path) => /\.(test|spec)\.[cm]?[jt]sx?$/.test(path) && !path.startsWith('test/fixtures/'));
  expect(tests.filter((path) => !folders.some((folder) => path.startsWith(folder)))).toEqual([]);
});

it('has a compose file whose Redis loses and evicts nothing', () => {
  const { services, volumes } = parse(textOf('docker-compose.yml')) as {
    services: { redis: { image: string; command: string[]; volumes: string[]; healthcheck: { test: string[] } } };
    volumes: Record<string, unknown>;
  };
  const { redis } = services;
  const command = redis.command.join(' ');
  expect(command).toContain('--appendonly yes');
  expect(command).toContain('--maxmemory-policy noeviction');
  expect(redis.volumes.map((mount) => mount.split(':')[0])).toEqual(Object.keys(volumes));
  expect(redis.healthcheck.test).toContain('ping');
});

it('names only scripts and paths in CONTRIBUTING.md that are there', () => {
  const text = textOf('CONTRIBUTING.md');
  const mentions = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, mentioned]) => mentioned ?? '');
  const scripts = mentions(/npm run ([\w:]+)/g);
  expect(scripts).toContain('check');
  expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);

  const paths = mentions(/`((?:src|codegen|domain|generated|scripts|test|docs)\/[\w./-]*)`/g);
  const exists = (path: string) => files.some((file) => file === path || file.startsWith(path.replace(/\/?$/, '/')));
  expect(paths).toContain('src/');
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});
