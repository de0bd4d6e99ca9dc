// Whole systems in one process: all sample domains keep every promise, whatever goes wrong, and the same seed gives the same bytes.
import { expect, it } from 'vitest';
import { app as shop } from '../../../generated/app.js';
import { FAULTS, type Fault } from '../../../src/testing/simulate/fault.js';
import { type SimulationReport, simulate } from '../../../src/testing/simulate/simulate.js';
import { app as library } from '../../domains/library/generated/app.js';
import { app as loan } from '../../domains/loan/generated/app.js';
import { loanArbitraries } from '../../support/loan-arbitraries.js';
import { runsOf } from '../../support/seed.js';

const simulations = {
  shop: { run: (seed: number, trace = false) => simulate(shop, { seed, trace }), normal: 800, soak: 80_000 },
  loan: {
    run: (seed: number, trace = false) => simulate(loan, { seed, trace, arbitraries: loanArbitraries }),
    normal: 200,
    soak: 20_000,
  },
  library: {
    run: (seed: number, trace = false) => simulate(library, { seed, trace }),
    normal: 200,
    soak: 20_000,
  },
} as const;

/** Where normal runs begin: the same simulations each time, so that what fails is what was changed. Long runs take others. */
const USUAL_SEED = 1;

/** Lines of a failing simulation that are shown: all of them come back with its seed. */
const SHOWN = 400;

it.each(Object.entries(simulations))('keeps every promise of the %s', async (name, { run, normal, soak }) => {
  const { seed, numRuns } = runsOf(`simulations of the ${name}`, normal, soak, USUAL_SEED);
  const counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  const started = performance.now();
  for (let index = 0; index < numRuns; index++) {
    const report = await run(seed + index);
    if (!report.holds) expect.fail(report.text.split('\n').slice(0, SHOWN).join('\n'));
    mustBeWorthIt(report);
    for (const fault of FAULTS) counts.set(fault, (counts.get(fault) ?? 0) + report.faults[fault]);
  }
  const each = ((performance.now() - started) / numRuns).toFixed(1);
  const happened = [...counts].map(([fault, count]) => `${fault} ${count}`).join(', ');
  process.stdout.write(`${numRuns} simulations, ${each} ms each: ${happened}\n`);
  // A fault that never happens proves nothing.
  expect([...counts].filter(([, count]) => count === 0)).toEqual([]);
});

function mustBeWorthIt({ seed, commands, engines, faults }: SimulationReport): void {
  const total = FAULTS.reduce((sum, fault) => sum + faults[fault], 0);
  expect({ seed, commands, engines, total }).toEqual({
    seed,
    commands: expect.toSatisfy((count: number) => count >= 30),
    engines: expect.toSatisfy((count: number) => count >= 2),
    total: expect.toSatisfy((count: number) => count >= 1),
  });
}

it.each(Object.entries(simulations))('gives the same bytes for the same seed of the %s', async (name, { run }) => {
  const { seed, numRuns } = runsOf(`simulations of the ${name}, twice`, 10, 200);
  const seeds = Array.from({ length: numRuns }, (_, index) => seed + index);
  const once: string[] = [];
  for (const one of seeds) once.push((await run(one, true)).text);
  // In another order, after others: what a simulation did before must not matter to it.
  for (const one of seeds.toReversed()) expect((await run(one, true)).text).toBe(once.pop());
});

it('sends as many commands as it is told', async () => {
  expect((await simulate(shop, { seed: 1, commands: 120 })).commands).toBeGreaterThanOrEqual(120);
});
