import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { app, invariant } from '../../../generated/testing.js';
import { checkLaws, lawHolds } from '../../../src/testing/check-laws.js';
import type { LawOptions } from '../../../src/testing/law-options.js';
import { FOLDS, tallyApp } from '../../property/planted/tally.js';

const never = invariant.Order(
  'is never shipped with a discount',
  ({ lines, total }) => total === 0 || lines.length < 2,
);
const failing: LawOptions = { only: ['invariants'], invariants: [never], seed: 3, runs: 100 };

describe('checkLaws', () => {
  it('reports each law, what was reached, and that all holds', { timeout: 60_000 }, async () => {
    const report = await checkLaws(app, { runs: 5, seed: 1 });
    expect(report.laws.map(({ law, failure }) => ({ law, holds: failure === null }))).toContainEqual({
      law: 'rebuilt = live',
      holds: true,
    });
    expect(report.laws).toHaveLength(11);
    expect(report.holds).toBe(true);
    expect(report.coverage.map(({ kind }) => kind)).toEqual(['transition', 'guard', 'event', 'fold case', 'rollup']);
    expect(report.text).toContain('holds: rebuilt = live (memoryStore), 5 runs');
  });

  it('fails what was asked to reach all transitions, and lists what was not', async () => {
    const report = await checkLaws(app, { only: ['invariants'], runs: 1, seed: 1, coverage: 'all transitions' });
    expect(report.laws.every(({ failure }) => failure === null)).toBe(true);
    expect(report.holds).toBe(false);
    expect(report.text).toMatch(/transitions reached: \d+ of 22\n {2}never: order\./);
  });

  it('prints a failure as given, when and then', async () => {
    const { laws, holds } = await checkLaws(app, failing);
    const text = laws[0]?.failure?.text ?? '';
    expect(holds).toBe(false);
    expect(text).toMatch(/^invariants: every invariant of the domain holds/);
    expect(text).toMatch(/\nwhen:\n {2}\d\. Order order-1: (PlaceOrder|AddLine) \{/);
    expect(text).toContain('\nthen:\n  Order: is never shipped with a discount, and here it does not hold: order-1@');
    expect(text).toContain('→ OrderPlaced {');
  });

  it('finds the same failure again by seed and path, in one run', async () => {
    const first = (await checkLaws(app, failing)).laws[0]?.failure;
    const again = (await checkLaws(app, { ...failing, path: first?.path ?? '' })).laws[0]?.failure;
    expect(again?.case).toEqual(first?.case);
    expect(again?.shrinks).toBe(0);
  });

  it('prints a file of a test that keeps the failure, and fails as it is pasted', async () => {
    const { laws } = await checkLaws(app, failing);
    const pasted =
      /Keep it as a test, in a file such as test\/kept\.test\.ts:\n\n(.*)$/s.exec(laws[0]?.failure?.text ?? '')?.[1] ??
      '';
    const { code } = await transform(pasted, { loader: 'ts', format: 'cjs' });
    const kept: { title: string; run: () => Promise<void> }[] = [];
    const withInvariant = (
      one: typeof app,
      ...rest: Parameters<typeof lawHolds> extends [unknown, ...infer R] ? R : never
    ) => lawHolds(one, rest[0], rest[1], { invariants: [never] });
    const imported = new Map<string, object>([
      ['statefold/testing', { lawHolds: withInvariant }],
      ['vitest', { it: (title: string, run: () => Promise<void>) => kept.push({ title, run }) }],
      ['../generated/testing.js', { app }],
    ]);
    const declare = new Function('require', 'module', code);
    declare((name: string) => imported.get(name), {});
    expect(kept[0]?.title).toMatch(/^invariants: PlaceOrder/);
    await expect(kept[0]?.run()).rejects.toThrow('is never shipped with a discount');
  });

  it('refuses a law that there is not', async () => {
    await expect(checkLaws(app, { only: ['rebuild = live'] })).rejects.toThrow("No law is named 'rebuild = live'");
  });

  it('takes an invariant of rows', async () => {
    const rows = invariant.OrderSummary('is never paid', ({ paid }) => !paid);
    const { laws } = await checkLaws(app, { ...failing, invariants: [rows] });
    const commands = laws[0]?.failure?.case.history.map(({ command }) => command);
    expect(commands).toEqual(['PlaceOrder', 'PayOrder']);
  });

  it('says of a law that its time limit cut off how often it was tried', async () => {
    const report = await checkLaws(app, { only: ['events apply'], runs: 1_000_000, timeLimit: 1000, seed: 1 });
    const [result] = report.laws;
    expect(result).toMatchObject({ asked: 3_000_000, isCutOff: true, failure: null });
    expect(result?.runs).toBeGreaterThan(0);
    expect(report.holds).toBe(true);
    expect(report.text).toContain(
      `holds so far: events apply, ${result?.runs} of 3000000 runs: its timeLimit cut off the rest\n`,
    );
    expect((await checkLaws(app, { only: ['events apply'], runs: 1, seed: 1 })).laws[0]).toMatchObject({
      isCutOff: false,
    });
  });

  it('tells a failure as it was found, where it is not to be made smaller', async () => {
    const { laws } = await checkLaws(app, { ...failing, shrink: false });
    const smaller = (await checkLaws(app, failing)).laws[0]?.failure;
    expect(laws[0]?.failure).toMatchObject({ shrinks: 0, runs: smaller?.runs });
    expect(laws[0]?.failure?.case.history.length).toBeGreaterThan(smaller?.case.history.length ?? 0);
  });

  it('folds each event once, however many invariants of rows and groups there are', async () => {
    let folds = 0;
    const counted: typeof FOLDS.updates = Object.fromEntries(
      Object.entries(FOLDS.updates).map(([event, fold]) => [
        event,
        (input) => {
          folds++;
          return fold(input);
        },
      ]),
    );
    const tally = tallyApp({ folds: { ...FOLDS, updates: counted } });
    const history = Array.from({ length: 40 }, (_, index) => ({
      ...{ aggregate: 'Tally', id: 'tally-1', command: 'Add', data: { amount: index + 1 } },
    }));
    const invariants = ['TallyRow', 'ByStatus'].map((subject) => ({ subject, says: 'adds up', holds: () => true }));
    // It would hold of anything.
    await expect(lawHolds(tally, 'invariants', { history })).rejects.toThrow('give them');
    await lawHolds(tally, 'invariants', { history }, { invariants });
    expect(folds).toBe(39);
  });
});
