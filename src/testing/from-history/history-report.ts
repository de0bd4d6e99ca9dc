// What a check of an exported log comes to, as data and as text. Checks nothing.
import type { ExportedCommit } from '../../engine/export-lines.js';
import { LAWS } from '../laws/all.js';
import { section, thenText } from '../print-failure.js';
import { printValue } from '../print-value.js';
import { aggregateKeyOf } from './exported-log.js';

/** Why an exported log does not obey a law, as small as it could be made. */
export interface HistoryFailure {
  readonly law: string;
  /** What is wrong, in words. */
  readonly message: string;
  /** How many commits are left, of how many aggregates. */
  readonly commits: number;
  readonly aggregates: number;
  /** What is left of the log: lines to keep in a file, and to give to `fromHistory` again. */
  readonly log: readonly string[];
  /** As given, when, then. */
  readonly text: string;
}

/** What became of an exported log. */
export interface HistoryReport {
  readonly commits: number;
  readonly aggregates: number;
  readonly events: number;
  readonly failure: HistoryFailure | null;
  /** Whether every law holds. */
  readonly holds: boolean;
  /** Everything, to be printed. */
  readonly text: string;
}

/** What is known of a failure. */
export interface FoundInHistory {
  readonly law: string;
  readonly error: Error;
  readonly commits: readonly ExportedCommit[];
  readonly log: readonly string[];
}

/** A failure as data and text. */
export function historyFailure({ law, error, commits, log }: FoundInHistory): HistoryFailure {
  const says = LAWS.find(({ name }) => name === law)?.says ?? '';
  const steps = commits.map((commit, index) => `${index + 1}. ${commitText(commit)}`);
  const text = [
    `${law}: ${says}.`,
    '',
    ...section('given', steps.slice(0, -1)),
    ...section('when', steps.slice(-1)),
    ...section('then', thenText(error).split('\n')),
  ].join('\n');
  return { law, message: error.message, commits: commits.length, aggregates: aggregatesOf(commits), log, text };
}

/** The report of a log, and of what was found in it. */
export function historyReport(commits: readonly ExportedCommit[], failure: HistoryFailure | null): HistoryReport {
  const counts = {
    commits: commits.length,
    aggregates: aggregatesOf(commits),
    events: commits.reduce((sum, { events }) => sum + events.length, 0),
  };
  const what = `${counts.events} events in ${counts.commits} commits of ${counts.aggregates} aggregates`;
  const text =
    failure === null
      ? `holds: ${what}\n`
      : `DOES NOT HOLD: ${what}, and still ${failure.commits} commits of ${failure.aggregates}\n\n${failure.text}\n`;
  return { ...counts, failure, holds: failure === null, text };
}

function commitText({ aggregate, time, events }: ExportedCommit): string {
  const told = events.map(({ descriptor: { event }, data }) => `${event} ${printValue(data, '     ')}`);
  return `${aggregate.type} ${aggregate.id}, ${new Date(time).toISOString()}: ${told.join(', ')}`;
}

function aggregatesOf(commits: readonly ExportedCommit[]): number {
  return new Set(commits.map(aggregateKeyOf)).size;
}
