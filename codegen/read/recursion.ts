// Tells which declarations contain themselves, from what is written alone: so it never depends on who asks first.
import { ts } from 'ts-morph';
import { membersOf } from './members.js';
import {
  type Environment,
  NO_PARAMETERS,
  type ReadContext,
  type TypeDeclaration,
  type Written,
} from './read-context.js';
import { bind, resolve } from './resolve.js';

/** Whether a declaration refers to itself, directly or through others. */
export function isRecursive(context: ReadContext, declaration: TypeDeclaration): boolean {
  const known = context.recursive.get(declaration);
  if (known !== undefined) return known;
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    if (ts.isIndexedAccessTypeNode(node)) {
      const field = fieldNode(context, node);
      return field !== null && visit(field);
    }
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const resolved = resolve(context, node, NO_PARAMETERS);
      if (resolved.kind === 'declaration') {
        if (resolved.declaration === declaration || visit(resolved.declaration)) return true;
      }
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  const answer = ts.forEachChild(declaration, (child) => visit(child) || undefined) ?? false;
  context.recursive.set(declaration, answer);
  return answer;
}

/** The type that `T['field']` is written with, without reporting anything. */
function fieldNode(context: ReadContext, node: ts.IndexedAccessTypeNode): ts.TypeNode | null {
  const index = node.indexType;
  if (!ts.isLiteralTypeNode(index) || !ts.isStringLiteral(index.literal)) return null;
  const name = index.literal.text;
  const members = membersOf(context, { node: node.objectType, environment: NO_PARAMETERS });
  return members?.find((member) => member.name === name)?.type.node ?? null;
}

/**
 * A name for the type arguments of a recursive generic type (`Tree<Int>` becomes `TreeOfInt`); `''` where it has none,
 * `null` where an argument has no name.
 */
export function argumentsName(
  context: ReadContext,
  declaration: TypeDeclaration,
  environment: Environment,
): string | null {
  const names: string[] = [];
  for (const parameter of declaration.typeParameters ?? []) {
    const symbol = context.checker.getSymbolAtLocation(parameter.name);
    const written = symbol === undefined ? undefined : environment.get(symbol);
    const name = written === undefined ? null : nameOfWritten(context, written);
    if (name === null) return null;
    names.push(name);
  }
  return names.length === 0 ? '' : `Of${names.join('And')}`;
}

function nameOfWritten(context: ReadContext, { node, environment }: Written): string | null {
  if (ts.isTypeReferenceNode(node)) {
    const resolved = resolve(context, node, environment);
    if (resolved.kind === 'parameter') return nameOfWritten(context, resolved.written);
    return node.typeArguments === undefined && ts.isIdentifier(node.typeName) ? node.typeName.text : null;
  }
  const text = node.getText();
  return /^[a-z]+$/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

/** The type parameters of a declaration that is read on its own: their defaults. */
export function ownEnvironment(context: ReadContext, declaration: TypeDeclaration): Environment {
  return bind(context, declaration, null, NO_PARAMETERS);
}
