// The kinds of test, and how each is run. A test file outside of these folders would never run: a test of the repository looks.
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.js';

// `statefold/domain` and its sisters mean our own sources here, whether or not dist/ exists. The rest is Vite's default.
const conditions = ['@statefold/source', 'module', 'node', 'development|production'];

/** A kind of test: the folder test/<name>, run as the Vitest project of that name. */
interface Kind {
  readonly name: string;
  readonly testTimeout: number;
  readonly globalSetup?: string[];
}

// Without it, tests of the Redis store would have to be skipped: a run that needs a server has one, or stops.
const needsRedis = ['test/support/redis-setup.ts'];

const kinds: readonly Kind[] = [
  { name: 'unit', testTimeout: 10_000 },
  { name: 'contract', testTimeout: 20_000, globalSetup: needsRedis },
  { name: 'property', testTimeout: process.env.SOAK === '1' ? 3_700_000 : 240_000 },
  { name: 'evolution', testTimeout: 60_000, globalSetup: needsRedis },
  { name: 'redis', testTimeout: process.env.SOAK === '1' ? 3_700_000 : 60_000, globalSetup: needsRedis },
  { name: 'faults', testTimeout: process.env.SOAK === '1' ? 3_700_000 : 240_000, globalSetup: needsRedis },
  { name: 'demo', testTimeout: 60_000 },
  { name: 'package', testTimeout: 60_000, globalSetup: ['test/package/pack.ts'] },
];

// Vitest's config loader asks for a default export.
export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', new SummaryReporter()],
    projects: kinds.map(({ name, ...limits }) => ({
      extends: true as const,
      test: { name, include: [`test/${name}/**/*.test.ts`], exclude: ['test/fixtures/**'], ...limits },
    })),
  },
});
