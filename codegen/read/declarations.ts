// Finds the aggregates, projections, rollups and queries of the domain files, and what does not belong there.
import { ts } from 'ts-morph';
import type { Declared } from '../model.js';
import { refuseTags } from './members.js';
import { type DeclarationKind, NO_PARAMETERS, type ReadContext, type Written } from './read-context.js';
import { nameOf, resolve, wordOf } from './resolve.js';

/** One interface that extends one of the four words. */
export interface Declaration {
  readonly kind: DeclarationKind;
  readonly node: ts.InterfaceDeclaration;
  /** What the word is given: `Aggregate<these>`. */
  readonly given: readonly Written[];
}

const WORDS: ReadonlySet<string> = new Set<DeclarationKind>(['Aggregate', 'Projection', 'Rollup', 'Query']);

/** All declarations of the domain files, in the order of file name and position; registers them in the context. */
export function findDeclarations(context: ReadContext, files: readonly ts.SourceFile[]): readonly Declaration[] {
  const found: Declaration[] = [];
  for (const file of files) {
    for (const statement of file.statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const declaration = declarationOf(context, statement);
        if (declaration === null) continue;
        found.push(declaration);
        context.declared.set(statement, declaration.kind);
      } else if (ts.isTypeAliasDeclaration(statement)) {
        refuseAliasOfWord(context, statement);
      } else {
        refuseStatement(context, statement);
      }
    }
  }
  for (const { node } of found) refuseShape(context, node);
  return found;
}

/** Name, doc and place of a declaration. */
export function declaredOf(context: ReadContext, node: ts.InterfaceDeclaration, tags: readonly string[]): Declared {
  const doc = context.docOf(node);
  context.reached.add(node);
  refuseTags(context, doc, tags);
  return { name: node.name.text, doc: doc?.text ?? '', at: context.placeOf(node.name) };
}

function declarationOf(context: ReadContext, node: ts.InterfaceDeclaration): Declaration | null {
  const bases = (node.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
  let found: Declaration | null = null;
  for (const base of bases) {
    const resolved = resolve(context, base, NO_PARAMETERS);
    if (resolved.kind !== 'word' || !WORDS.has(resolved.name)) continue;
    if (found !== null) {
      context.refuse(base, `${node.name.text} is a ${found.kind} already. Declare one interface for each.`);
      continue;
    }
    const given = (base.typeArguments ?? []).map((argument) => ({ node: argument, environment: NO_PARAMETERS }));
    found = { kind: resolved.name as DeclarationKind, node, given };
  }
  return found;
}

function refuseShape(context: ReadContext, node: ts.InterfaceDeclaration): void {
  const name = node.name.text;
  const modifiers = node.modifiers ?? [];
  const isExported = modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) {
    context.refuse(node.name, `${name} is imported by generated code. Write "export interface ${name}".`);
  }
  if ((node.typeParameters ?? []).length > 0) {
    context.refuse(node.name, `${name} cannot have type parameters: it is declared for one kind of data.`);
  }
  const symbol = context.checker.getSymbolAtLocation(node.name);
  if ((symbol?.declarations?.length ?? 1) > 1) {
    context.refuse(node.name, `${name} is declared more than once. Write all of it in one interface.`);
  }
}

function refuseAliasOfWord(context: ReadContext, node: ts.TypeAliasDeclaration): void {
  const parts = ts.isIntersectionTypeNode(node.type) ? node.type.types : [node.type];
  for (const part of parts) {
    const word = ts.isTypeReferenceNode(part) ? wordOf(context, { node: part, environment: NO_PARAMETERS }) : null;
    if (word === null || !WORDS.has(word.name)) continue;
    const name = node.name.text;
    context.refuse(part, `Write "export interface ${name} extends ${word.name}<…>": an alias declares nothing.`);
  }
}

function refuseStatement(context: ReadContext, node: ts.Statement): void {
  if (ts.isExportDeclaration(node) || node.kind === ts.SyntaxKind.EmptyStatement) return;
  if (ts.isImportDeclaration(node)) {
    if (node.importClause !== undefined) return;
    context.refuse(node, 'A domain file holds types only, and this import runs something. Remove it.');
    return;
  }
  const what = ts.isEnumDeclaration(node)
    ? "Write a union of literals instead of an enum: type Status = 'open' | 'closed'."
    : ts.isModuleDeclaration(node)
      ? 'Write the types of a namespace at the top of the file.'
      : 'Move what runs to another file.';
  context.refuse(node, `A domain file holds interfaces and type aliases only. ${what}`);
}

/** The bases of a declaration besides its word. */
export function otherBases(
  context: ReadContext,
  node: ts.InterfaceDeclaration,
): readonly ts.ExpressionWithTypeArguments[] {
  return (node.heritageClauses ?? [])
    .flatMap((clause) => [...clause.types])
    .filter((base) => {
      const resolved = resolve(context, base, NO_PARAMETERS);
      return !(resolved.kind === 'word' && WORDS.has(resolved.name));
    });
}

/** How a base is written. */
export function textOf(base: ts.ExpressionWithTypeArguments): string {
  return nameOf(base).getText();
}
