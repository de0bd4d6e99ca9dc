// The bank's log for tests: where it lies, what is in it, and which part a run takes. Knows nothing of the domain.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { groupBy } from '../../../src/testing/group-by.js';
import { type LogEntry, readLog } from '../../domains/loan/replay/log-entry.js';

const path = fileURLToPath(new URL('../../../../shared/data/loan-applications.ndjson.gz', import.meta.url));

/** Whether the log is missing, which is said once. */
export const absent = !existsSync(path);
if (absent) process.stderr.write(`Skipped: the loan domain on its real log, because ${path} is not there.\n`);

/** Whether this run takes the whole log. */
export const whole = process.env.SOAK === '1';

const ONE_IN = 20;

/** All entries, in the log's order. */
export function allEntries(): Promise<LogEntry[]> {
  return readLog(path);
}

/** The entries that a run takes: of one case in twenty, or with `SOAK=1` all. */
export function entriesOfRun(all: readonly LogEntry[]): readonly LogEntry[] {
  if (whole) return all;
  const cases = [...new Set(all.map((entry) => entry.case))].filter((_, index) => index % ONE_IN === 0);
  const taken = new Set(cases);
  return all.filter((entry) => taken.has(entry.case));
}

/** How many things there are of each key. */
export function countBy<T>(things: readonly T[], keyOf: (thing: T) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(things, keyOf)].map(([key, { length }]) => [key, length]));
}
