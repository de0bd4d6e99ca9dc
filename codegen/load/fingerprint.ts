// The fingerprint of an implementation: changes when its code does, not when its layout, comments or types do.
import { createHash } from 'node:crypto';
import { ts } from 'ts-morph';
import { GENERATED } from '../emit/generated-file.js';
import type { ProjectSources } from './project-sources.js';

/** Over the printed source of a file and of all that it imports from the project, and the names and versions of its packages. */
export function fingerprintOf(sources: ProjectSources, file: string): string {
  const hash = createHash('sha1');
  for (const reached of sources.closure(file, isGeneratedPath)) {
    hash.update(`\n${printed(sources, reached)}`);
    for (const { target, typeOnly } of sources.imports(reached)) {
      if (!typeOnly && target.kind === 'package') hash.update(`\n${target.name}@${target.version}`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether a file is of the generated folder: made from the declaration, whose changes are seen elsewhere. */
export function isGeneratedPath(file: string): boolean {
  return file.startsWith(`${GENERATED}/`);
}

// One fixed target: a project's own build settings must not change a fingerprint.
const PRINT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  removeComments: true,
  verbatimModuleSyntax: true,
};

const printedFiles = new WeakMap<ts.SourceFile, string>();

/** The tokens of a file without its types: neither wrapping, quotes nor trailing commas show. */
function printed(sources: ProjectSources, file: string): string {
  const source = sources.source(file);
  const known = printedFiles.get(source);
  if (known !== undefined) return known;
  const text = file.endsWith('.json') ? source.text : tokens(source.text, file).join('\n');
  printedFiles.set(source, text);
  return text;
}

function tokens(text: string, file: string): string[] {
  const { outputText } = ts.transpileModule(text, { compilerOptions: PRINT, fileName: file });
  const source = ts.createSourceFile('printed.js', outputText, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length > 0) children.forEach(visit);
    else if (node.kind !== ts.SyntaxKind.EndOfFileToken) pushToken(found, node, source);
  };
  visit(source);
  return found;
}

function pushToken(found: string[], node: ts.Node, source: ts.SourceFile): void {
  const text = ts.isStringLiteral(node) ? JSON.stringify(node.text) : node.getText(source);
  const last = found.at(-1);
  const trails = last === ',' && found.at(-2) !== ',' && found.at(-2) !== '[';
  if (trails && (text === ')' || text === ']' || text === '}')) found.pop();
  if (text !== '') found.push(text);
}
