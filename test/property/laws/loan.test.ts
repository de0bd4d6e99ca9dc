// The domain of a bank's loans obeys every law: a machine of ten parallel regions.
import { laws } from 'statefold/testing/vitest';
import { app } from '../../domains/loan/generated/testing.js';
import { loanArbitraries } from '../../support/loan-arbitraries.js';
import { runsOf } from '../../support/seed.js';

const { seed, numRuns } = runsOf('laws of the loans', 60, 2_000);

laws(app, {
  seed,
  runs: numRuns,
  commands: 30,
  arbitraries: loanArbitraries,
  timeLimit: process.env.SOAK === '1' ? 3_500_000 : 120_000,
  testTimeout: process.env.SOAK === '1' ? 3_600_000 : 240_000,
});
