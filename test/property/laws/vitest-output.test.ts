// What `statefold/testing/vitest` prints beside its tests, and what it takes from the environment.
import { laws } from 'statefold/testing/vitest';
import { afterAll, expect, it, vi } from 'vitest';
import { app } from '../../../generated/testing.js';

let printed = '';
const write = process.stdout.write.bind(process.stdout);
const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
  printed += String(text);
  return write(text);
});
afterAll(() => spy.mockRestore());

laws(app, { only: ['machines agree'], seed: 1, runs: 1_000_000, timeLimit: 1000 });

it('says how often a law was tried that its time limit cut off', () => {
  expect(printed).toMatch(/^holds so far: machines agree, \d+ of 3000000 runs: its timeLimit cut off the rest$/m);
});

vi.stubEnv('STATEFOLD_RUNS', '1');
vi.stubEnv('STATEFOLD_SEED', '7');
// With as many as are asked for, this would take minutes, and with one run the rest is never reached.
laws(app, { only: ['events apply'], runs: 1_000_000 });
vi.stubEnv('STATEFOLD_RUNS', '0');
let refusal = '';
try {
  laws(app, {});
} catch (error) {
  refusal = String(error);
}
vi.unstubAllEnvs();

it('refuses an environment in which nothing would be tried', () => {
  expect(refusal).toContain("STATEFOLD_RUNS is a whole number of at least 1, not '0'.");
});

it('bounds the runs as the environment says', () => {
  expect(printed).toContain('transitions reached: 18 of 22');
  expect(printed).not.toContain('holds so far: events apply');
});
