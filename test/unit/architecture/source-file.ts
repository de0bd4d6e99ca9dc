// What the architecture rules need to know of one source file, read from its syntax. Resolves no types, applies no rule.
import { ts } from 'ts-morph';

/** One mention of another module. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased when compiled. `import { type A }` is not: it still loads the module. */
  readonly typeOnly: boolean;
}

/** A parsed file, reduced to facts. */
export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** On the first line, or on the second, under the line that names an interpreter. */
  readonly startsWithComment: boolean;
  readonly imports: readonly Import[];
  /** Lines on which something of another module is exported again. */
  readonly reexports: readonly number[];
  /** Lines of `await` outside of any function. */
  readonly topLevelAwaits: readonly number[];
}

/** Reads the facts of one file. Text that does not parse yields what can be read of it: tsc is the judge of syntax. */
export function readSourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const imports: Import[] = [];
  const reexports: number[] = [];
  const topLevelAwaits: number[] = [];
  const importedNames = new Set<string>();

  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) {
      imports.push({ specifier: specifier.text, line: lineOf(node), typeOnly });
    }
  };
  const visit = (node: ts.Node, insideFunction: boolean): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.importClause?.isTypeOnly === true);
      for (const name of namesOf(node.importClause)) importedNames.add(name);
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
      if (node.moduleSpecifier || exportsImported(node, importedNames)) reexports.push(lineOf(node));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false);
    } else if (!insideFunction && (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))) {
      topLevelAwaits.push(lineOf(node));
    }
    ts.forEachChild(node, (child) => visit(child, insideFunction || ts.isFunctionLike(node)));
  };
  visit(tree, false);

  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return { path, lines, startsWithComment: /^(#!.*\n)?(\/\/|\/\*)/.test(text), imports, reexports, topLevelAwaits };
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  const space = bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : [];
  return [...(clause?.name ? [clause.name.text] : []), ...named, ...space];
}

// Imports stand above exports in every formatted file, so one pass is enough.
function exportsImported({ exportClause }: ts.ExportDeclaration, imported: ReadonlySet<string>): boolean {
  if (!exportClause || !ts.isNamedExports(exportClause)) return false;
  return exportClause.elements.some(({ name, propertyName }) => imported.has((propertyName ?? name).text));
}
