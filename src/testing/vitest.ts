// `statefold/testing/vitest`: the laws of a domain as tests of Vitest, one for each law. Everything else is `statefold/testing`.
import { afterAll, describe, expect, it } from 'vitest';
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import { type LawOptions, prepareLaws } from './check-laws.js';
import { coverageText } from './report.js';

/** How laws are declared as tests. */
export interface LawTestOptions extends LawOptions {
  /** Milliseconds for the test of each law. Default 240,000. */
  readonly testTimeout?: number;
}

const TEST_TIMEOUT = 240_000;

/** Declares a test for each law of a domain. What was never reached is printed after them; with `coverage`, it fails. */
export function laws<T extends DomainTypes>(app: AppDefinition<T>, options: LawTestOptions = {}): void {
  const { seed, checks, coverage } = prepareLaws(app, options);
  const { testTimeout = TEST_TIMEOUT } = options;
  const isDoubled = (name: string) => checks.filter(({ law }) => law.name === name).length > 1;
  describe(`laws (seed ${seed})`, () => {
    for (const { law, store, run } of checks) {
      it(isDoubled(law.name) ? `${law.name} (${store})` : law.name, { timeout: testTimeout }, async () => {
        const { failure } = await run();
        // The failure's own text is the message; a stack of ours would say nothing.
        if (failure !== null) throw Object.assign(new Error(failure.text), { stack: failure.text });
      });
    }
    if (options.coverage === 'all transitions') {
      it('reaches all transitions', () => {
        expect(coverage.report().find(({ kind }) => kind === 'transition')?.missed ?? []).toEqual([]);
      });
    }
    afterAll(() => {
      const missed = coverage.report().filter((one) => one.missed.length > 0);
      if (missed.length > 0) process.stdout.write(`${coverageText(missed)}\n`);
    });
  });
}
