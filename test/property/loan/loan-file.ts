// The bank's log for tests: where it lies, what is in it, and which part a run takes. Reads it by itself, without the domain's code.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { LogEntry } from '../../domains/loan/replay/log-entry.js';

const path = fileURLToPath(new URL('../../../../shared/data/loan-applications.ndjson.gz', import.meta.url));

/** Whether the log is missing, which is said once. */
export const absent = !existsSync(path);
if (absent) process.stderr.write(`Skipped: the loan domain on its real log, because ${path} is not there.\n`);

/** Whether this run takes the whole log. */
export const whole = process.env.SOAK === '1';

const ONE_IN = 20;

/** All entries, in the log's order. */
export function allEntries(): LogEntry[] {
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as LogEntry);
}

/** The entries that a run takes: of one case in twenty, or with `SOAK=1` all. */
export function entriesOfRun(all: readonly LogEntry[]): readonly LogEntry[] {
  if (whole) return all;
  const cases = [...new Set(all.map((entry) => entry.case))].filter((_, index) => index % ONE_IN === 0);
  const taken = new Set(cases);
  return all.filter((entry) => taken.has(entry.case));
}

/** Things by a key, in their order. */
export function groupBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [thing]);
    else known.push(thing);
  }
  return groups;
}

/** How many things there are of each key. */
export function countBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(things, keyOf)].map(([key, { length }]) => [key, length]));
}
