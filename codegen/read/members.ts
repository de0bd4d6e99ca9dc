// Lists the fields of an object type as they are written, inherited ones first. Reads none of their types.
import { ts } from 'ts-morph';
import type { DocComment } from './doc-comment.js';
import type { Environment, ReadContext, TypeDeclaration, Written } from './read-context.js';
import { bind, nameOf, resolve, type TypeUse } from './resolve.js';
import { TAG_HOMES } from './tag-names.js';

/** One field as written. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly node: ts.PropertySignature;
  readonly type: Written;
}

const FIELD_NAME = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The fields of an object type; `null` where the type is not one (unreported) or broken (TypeScript reports it). */
export function membersOf(context: ReadContext, { node, environment }: Written): readonly Member[] | null {
  if (ts.isParenthesizedTypeNode(node)) return membersOf(context, { node: node.type, environment });
  if (ts.isTypeLiteralNode(node)) return propertiesOf(context, node.members, environment);
  if (ts.isIntersectionTypeNode(node)) return intersectionOf(context, node, environment);
  if (ts.isIndexedAccessTypeNode(node)) {
    const indexed = indexedField(context, node, environment);
    return indexed === null ? null : context.guarded(node, () => membersOf(context, indexed.type));
  }
  if (!ts.isTypeReferenceNode(node)) return null;
  return membersOfUse(context, node, environment);
}

function membersOfUse(context: ReadContext, use: TypeUse, environment: Environment): readonly Member[] | null {
  const resolved = resolve(context, use, environment);
  if (resolved.kind === 'parameter') return membersOf(context, resolved.written);
  if (resolved.kind === 'word') return resolved.name === 'Empty' ? [] : null;
  if (resolved.kind === 'library') {
    const [argument] = use.typeArguments ?? [];
    return resolved.name === 'Readonly' && argument !== undefined
      ? membersOf(context, { node: argument, environment })
      : null;
  }
  if (resolved.kind !== 'declaration') return null;
  return membersOfDeclaration(context, resolved.declaration, bind(context, resolved.declaration, use, environment));
}

/** The fields of an interface or of an alias of an object type. */
export function membersOfDeclaration(
  context: ReadContext,
  declaration: TypeDeclaration,
  environment: Environment,
): readonly Member[] | null {
  context.reached.add(declaration);
  return context.guarded(declaration, () => {
    if (ts.isTypeAliasDeclaration(declaration)) {
      const members = membersOf(context, { node: declaration.type, environment });
      if (members !== null) refuseTags(context, context.docOf(declaration), []);
      return members;
    }
    if (!context.declared.has(declaration)) refuseTags(context, context.docOf(declaration), []);
    const inherited = (declaration.heritageClauses ?? []).flatMap((clause) =>
      clause.types.flatMap((base) => baseMembers(context, base, environment)),
    );
    return override(inherited, propertiesOf(context, declaration.members, environment));
  });
}

function baseMembers(
  context: ReadContext,
  base: ts.ExpressionWithTypeArguments,
  environment: Environment,
): readonly Member[] {
  const resolved = resolve(context, base, environment);
  if (resolved.kind === 'unresolved') return [];
  if (resolved.kind === 'word' && ['Aggregate', 'Projection', 'Rollup', 'Query'].includes(resolved.name)) return [];
  if (resolved.kind === 'declaration' && context.declared.has(resolved.declaration)) {
    const kind = context.declared.get(resolved.declaration);
    context.refuse(
      base,
      `${nameOf(base).getText()} is a declared ${kind?.toLowerCase()} and cannot be extended. ${SHARE}`,
    );
    return [];
  }
  const members = membersOfUse(context, base, environment);
  if (members === null) {
    context.refuse(
      base,
      `Only an object type can be extended. Name an interface or an alias of { … } of this project.`,
    );
  }
  return members ?? [];
}

/** What to do instead of using a declaration as a type. */
export const SHARE = 'Move the fields that both need into a type of their own.';

function intersectionOf(
  context: ReadContext,
  node: ts.IntersectionTypeNode,
  environment: Environment,
): readonly Member[] | null {
  const all: Member[] = [];
  for (const part of node.types) {
    const members = membersOf(context, { node: part, environment });
    if (members === null) {
      const branded = ts.isTypeLiteralNode(part) ? '' : ' To tell two scalars apart, write Branded<string, "Name">.';
      context.refuse(part, `Only object types can be joined with "&".${branded}`);
      return null;
    }
    for (const member of members) {
      if (all.some(({ name }) => name === member.name)) {
        context.refuse(part, `Field ${member.name} is in two parts of the "&". Keep it in one of them.`);
      } else all.push(member);
    }
  }
  return all;
}

function propertiesOf(
  context: ReadContext,
  elements: ts.NodeArray<ts.TypeElement>,
  environment: Environment,
): readonly Member[] {
  const members: Member[] = [];
  for (const element of elements) {
    if (!ts.isPropertySignature(element)) {
      context.refuse(
        element,
        ts.isIndexSignatureDeclaration(element)
          ? 'An index signature is not supported. Write a field of type Record<string, …>.'
          : 'Only fields are supported here: data holds no functions. Write "name: type".',
      );
      continue;
    }
    const name = fieldName(context, element.name);
    if (name === null) continue;
    if (element.type === undefined) {
      context.refuse(element, `Field ${name} has no type. Write "${name}: …".`);
      continue;
    }
    members.push({
      name,
      optional: element.questionToken !== undefined,
      node: element,
      type: { node: element.type, environment },
    });
  }
  return members;
}

function fieldName(context: ReadContext, node: ts.PropertyName): string | null {
  const name = ts.isIdentifier(node) || ts.isStringLiteral(node) || ts.isNumericLiteral(node) ? node.text : null;
  if (name === null) {
    context.refuse(node, 'A computed name is not supported. Write the name itself.');
  } else if (FORBIDDEN.has(name)) {
    context.refuse(node, `A field cannot be called ${name}: plain objects use that name themselves. Choose another.`);
  } else if (!FIELD_NAME.test(name)) {
    context.refuse(node, `"${name}" is no field name. Use letters, digits and "_", not starting with a digit.`);
  } else return name;
  return null;
}

function override(inherited: readonly Member[], own: readonly Member[]): readonly Member[] {
  const byName = new Map<string, Member>();
  for (const member of [...inherited, ...own]) byName.set(member.name, member);
  return [...byName.values()];
}

/** The field that `T['field']` names; `null` after a report. */
export function indexedField(
  context: ReadContext,
  node: ts.IndexedAccessTypeNode,
  environment: Environment,
): Member | null {
  const index = node.indexType;
  if (!ts.isLiteralTypeNode(index) || !ts.isStringLiteral(index.literal)) {
    context.refuse(index, `Only T['field'] with one written name is supported. Give the type a name and use that.`);
    return null;
  }
  const name = index.literal.text;
  const members = membersOf(context, { node: node.objectType, environment });
  const member = members?.find((candidate) => candidate.name === name) ?? null;
  if (member === null)
    context.refuse(node, `${node.objectType.getText()} has no written field ${name} to take the type of.`);
  if (member?.optional) {
    // TypeScript adds "undefined" to it, which the schema would refuse: the two must say the same.
    const text = node.getText();
    context.refuse(
      node,
      `${text} may be undefined, since ${name} is optional. Give the type of ${name} a name and use that.`,
    );
    return null;
  }
  return member;
}

/** Refuses each of Statefold's tags that does not belong where the comment stands. */
export function refuseTags(context: ReadContext, doc: DocComment | null, allowed: readonly string[]): void {
  for (const tag of doc?.tags ?? []) {
    const home = TAG_HOMES.get(tag.name);
    if (home === undefined || allowed.includes(tag.name)) continue;
    context.problems.add(tag.at, `@${tag.name} does not belong here, but on ${home}. Move or remove it.`);
  }
}
