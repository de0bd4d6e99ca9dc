// A domain of two kinds of aggregates, with queries over both, obeys every law.
import { laws } from 'statefold/testing/vitest';
import { app } from '../../domains/library/generated/testing.js';
import { runsOf } from '../../support/seed.js';

const { seed, numRuns } = runsOf('laws of the library', 100, 3_000);

laws(app, {
  seed,
  runs: numRuns,
  coverage: 'all transitions',
  timeLimit: process.env.SOAK === '1' ? 3_500_000 : 120_000,
  testTimeout: process.env.SOAK === '1' ? 3_600_000 : 240_000,
});
