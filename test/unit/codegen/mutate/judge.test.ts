// What codegen says of a mutant, and what it leaves to tests.
import { expect, it } from 'vitest';
import { Checks, judgeAll } from '../../../../codegen/mutate/judge.js';
import { readMutable } from '../../../../codegen/mutate/mutable-domain.js';
import type { Outcome } from '../../../../codegen/mutate/mutant.js';
import { lampProject } from './lamp.js';

it('leaves a guard that nothing asks any more to tests, and refuses a state that nothing reaches', {
  timeout: 60_000,
}, async () => {
  const root = await lampProject();
  const project = readMutable(root);
  if ('problems' in project) throw new Error(JSON.stringify(project.problems));
  const tried = project.mutants.filter(({ what }) => /^the guard of Install|^Installed in boxed leads/.test(what));
  const trial = {
    root,
    domain: project.domain,
    checks: new Checks([]),
    copies: 1,
    signal: new AbortController().signal,
  };
  const outcomes: Outcome['kind'][] = [];
  await judgeAll(tried, trial, (_mutant, { kind }) => outcomes.push(kind));
  expect(outcomes).toEqual(['survived', 'refused']);
});
