// The sample domain obeys every law.
import { laws } from 'statefold/testing/vitest';
import { amountOf } from '../../../domain/pricing.js';
import { app, invariant } from '../../../generated/testing.js';
import { memoryStore } from '../../../src/index.js';
import { runsOf } from '../../support/seed.js';

const { seed, numRuns } = runsOf('laws of the shop', 300, 5_000);

laws(app, {
  seed,
  runs: numRuns,
  stores: [memoryStore],
  coverage: 'all transitions',
  timeLimit: process.env.SOAK === '1' ? 3_500_000 : 120_000,
  testTimeout: process.env.SOAK === '1' ? 3_600_000 : 240_000,
  invariants: [
    invariant.Order(
      'the total is the sum of the lines',
      ({ lines, total }) => lines.reduce((sum, line) => sum + amountOf(line), 0) === total,
    ),
    invariant.Order(
      'what was ordered was ordered by somebody',
      ({ lines, customerId }) => lines.length === 0 || customerId !== null,
    ),
    invariant.OrderSummary('an order that is open was not shipped', ({ status, shippedAt }) =>
      status === 'open' ? shippedAt === null : true,
    ),
    invariant.CustomerTotals('who has spent has ordered', ({ orders }) => orders > 0),
  ],
});
