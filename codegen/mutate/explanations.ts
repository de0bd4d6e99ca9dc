// Why mutants may survive, in the user's words: `// survives: …` beside the line, or alone on the line before it. Judges no reason.
import type { SourcePlace } from '../model.js';

/** One explanation, and the line that it speaks of. */
export interface Explanation {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** The explanations in the text of a file. */
export function explanationsIn(file: string, text: string): readonly Explanation[] {
  return text.split('\n').flatMap((line, index) => {
    const [, before = '', reason] = /^(.*?)\/\/\s*survives:\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (reason === undefined) return [];
    return [{ file, line: before.trim() === '' ? index + 2 : index + 1, reason }];
  });
}

/** What is said of a place; `null` where nothing is. */
export function explanationOf(all: readonly Explanation[], { file, line }: SourcePlace): Explanation | null {
  return all.find((one) => one.file === file && one.line === line) ?? null;
}
