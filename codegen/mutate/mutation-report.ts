// What came of all mutants, as figures and as text. Tries none.
import { comparePlaces, problemText } from '../read/problem-list.js';
import type { Explanation } from './explanations.js';
import type { Judged, Outcome } from './mutant.js';

/** What came of all mutants. */
export interface MutationReport {
  readonly total: number;
  /** By outcome; `refused` and `timed out` count as killed. */
  readonly counts: Readonly<Record<Outcome['kind'], number>>;
  /** Survivors that somebody has explained. */
  readonly explained: number;
  /** Percent of those that nobody has explained which were killed. */
  readonly score: number;
  /** Whether no survivor is unexplained. */
  readonly holds: boolean;
  readonly text: string;
}

/** What else a report is to say. */
export interface ReportOptions {
  /** Explanations of lines on which nothing has survived. */
  readonly idle: readonly Explanation[];
  /** Whether what was killed is listed, too. */
  readonly isWhole: boolean;
}

/** The report of all mutants that were tried. */
export function mutationReport(all: readonly Judged[], { idle, isWhole }: ReportOptions): MutationReport {
  const of = (kind: Outcome['kind']) => all.filter(({ outcome }) => outcome.kind === kind);
  const survived = [...of('survived')].sort((a, b) => comparePlaces(a.mutant.at, b.mutant.at));
  const unexplained = survived.filter(({ explained }) => explained === null);
  const counts = {
    killed: of('killed').length,
    refused: of('refused').length,
    'timed out': of('timed out').length,
    survived: survived.length,
  };
  const killed = all.length - survived.length;
  const judged = killed + unexplained.length;
  const score = judged === 0 ? 100 : (killed / judged) * 100;
  const explained = survived.length - unexplained.length;
  const lines = [
    ...(isWhole ? [...of('killed'), ...of('refused')].map(killedText).sort() : []),
    ...survived.map(survivorText),
    ...of('timed out').map(({ mutant }) => `hung, which counts as killed: ${placeText(mutant)}`),
    ...idle.map(({ file, line }) => `${file}:${line} nothing survives here: delete the comment`),
    `${all.length} mutants: ${killed} killed (${counts.refused} of them refused by codegen, ${counts['timed out']} hung), ${unexplained.length} survived, ${explained} survived as explained`,
    `score: ${rounded(score)} %`,
  ];
  return {
    total: all.length,
    counts,
    explained,
    score,
    holds: unexplained.length === 0,
    text: `${lines.join('\n')}\n`,
  };
}

function killedText({ mutant, outcome }: Judged): string {
  return `${outcome.kind}: ${placeText(mutant)} (${outcome.kind === 'survived' ? '' : outcome.by})`;
}

function survivorText({ mutant, explained }: Judged): string {
  return explained === null ? `SURVIVED: ${placeText(mutant)}` : `survived: ${placeText(mutant)} (${explained})`;
}

function placeText({ at, kind, what }: Judged['mutant']): string {
  return problemText({ at, message: `${kind}: ${what}` });
}

/** Never up to 100: that is for who has killed all. */
function rounded(score: number): string {
  return String(Math.floor(score * 10) / 10);
}
