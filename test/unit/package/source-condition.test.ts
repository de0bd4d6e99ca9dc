// The package's own names mean its sources here: one module instance, with or without dist/.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { repositoryRoot } from './repository.js';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifest = JSON.parse(await readFile(`${repositoryRoot}/package.json`, 'utf8')) as Manifest;
const subpaths = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ name: manifest.name + subpath.slice(1), target }],
);

it.each(subpaths)('imports $name as the very module that its source file is', async ({ name, target }) => {
  const source = pathToFileURL(`${repositoryRoot}/${target['@statefold/source']}`).href;
  const byName = await import(name);
  expect(byName).toBe(await import(source));
});

it.each(subpaths)('asks for our own condition of $name first, and for nothing but types after it', ({ target }) => {
  expect(Object.keys(target)).toEqual(['@statefold/source', 'types', 'default']);
});
