// What a check of laws comes to, as data and as text.
import type { KindCoverage } from './coverage.js';
import type { Case } from './law.js';

/** Why a law does not hold, as small as it could be made. */
export interface LawFailure {
  readonly case: Case;
  /** What is wrong, in words. */
  readonly message: string;
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
  const lines = results.map(({ law, store, runs, failure }) => {
    const where = store === null ? '' : ` (${store})`;
    return failure === null
      ? `holds: ${law}${where}, ${runs} runs`
      : `DOES NOT HOLD: ${law}${where}\n\n${failure.text}\n`;
  });
  return lines.join('\n');
}
