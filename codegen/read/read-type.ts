// Turns a written type into its model, following names to their declarations. Never asks the checker for a type.
import { ts } from 'ts-morph';
import type { FieldModel, NamedType, ObjectType, TypeModel } from '../model.js';
import { applyTags } from './apply-tags.js';
import type { DocComment } from './doc-comment.js';
import { readRenamedFrom } from './history-tags.js';
import { indexedField, type Member, membersOf, membersOfDeclaration, refuseTags, SHARE } from './members.js';
import type { Environment, ReadContext, TypeDeclaration, Written } from './read-context.js';
import { argumentsName, isRecursive, ownEnvironment } from './recursion.js';
import { refuseType } from './refuse-type.js';
import { bind, resolve } from './resolve.js';
import { CONSTRAINT_TAGS } from './tag-names.js';
import { UNREADABLE } from './unreadable.js';

/** Reads a written type. What is wrong with it goes to the context's problems, and `UNREADABLE` comes back. */
export function readType(context: ReadContext, { node, environment }: Written): TypeModel {
  const inner = (next: ts.TypeNode) => readType(context, { node: next, environment });
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { kind: 'string', constraints: {} };
    case ts.SyntaxKind.NumberKeyword:
      return { kind: 'number', constraints: {} };
    case ts.SyntaxKind.BigIntKeyword:
      return { kind: 'bigint', constraints: {} };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: 'boolean', constraints: {} };
  }
  if (ts.isParenthesizedTypeNode(node)) return inner(node.type);
  if (ts.isLiteralTypeNode(node)) return readLiteral(context, node);
  if (ts.isUnionTypeNode(node)) return readUnion(node.types.map(inner));
  if (ts.isArrayTypeNode(node)) return arrayOf(inner(node.elementType));
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return inner(node.type);
  if (ts.isTupleTypeNode(node)) return readTuple(context, node, environment);
  if (ts.isTypeLiteralNode(node) || ts.isIntersectionTypeNode(node)) return readObject(context, { node, environment });
  if (ts.isTypeReferenceNode(node)) return readReference(context, node, environment);
  if (ts.isIndexedAccessTypeNode(node)) {
    const read = context.guarded(node, () => {
      const member = indexedField(context, node, environment);
      return member === null ? null : readField(context, member, ['key', 'unique', 'where']).field.type;
    });
    return read ?? UNREADABLE;
  }
  context.refuse(node, refuseType(node));
  return UNREADABLE;
}

/** Reads a field: its type, narrowed by its tags, and its comment. `also` names the other tags that it may carry. */
export function readField(
  context: ReadContext,
  member: Member,
  also: readonly string[] = [],
): { readonly field: FieldModel; readonly doc: DocComment | null } {
  const doc = context.docOf(member.node);
  refuseTags(context, doc, [...CONSTRAINT_TAGS, 'renamedFrom', ...also]);
  const type = applyTags(context, doc, readType(context, member.type));
  const { name, optional } = member;
  const renamedFrom = readRenamedFrom(context, doc, name);
  return { field: { name, doc: doc?.text ?? '', type, optional, renamedFrom, at: context.placeOf(member.node) }, doc };
}

/** Reads the fields of an object type; `null` where the type is not one (unreported). */
export function readFields(context: ReadContext, written: Written): ObjectType | null {
  const members = membersOf(context, written);
  return members === null ? null : objectOf(context, members);
}

/** Reads a declaration that nothing refers to, for the sake of its problems. */
export function readDeclaration(context: ReadContext, declaration: TypeDeclaration): void {
  readDeclared(context, declaration, ownEnvironment(context, declaration), declaration);
}

function objectOf(context: ReadContext, members: readonly Member[]): ObjectType {
  return { kind: 'object', fields: members.map((member) => readField(context, member).field) };
}

function readObject(context: ReadContext, written: Written): TypeModel {
  const object = readFields(context, written);
  if (object !== null && object.fields.length === 0 && ts.isTypeLiteralNode(written.node)) {
    if (written.node.members.length > 0) return UNREADABLE;
    context.refuse(written.node, '{} says nothing about its values. Write the fields, or leave this field out.');
    return UNREADABLE;
  }
  return object ?? UNREADABLE;
}

function readLiteral(context: ReadContext, node: ts.LiteralTypeNode): TypeModel {
  const { literal } = node;
  if (literal.kind === ts.SyntaxKind.NullKeyword) return { kind: 'null', constraints: {} };
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  if (ts.isStringLiteral(literal)) return { kind: 'literal', value: literal.text };
  const digits = ts.isPrefixUnaryExpression(literal) ? literal.operand : literal;
  // TypeScript has the value in decimals, however it was written; a literal's only prefix is the minus.
  const value = ts.isNumericLiteral(digits) ? Number(digits.text) * (digits === literal ? 1 : -1) : Number.NaN;
  if (Number.isFinite(value) && !Object.is(value, -0)) return { kind: 'literal', value };
  context.refuse(node, `The literal ${node.getText()} is not supported. Use a string, a finite number, true or false.`);
  return UNREADABLE;
}

function readUnion(read: readonly TypeModel[]): TypeModel {
  if (read.includes(UNREADABLE)) return UNREADABLE;
  const flat = read.flatMap((member) => (member.kind === 'union' ? member.members : [member]));
  const seen = new Set<string>();
  const members = flat.filter((member) => {
    const key = JSON.stringify(member);
    return !seen.has(key) && seen.add(key);
  });
  const [only] = members;
  return members.length === 1 && only !== undefined ? only : { kind: 'union', members, discriminator: null };
}

function arrayOf(element: TypeModel): TypeModel {
  return element === UNREADABLE ? UNREADABLE : { kind: 'array', element, constraints: {} };
}

function readTuple(context: ReadContext, node: ts.TupleTypeNode, environment: Environment): TypeModel {
  const elements: { type: TypeModel; optional: boolean }[] = [];
  for (const element of node.elements) {
    if (ts.isRestTypeNode(element) || (ts.isNamedTupleMember(element) && element.dotDotDotToken !== undefined)) {
      context.refuse(element, 'A tuple cannot hold a rest. Write an array, or list the elements.');
      return UNREADABLE;
    }
    const optional = ts.isOptionalTypeNode(element) || (ts.isNamedTupleMember(element) && !!element.questionToken);
    const inner = ts.isOptionalTypeNode(element) || ts.isNamedTupleMember(element) ? element.type : element;
    elements.push({ type: readType(context, { node: inner, environment }), optional });
  }
  return elements.some(({ type }) => type === UNREADABLE) ? UNREADABLE : { kind: 'tuple', elements };
}

function readReference(context: ReadContext, node: ts.TypeReferenceNode, environment: Environment): TypeModel {
  const resolved = resolve(context, node, environment);
  const name = node.typeName.getText();
  switch (resolved.kind) {
    case 'parameter':
      return readType(context, resolved.written);
    case 'word':
      return readWord(context, node, resolved.name, environment);
    case 'library':
      return readLibraryType(context, node, resolved.name, environment);
    case 'declaration': {
      const { declaration } = resolved;
      return readDeclared(context, declaration, bind(context, declaration, node, environment), node);
    }
    case 'foreign':
      context.refuse(node, `${name} is ${resolved.what}. ${FOREIGN_REMEDY}`);
      return UNREADABLE;
    case 'unresolved':
      context.unresolved.add(node.typeName);
      return UNREADABLE;
  }
}

const FOREIGN_REMEDY = 'Write an interface or a type alias of this project, once.';

function readWord(context: ReadContext, node: ts.TypeReferenceNode, word: string, environment: Environment): TypeModel {
  if (word === 'Int') return { kind: 'integer', constraints: {} };
  const [base] = node.typeArguments ?? [];
  if (word === 'Branded' && base !== undefined) return readType(context, { node: base, environment });
  const remedies: Record<string, string> = {
    Empty: 'Empty is a whole payload, not a field. Leave this field out.',
    Sort: 'Sort is only for the parameter "sort" of a query that returns a page.',
    Paging: 'Paging is only for the parameter "paging" of a query.',
    Page: 'Page is only for the result of a query: Query<Page<Row>>.',
  };
  const aggregation = ['Count', 'Sum', 'Max', 'Min'].includes(word)
    ? `${word} is only for fields of a rollup. Write the type itself.`
    : `${word} cannot be the type of a field. Write the type itself.`;
  context.refuse(node, remedies[word] ?? aggregation);
  return UNREADABLE;
}

function readLibraryType(
  context: ReadContext,
  node: ts.TypeReferenceNode,
  name: string,
  environment: Environment,
): TypeModel {
  const [first, second] = node.typeArguments ?? [];
  if (name === 'Date') return { kind: 'date', constraints: {} };
  if (name === 'Uint8Array') return { kind: 'bytes', constraints: {} };
  if ((name === 'Array' || name === 'ReadonlyArray') && first !== undefined) {
    return arrayOf(readType(context, { node: first, environment }));
  }
  if (name === 'Readonly' && first !== undefined) return readType(context, { node: first, environment });
  if (name === 'Record' && first !== undefined && second !== undefined) {
    const key = readType(context, { node: first, environment });
    const value = readType(context, { node: second, environment });
    if (key === UNREADABLE || value === UNREADABLE) return UNREADABLE;
    if (key.kind === 'string' && Object.keys(key.constraints).length === 0) {
      return { kind: 'record', value, constraints: {} };
    }
    context.refuse(
      first,
      key.kind === 'string'
        ? 'The keys of a record are not checked, so their type cannot have constraints. Use plain string.'
        : 'The keys of a record are any strings. Write Record<string, …>, or an object with the fields that you know.',
    );
    return UNREADABLE;
  }
  context.refuse(node, refuseType(node));
  return UNREADABLE;
}

/** Reads what a name refers to: objects, unions of objects and recursive types get a name, anything else is inlined. */
function readDeclared(
  context: ReadContext,
  declaration: TypeDeclaration,
  environment: Environment,
  use: ts.Node,
): TypeModel {
  context.reached.add(declaration);
  const kind = context.declared.get(declaration);
  if (kind !== undefined) {
    context.refuse(use, `${declaration.name.text} is a declared ${kind.toLowerCase()}, not a type of data. ${SHARE}`);
    return UNREADABLE;
  }
  const generic = (declaration.typeParameters ?? []).length > 0;
  const recursive = isRecursive(context, declaration);
  const suffix = !recursive && generic ? null : argumentsName(context, declaration, environment);
  if (recursive && suffix === null) {
    context.refuse(use, 'The type arguments of a recursive type need names. Declare an alias and use that.');
    return UNREADABLE;
  }
  if (suffix === null) return readBody(context, declaration, environment);
  const known = context.named.get(declaration) ?? new Map<string, NamedType | null>();
  context.named.set(declaration, known);
  const name = `${declaration.name.text}${suffix}`;
  if (known.has(suffix)) return { kind: 'reference', name };
  if (recursive) known.set(suffix, null);
  const type = readBody(context, declaration, environment);
  if (!recursive && !holdsObjects(type)) return type;
  const doc = context.docOf(declaration)?.text ?? '';
  known.set(suffix, { name, doc, at: context.placeOf(declaration), type });
  return { kind: 'reference', name };
}

function readBody(context: ReadContext, declaration: TypeDeclaration, environment: Environment): TypeModel {
  if (ts.isInterfaceDeclaration(declaration)) {
    const members = membersOfDeclaration(context, declaration, environment);
    if (members === null) return UNREADABLE;
    if (members.length === 0 && declaration.members.length === 0) {
      context.refuse(declaration.name, `${declaration.name.text} has no fields. Write them, or leave it out.`);
      return UNREADABLE;
    }
    return objectOf(context, members);
  }
  const doc = context.docOf(declaration);
  refuseTags(context, doc, CONSTRAINT_TAGS);
  return applyTags(context, doc, readType(context, { node: declaration.type, environment }));
}

function holdsObjects(type: TypeModel): boolean {
  return type.kind === 'object' || (type.kind === 'union' && type.members.some((member) => isObject(member)));
}

function isObject(type: TypeModel): boolean {
  return type.kind === 'object' || type.kind === 'reference';
}
