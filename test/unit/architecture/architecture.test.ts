// Holds the real tree against the rules. What each rule means is tested beside it, in rules.test.ts.
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { repositoryFiles, textOf } from '../package/repository.js';
import { violationsOf } from './rules.js';

const FOLDERS = /^(src|codegen|domain|generated|scripts|docs)\/.*\.ts$/;

const packageExports = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target['@statefold/source'].replace('./', '')],
);

// A user's project of its own is held to the same rules from its own root.
const PROJECT = /^test\/(domains\/[^/]+|evolution\/v\d+)\//;

it('keeps the order of modules and the rules of the house', () => {
  const files = new Map(
    repositoryFiles()
      .filter((path) => FOLDERS.test(path))
      .map((path) => [path, textOf(path)]),
  );
  // A rule over no files would hold.
  expect([...files.keys()]).toEqual(expect.arrayContaining(['src/domain.ts', 'codegen/model.ts']));
  expect(violationsOf({ files, packageExports })).toEqual([]);
});

const projects = [...new Set(repositoryFiles().map((path) => PROJECT.exec(path)?.[0] ?? ''))].filter(Boolean);

it.each(projects)('keeps the rules of a domain in %s', (project) => {
  const files = new Map(
    repositoryFiles()
      .filter((path) => path.startsWith(project) && FOLDERS.test(path.slice(project.length)))
      .map((path) => [path.slice(project.length), textOf(path)]),
  );
  expect([...files.keys()]).toEqual(expect.arrayContaining(['generated/index.ts']));
  expect(violationsOf({ files, packageExports })).toEqual([]);
});
