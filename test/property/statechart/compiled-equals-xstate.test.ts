// A compiled machine gives XState's own answers, for random machines and random messages; and a wrong one is found out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMachine } from '../../../src/statechart/compile.js';
import { assertAgreement } from '../../../src/testing/xstate-agreement.js';
import { runsOf } from '../../support/seed.js';
import { buildMachine } from './build-machine.js';
import { CONSTRUCTS, type Counts, countConstructs } from './constructs.js';
import { machineSpec, messageSpecs } from './machine-spec.js';
import { PLANTED } from './planted.js';

const { seed, numRuns } = runsOf('compiled = XState', 2000, 50_000);
/** The rarest mistake shows in one of 300: with so many runs none is overlooked by bad luck. Found is found, and the rest is not run. */
const PLANTED_RUNS = 20_000;
const TIMEOUT = process.env.SOAK === '1' ? 3_600_000 : 120_000;

it(`steps as XState does, and comes by every construct (seed ${seed})`, { timeout: TIMEOUT }, () => {
  const counts: Counts = new Map();
  let steps = 0;
  fc.assert(
    fc.property(machineSpec, messageSpecs, (spec, messages) => {
      countConstructs(spec, messages, counts);
      steps += assertAgreement(buildMachine(spec), messages, () => compileMachine(buildMachine(spec)));
    }),
    { seed, numRuns },
  );
  const rarest = CONSTRUCTS.map((construct) => [construct, counts.get(construct) ?? 0] as const)
    .sort(([, one], [, other]) => one - other)
    .slice(0, 5);
  process.stdout.write(`compiled = XState: ${steps} steps; rarest ${JSON.stringify(rarest)}\n`);
  expect(CONSTRUCTS.filter((construct) => !counts.has(construct))).toEqual([]);
  expect(steps).toBeGreaterThan(2 * numRuns);
});

describe('finds out that', () => {
  it.each(Object.entries(PLANTED))('%s', { timeout: TIMEOUT }, (name, make) => {
    const planted = fc.property(machineSpec, messageSpecs, (spec, messages) => {
      assertAgreement(buildMachine(spec), messages, () => make(spec));
    });
    const found = fc.check(planted, { seed, numRuns: PLANTED_RUNS, endOnFailure: true });
    process.stdout.write(`${name}: found at run ${found.numRuns}\n`);
    expect(found.failed).toBe(true);
  });
});
