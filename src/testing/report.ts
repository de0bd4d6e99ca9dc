// What a check of laws comes to, as data and as text.
import type { KindCoverage } from './coverage.js';
import type { Case } from './law.js';

/** Why a law does not hold, as small as it could be made. */
export interface LawFailure {
  readonly case: Case;
  /** What is wrong, in words. */
  readonly message: string;
  /** The same line by line, with what was expected beside what was found. */
  readonly details: string;
  /** With these two the failure comes back: `laws(app, { seed, path })`. */
  readonly seed: number;
  readonly path: string;
  /** Runs until it was found, and steps by which it was made smaller. */
  readonly runs: number;
  readonly shrinks: number;
  /** As given, when, then; with a test to paste. */
  readonly text: string;
}

/** What became of one law on one store. */
export interface LawResult {
  readonly law: string;
  /** Name of the store; `null` for a law that needs none. */
  readonly store: string | null;
  readonly runs: number;
  /** Runs that were asked for. */
  readonly asked: number;
  /** Whether the time limit came before them: the law has held as far as it was tried. */
  readonly isCutOff: boolean;
  readonly failure: LawFailure | null;
}

/** What became of all laws. */
export interface LawReport {
  readonly seed: number;
  readonly laws: readonly LawResult[];
  readonly coverage: readonly KindCoverage[];
  /** Whether every law holds, and as much was reached as was asked for. */
  readonly holds: boolean;
  /** Everything, to be printed. */
  readonly text: string;
}

/** Names of one kind that are listed; all of them are in the report. */
const MOST_MISSED = 20;

/** Coverage as text: a line per kind, and what was missed below it. */
export function coverageText(coverage: readonly KindCoverage[]): string {
  const lines = coverage.flatMap(({ kind, reached, total, missed }) => [
    `${kind}s reached: ${reached} of ${total}`,
    ...missed.slice(0, MOST_MISSED).map((name) => `  never: ${name}`),
    ...(missed.length > MOST_MISSED ? [`  and ${missed.length - MOST_MISSED} more`] : []),
  ]);
  return lines.join('\n');
}

/** Results as text: a line per law, then failures. */
export function resultsText(results: readonly LawResult[]): string {
  const lines = results.map((result) => {
    const { runs, failure } = result;
    if (failure !== null) return `DOES NOT HOLD: ${nameOf(result)}\n\n${failure.text}\n`;
    return result.isCutOff ? cutOffText(result) : `holds: ${nameOf(result)}, ${runs} runs`;
  });
  return lines.join('\n');
}

/** What is to be said of a law that was cut off: it has held so far. */
export function cutOffText(result: LawResult): string {
  const { runs, asked } = result;
  return `holds so far: ${nameOf(result)}, ${runs} of ${asked} runs: its timeLimit cut off the rest`;
}

function nameOf({ law, store }: LawResult): string {
  return store === null ? law : `${law} (${store})`;
}
