// The bank's event log as it lies in its file: one JSON object a line, in the order of time. Knows no commands.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** One entry of the log. Activities have Dutch names, and say by their first letter what they are about. */
export interface LogEntry {
  readonly case: string;
  /** The amount applied for, the same in all entries of a case. */
  readonly amount: number;
  readonly activity: string;
  /** Work is scheduled, started and completed; all else is complete when it is logged. */
  readonly lifecycle: 'SCHEDULE' | 'START' | 'COMPLETE';
  /** With the offset of the bank's time zone. */
  readonly time: string;
  readonly resource: string | null;
}

/** The entries of a gzipped log, in its order. Rejects when the file cannot be read. */
export async function readLog(path: string): Promise<LogEntry[]> {
  const lines = gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as LogEntry);
}
