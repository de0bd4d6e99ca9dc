// The meta-property: whatever can be declared, validator, arbitrary, JSON form and TypeScript agree on its values.
import { expect, it } from 'vitest';
import { runsOf } from '../../support/seed.js';
import { runBatch } from './batch.js';
import { BREAKINGS, SEEN_BY_TYPESCRIPT } from './breaking.js';
import { CONSTRUCTS } from './constructs.js';

const { seed, numRuns } = runsOf('random declarations, in batches of 60', 5, 300);

it('a declared type, its validator, its arbitrary and its JSON form mean the same', {
  timeout: 60_000 * numRuns,
}, () => {
  const met = new Set<string>();
  const refusedByTypeScript = new Set<string>();
  for (let batch = 0; batch < numRuns; batch++) {
    const report = runBatch(seed + batch);
    expect(report.failures[0] ?? '', `STATEFOLD_SEED=${seed + batch}, ${report.failures.length} failures`).toBe('');
    for (const what of [...report.constructs.keys(), ...report.breakings.keys()]) met.add(what);
    for (const what of report.refusedByTypeScript.keys()) refusedByTypeScript.add(what);
  }
  // A property that never met what it speaks of would prove nothing.
  expect([...CONSTRUCTS, ...BREAKINGS].filter((what) => !met.has(what))).toEqual([]);
  expect(SEEN_BY_TYPESCRIPT.filter((what) => !refusedByTypeScript.has(what))).toEqual([]);
});
