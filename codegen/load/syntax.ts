// Reports what TypeScript cannot parse in the domain's code. Judges no meaning.
import { ts } from 'ts-morph';
import type { Problem } from '../model.js';
import { isGeneratedPath } from './fingerprint.js';
import type { ProjectSources } from './project-sources.js';

/** TypeScript's syntax errors in the files of the domain and in all that they import from the project. */
export function checkSyntax(sources: ProjectSources): Problem[] {
  const files = new Set(sources.domainFiles().flatMap((file) => sources.closure(file, isGeneratedPath)));
  return [...files].flatMap((file) => (file.endsWith('.json') ? [] : errorsIn(sources.source(file))));
}

/** A parsed file as TypeScript itself sees it: only a whole program would hand these out by an official way. */
type Parsed = ts.SourceFile & { readonly parseDiagnostics?: readonly ts.Diagnostic[] };

function errorsIn(source: ts.SourceFile): Problem[] {
  const { parseDiagnostics = [] } = source as Parsed;
  const lines = new Set<number>();
  return parseDiagnostics.flatMap(({ start = 0, messageText, code }) => {
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    // What follows on the same line follows from it.
    if (lines.has(line)) return [];
    lines.add(line);
    const text = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
    return {
      at: { file: source.fileName, line: line + 1, column: character + 1 },
      message: `${text} (TS${code})`,
    };
  });
}
