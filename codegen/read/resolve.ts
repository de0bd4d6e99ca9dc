// Finds what a written name stands for. Asks the checker for symbols only, never for types.
import { ts } from 'ts-morph';
import type { Environment, ReadContext, TypeDeclaration, Written } from './read-context.js';

/** A name in type position, with its type arguments. */
export type TypeUse = ts.TypeReferenceNode | ts.ExpressionWithTypeArguments;

/** What a name stands for. */
export type Resolved =
  /** A word of `statefold/domain`. */
  | { readonly kind: 'word'; readonly name: string }
  /** A type of the language's own library. */
  | { readonly kind: 'library'; readonly name: string }
  | { readonly kind: 'parameter'; readonly written: Written }
  | { readonly kind: 'declaration'; readonly declaration: TypeDeclaration }
  /** Something that cannot be a domain type. */
  | { readonly kind: 'foreign'; readonly what: string }
  | { readonly kind: 'unresolved' };

/** The name of a use, as a node. */
export function nameOf(use: TypeUse): ts.Node {
  return ts.isTypeReferenceNode(use) ? use.typeName : use.expression;
}

/** Finds what a use stands for. Reports nothing. */
export function resolve(context: ReadContext, use: TypeUse, environment: Environment): Resolved {
  const symbol = symbolOf(context, nameOf(use));
  const declarations = symbol?.declarations ?? [];
  const [declaration] = declarations;
  if (symbol === undefined || declaration === undefined) return { kind: 'unresolved' };
  if (ts.isTypeParameterDeclaration(declaration)) {
    const written = environment.get(symbol);
    return written === undefined
      ? { kind: 'foreign', what: 'a type parameter that nothing is given for' }
      : { kind: 'parameter', written };
  }
  const file = declaration.getSourceFile();
  if (context.wordFiles.has(file)) return { kind: 'word', name: symbol.name };
  if (context.program.isSourceFileDefaultLibrary(file)) return { kind: 'library', name: symbol.name };
  if (file.fileName.includes('/node_modules/')) return { kind: 'foreign', what: 'a type of a package' };
  if (ts.isEnumDeclaration(declaration)) return { kind: 'foreign', what: 'an enum' };
  if (ts.isClassDeclaration(declaration)) return { kind: 'foreign', what: 'a class' };
  if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) {
    return { kind: 'foreign', what: 'no interface or type alias' };
  }
  if (declarations.length > 1) return { kind: 'foreign', what: 'declared more than once' };
  return { kind: 'declaration', declaration };
}

function symbolOf(context: ReadContext, name: ts.Node): ts.Symbol | undefined {
  const symbol = context.checker.getSymbolAtLocation(name);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
    ? context.checker.getAliasedSymbol(symbol)
    : symbol;
}

/** What the type parameters of a declaration stand for at a use of it. */
export function bind(
  context: ReadContext,
  declaration: TypeDeclaration,
  use: TypeUse | null,
  environment: Environment,
): Environment {
  const parameters = declaration.typeParameters ?? [];
  const bound = new Map<ts.Symbol, Written>();
  for (const [index, parameter] of parameters.entries()) {
    const symbol = context.checker.getSymbolAtLocation(parameter.name);
    const given = use?.typeArguments?.[index];
    if (symbol === undefined) continue;
    if (given !== undefined) bound.set(symbol, { node: given, environment });
    else if (parameter.default !== undefined) bound.set(symbol, { node: parameter.default, environment: bound });
  }
  return bound;
}

/** A type behind its parentheses, type parameters and those aliases that only give it another name. */
export function unwrap(context: ReadContext, written: Written): Written {
  let { node, environment } = written;
  for (const seen = new Set<ts.Node>(); !seen.has(node); ) {
    seen.add(node);
    if (ts.isParenthesizedTypeNode(node)) {
      node = node.type;
    } else if (ts.isTypeReferenceNode(node)) {
      const resolved = resolve(context, node, environment);
      if (resolved.kind === 'parameter') {
        ({ node, environment } = resolved.written);
      } else if (resolved.kind === 'declaration' && ts.isTypeAliasDeclaration(resolved.declaration)) {
        environment = bind(context, resolved.declaration, node, environment);
        node = resolved.declaration.type;
      }
    }
  }
  return { node, environment };
}

/** The word of `statefold/domain` that a type is written with, and its type arguments; `null` for any other type. */
export function wordOf(
  context: ReadContext,
  written: Written,
): { readonly name: string; readonly use: ts.TypeReferenceNode; readonly environment: Environment } | null {
  const { node, environment } = unwrap(context, written);
  if (!ts.isTypeReferenceNode(node)) return null;
  const resolved = resolve(context, node, environment);
  return resolved.kind === 'word' ? { name: resolved.name, use: node, environment } : null;
}

/** The interface that a type refers to; `null` for any other type. */
export function interfaceOf(context: ReadContext, written: Written): ts.InterfaceDeclaration | null {
  const { node, environment } = unwrap(context, written);
  if (!ts.isTypeReferenceNode(node)) return null;
  const resolved = resolve(context, node, environment);
  return resolved.kind === 'declaration' && ts.isInterfaceDeclaration(resolved.declaration)
    ? resolved.declaration
    : null;
}
