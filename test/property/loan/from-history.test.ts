// The bank's own past, exported and checked as a user would: it obeys the laws, and what is broken in it shrinks to a few events.
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.js';
import { fromHistory } from '../../../src/testing/from-history/from-history.js';
import { startEngine } from '../../domains/loan/generated/index.js';
import { app } from '../../domains/loan/generated/testing.js';
import { replay } from '../../domains/loan/replay/replay.js';
import { ended, exportedLines } from '../../support/exported-lines.js';
import { absent, allEntries, entriesOfRun, whole } from './loan-file.js';

const LIMIT = whole ? 1_800_000 : 60_000;

interface Commit {
  readonly kind: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly events: readonly { readonly type: string }[];
}

describe.skipIf(absent)('an exported log of the bank', () => {
  let lines: readonly string[];

  beforeAll(async () => {
    const store = memoryStore({ partitions: 3 });
    const engine = await startEngine({ store, fold: false });
    await replay(engine, entriesOfRun(await allEntries()));
    await engine.close();
    lines = await exportedLines(store);
  }, LIMIT);

  it('obeys the laws', { timeout: LIMIT }, async () => {
    const report = await fromHistory(app, lines);
    process.stdout.write(report.text);
    expect(report.text).toMatch(/^holds: \d+ events/);
    expect(report.events).toBeGreaterThan(10_000);
  });

  it('shrinks to the few events that fail, where one was stored twice', { timeout: LIMIT }, async () => {
    const twice = lines.findIndex((line) => line.includes('"LoanActivated"') && line.includes('"commit"'));
    const commit = JSON.parse(lines[twice] ?? '') as Commit;
    const others = lines.map((line, index) => (index > twice ? later(line, commit) : line));
    const again = JSON.stringify({ ...commit, version: commit.version + 1 });
    const { failure } = await fromHistory(app, ended(others.toSpliced(twice + 1, 0, again)));
    process.stdout.write(`${failure?.text}\n`);
    expect(failure?.law).toBe('events apply');
    expect(failure?.text).toContain(commit.aggregateId);
    expect(failure?.commits).toBeLessThanOrEqual(10);
  });
});

/** A line of the same case counts one event more. */
function later(line: string, { aggregateId }: Commit): string {
  const json = JSON.parse(line) as Commit;
  if (json.kind !== 'commit' || json.aggregateId !== aggregateId) return line;
  return JSON.stringify({ ...json, version: json.version + 1 });
}
