// The loan domain on its real log: what is refused and why, and every read model against a count of the file itself.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, memoryStore } from '../../../src/index.js';
import { groupBy } from '../../../src/testing/group-by.js';
import type { ApplicationId } from '../../domains/loan/domain/loan-application.domain.js';
import { loanApplicationMachine } from '../../domains/loan/domain/loan-application.machine.js';
import { type AppTypes, startEngine } from '../../domains/loan/generated/index.js';
import type { LogEntry } from '../../domains/loan/replay/log-entry.js';
import { messagesOf } from '../../domains/loan/replay/messages.js';
import { countReasons, type Replayed, replay } from '../../domains/loan/replay/replay.js';
import { by, offersPerApplicationOf, outcomesOf, pipelineOf, workloadOf } from './loan-counts.js';
import { absent, allEntries, countBy, entriesOfRun, whole } from './loan-file.js';
import { xstateDeciding } from './xstate-deciding.js';

const TABLES = ['ApplicationSummary', 'ApplicationWork', 'ApplicationOffers'] as const;
const ALL = { paging: { size: 1000 } };

/** The README's table of refusals: reason and count. */
function refusalsInReadme(): Record<string, number> {
  const text = readFileSync(new URL('../../domains/loan/README.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+ while [^`]+)` \| (\d+) \| (.+) \|$/gm)];
  return Object.fromEntries(rows.map(([, reason = '', count]) => [reason, Number(count)]));
}

describe.skipIf(absent)('the loan domain on its real log', () => {
  let all: readonly LogEntry[];
  let entries: readonly LogEntry[];
  /** Those that were not refused. */
  let taken: readonly LogEntry[];
  let engine: Engine<AppTypes>;
  let replayed: Replayed;

  beforeAll(
    async () => {
      all = await allEntries();
      entries = entriesOfRun(all);
      engine = await startEngine({ store: memoryStore({ partitions: 3 }) });
      replayed = await replay(engine, entries);
      const refused = new Set(replayed.refusals.map(({ entry }) => entry));
      taken = entries.filter((entry) => !refused.has(entry));
      const rate = Math.round(replayed.commands / replayed.seconds);
      process.stdout.write(`loan: ${replayed.commands} commands, ${rate} a second\n`);
      await vi.waitFor(
        async () => {
          const standing = await engine.projections.status();
          expect(standing.map(({ name, state, lag }) => [name, state, lag.commits])).toEqual(
            TABLES.map((name) => [name, 'live', 0]),
          );
        },
        { timeout: 60_000, interval: 50 },
      );
    },
    whole ? 1_200_000 : 120_000,
  );
  afterAll(() => engine?.close());

  const rows = async () => ({
    pipeline: (await engine.queries.getPipeline(ALL)).rows,
    workload: [...(await engine.queries.getWorkload(ALL)).rows].sort(by('resource')),
    workByKind: (await engine.queries.getWorkByKind(ALL)).rows,
    offersPerApplication: (await engine.queries.getOffersPerApplication(ALL)).rows,
    outcomes: (await engine.queries.getOfferOutcomes(ALL)).rows,
  });

  it('is the log that the README speaks of', () => {
    expect(all).toHaveLength(262_200);
    expect(new Set(all.map((entry) => entry.case)).size).toBe(13_087);
    expect(countBy(all, ({ activity }) => activity)).toMatchObject({
      A_APPROVED: 2246,
      A_DECLINED: 7635,
      A_CANCELLED: 2807,
    });
    const times = all.map(({ time }) => Date.parse(time));
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? Number.NaN))).toBe(true);
  });

  it('refuses at most one entry in a hundred, for reasons that the README lists', () => {
    const listed = refusalsInReadme();
    const reasons = Object.fromEntries(countReasons(replayed.refusals));
    expect(replayed.refusals.length).toBeGreaterThan(0);
    expect(replayed.refusals.length / entries.length).toBeLessThanOrEqual(0.01);
    expect(Object.keys(listed)).toEqual(expect.arrayContaining(Object.keys(reasons)));
    if (!whole) return;
    expect(reasons).toEqual(listed);
    expect(reasons).toEqual({
      'CompleteWork while laidDown': 1106,
      'StartWork while laidDown, not readyForOffers': 71,
      'ScheduleWork while scheduled': 9,
      'CompleteWork while scheduled': 8,
      'ScheduleWork while none, not beforeDecision': 2,
      'StartWork while running': 2,
      'StartWork while laidDown, not beforeDecision': 1,
    });
  });

  it('refuses work only, and each completion that it refuses has no start in the log, or a refused one', () => {
    expect(replayed.refusals.every(({ entry }) => entry.activity.startsWith('W_'))).toBe(true);
    const refused = new Set(replayed.refusals.map(({ entry }) => entry));
    let startless = 0;
    let afterRefusal = 0;
    for (const line of groupBy(entries, (entry) => `${entry.case} ${entry.activity}`).values()) {
      for (const [index, entry] of line.entries()) {
        if (entry.lifecycle !== 'COMPLETE' || !refused.has(entry)) continue;
        const before = line.slice(0, index).findLast(({ lifecycle }) => lifecycle !== 'SCHEDULE');
        if (before?.lifecycle !== 'START') startless += 1;
        else if (refused.has(before)) afterRefusal += 1;
        else throw new Error(`${entry.case}: ${entry.activity} at ${entry.time} was started at ${before.time}.`);
      }
    }
    if (whole) expect({ startless, afterRefusal }).toEqual({ startless: 1042, afterRefusal: 72 });
  });

  it('counts applications by status as the file does', async () => {
    const { pipeline } = await rows();
    expect(pipeline).toEqual(pipelineOf(entries));
    const counted = Object.fromEntries(pipeline.map(({ status, applications }) => [status, applications]));
    const decided = countBy(entries, ({ activity }) => activity);
    expect(counted).toMatchObject({
      approved: decided.A_APPROVED,
      declined: decided.A_DECLINED,
      cancelled: decided.A_CANCELLED,
    });
    if (whole) expect(counted).toMatchObject({ approved: 2246, declined: 7635, cancelled: 2807 });
  });

  it('adds up the work of every resource and kind as the file does', async () => {
    const { workload, workByKind } = await rows();
    expect(workload.length).toBeGreaterThan(30);
    expect(workload).toEqual(workloadOf('resource', taken));
    expect(workByKind).toEqual(workloadOf('kind', taken));
  });

  it('counts offers per application, and what came of them, as the file does', async () => {
    const { offersPerApplication, outcomes } = await rows();
    expect(offersPerApplication).toEqual(offersPerApplicationOf(entries));
    expect(outcomes).toEqual(outcomesOf(entries));
  });

  it('rebuilds every projection to what it was', async () => {
    const live = await rows();
    for (const table of TABLES) {
      expect(await engine.projections.verify(table)).toMatchObject({ identical: true, differences: [] });
      expect(await engine.projections.rebuild(table)).toMatchObject({ events: taken.length });
      expect(await engine.projections.verify(table)).toMatchObject({ identical: true, differences: [] });
    }
    expect(await rows()).toEqual(live);
    expect(engine.health()).toMatchObject({ defects: 0, pending: 0 });
  });

  it('has the events that its machine steps through, each at its real time', async () => {
    const deciding = xstateDeciding(loanApplicationMachine);
    const cases = [...groupBy(entries, (entry) => entry.case)].slice(0, 100);
    for (const [id, own] of cases) {
      const lived = [...messagesOf(deciding, own)];
      const events = lived.flatMap(({ kind, message, entry }) =>
        kind === 'event' ? [{ ...message, time: new Date(entry.time) }] : [],
      );
      const stored = await engine.aggregates.loanApplication(id as ApplicationId).history();
      const withoutId = ({ id: _, ...rest }: object & { id: string }) => rest;
      expect(stored.map(withoutId)).toEqual(events.map(withoutId));
      expect(lived.filter(({ kind }) => kind === 'command')).toHaveLength(own.length);
    }
  });
});
