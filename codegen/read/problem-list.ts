// Collects what is wrong with a declaration, and puts it in order. Knows no rule itself.
import type { Problem, SourcePlace } from '../model.js';

/** Gathers problems; the same sentence at the same place counts once. */
export class ProblemList {
  readonly #byText = new Map<string, Problem>();

  add(at: SourcePlace, message: string): void {
    const problem = { at, message };
    this.#byText.set(problemText(problem), problem);
  }

  /** All problems so far, by file, line, column and text. */
  sorted(): readonly Problem[] {
    return sortProblems([...this.#byText.values()]);
  }
}

/** A problem in one line, as compilers print theirs: terminals and editors lead from it to the place. */
export function problemText({ at, message }: Problem): string {
  return `${at.file}:${at.line}:${at.column} ${message}`;
}

/** Orders problems by file, line, column and text, the same on every machine. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => comparePlaces(a.at, b.at) || compareText(a.message, b.message));
}

/** Compares by file, line and column. */
export function comparePlaces(a: SourcePlace, b: SourcePlace): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** Compares by UTF-16 units: no locale may decide the order of what is generated. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
