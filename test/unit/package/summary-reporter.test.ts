import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { repositoryRoot } from './repository.js';

it('closes a run with its true figures, and counts what fails outside of a test', () => {
  const vitest = `${repositoryRoot}/node_modules/vitest/vitest.mjs`;
  const config = `${repositoryRoot}/test/fixtures/summary/vitest.config.ts`;
  const ended = spawnSync(process.execPath, [vitest, 'run', '--root', repositoryRoot, '--config', config], {
    encoding: 'utf8',
  });
  // Failed: one test, one hook, one file that does not load. Skipped: one on purpose, one behind the hook.
  expect(ended.stdout.trimEnd().split('\n').at(-1)).toBe('2 passed, 3 failed, 2 skipped');
  expect(ended.status).toBe(1);
});
