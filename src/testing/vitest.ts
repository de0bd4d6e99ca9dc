// `statefold/testing/vitest`: the laws of a domain as tests of Vitest, one for each law. Everything else is `statefold/testing`.
import { afterAll, describe, expect, it } from 'vitest';
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import { assertOptions } from './assert-options.js';
import { prepareLaws, RUNS } from './check-laws.js';
import { LAW_TEST_OPTIONS, type LawOptions, type LawTestOptions } from './law-options.js';
import { coverageText, cutOffText } from './report.js';

export type { LawTestOptions } from './law-options.js';

const TEST_TIMEOUT = 240_000;

/**
 * Declares a test for each law of a domain. What was never reached is printed after them, and which laws their time limit has cut off;
 * with `coverage`, what was never reached fails. `STATEFOLD_RUNS` in the environment bounds the runs of all laws, `STATEFOLD_SEED` is the
 * seed where none is given, and with `STATEFOLD_SHRINK=0` failures are told as they were found: sooner, and longer. Throws a `TypeError`
 * for options that cannot be.
 */
export function laws<T extends DomainTypes>(app: AppDefinition<T>, options: LawTestOptions = {}): void {
  assertOptions('laws', options, { kinds: LAW_TEST_OPTIONS });
  const { seed, checks, coverage } = prepareLaws(app, boundByEnvironment(options));
  const cutOff: string[] = [];
  const { testTimeout = TEST_TIMEOUT } = options;
  const isDoubled = (name: string) => checks.filter(({ law }) => law.name === name).length > 1;
  describe(`laws (seed ${seed})`, () => {
    for (const { law, store, run } of checks) {
      it(isDoubled(law.name) ? `${law.name} (${store})` : law.name, { timeout: testTimeout }, async () => {
        const result = await run();
        const { failure } = result;
        if (result.isCutOff) cutOff.push(cutOffText(result));
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
      const lines = [...cutOff, ...(missed.length > 0 ? [coverageText(missed)] : [])];
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    });
  });
}

function boundByEnvironment(options: LawOptions): LawOptions {
  const { STATEFOLD_RUNS: runs, STATEFOLD_SEED: seed, STATEFOLD_SHRINK: shrink } = process.env;
  return {
    ...(seed === undefined ? {} : { seed: wholeNumber('STATEFOLD_SEED', seed) }),
    ...options,
    ...(runs === undefined ? {} : { runs: Math.min(options.runs ?? RUNS, wholeNumber('STATEFOLD_RUNS', runs, 1)) }),
    ...(shrink === '0' ? { shrink: false } : {}),
  };
}

function wholeNumber(name: string, text: string, least = 0): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new TypeError(`${name} is a whole number of at least ${least}, not '${text}'.`);
}
