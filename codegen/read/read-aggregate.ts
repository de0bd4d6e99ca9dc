// Reads one aggregate: its id, state, commands and events.
import { ts } from 'ts-morph';
import type { AggregateModel, FieldModel, MessageModel, ObjectType, TypeModel } from '../model.js';
import { type Declaration, declaredOf, otherBases, textOf } from './declarations.js';
import { EVENT_TAGS, readEventTags } from './history-tags.js';
import { type Member, membersOf, membersOfDeclaration, refuseTags } from './members.js';
import { NO_PARAMETERS, type ReadContext, type Written } from './read-context.js';
import { readFields, readType } from './read-type.js';
import { resolve } from './resolve.js';
import { UNREADABLE } from './unreadable.js';

const PARTS = ['state', 'commands', 'events'] as const;
type Part = (typeof PARTS)[number];

/** Reads an aggregate. Parts that cannot be read are empty, and reported. */
export function readAggregate(context: ReadContext, { node, given }: Declaration): AggregateModel {
  const declared = declaredOf(context, node, []);
  for (const base of otherBases(context, node)) {
    context.refuse(base, `An aggregate extends Aggregate only. Write the fields of ${textOf(base)} into the state.`);
  }
  const members = membersOfDeclaration(context, node, NO_PARAMETERS) ?? [];
  const parts = partsOf(context, node, members);
  const [id] = given;
  return {
    ...declared,
    id: id === undefined ? { kind: 'string', constraints: {} } : readId(context, id),
    idName: id === undefined ? null : idNameOf(context, id),
    state: parts.state === undefined ? NOTHING : readState(context, parts.state),
    commands: parts.commands === undefined ? [] : readMessages(context, parts.commands),
    events: parts.events === undefined ? [] : readMessages(context, parts.events),
  };
}

const NOTHING: ObjectType = { kind: 'object', fields: [] };

function partsOf(
  context: ReadContext,
  node: ts.InterfaceDeclaration,
  members: readonly Member[],
): Partial<Record<Part, Member>> {
  const parts: Partial<Record<Part, Member>> = {};
  for (const member of members) {
    const part = PARTS.find((name) => name === member.name);
    if (part === undefined) {
      context.refuse(
        member.node,
        `An aggregate has state, commands and events only. Move ${member.name} into the state.`,
      );
      continue;
    }
    refuseTags(context, context.docOf(member.node), []);
    if (member.optional) context.refuse(member.node, `The ${part} of an aggregate cannot be optional. Remove the "?".`);
    parts[part] = member;
  }
  for (const part of PARTS) {
    if (parts[part] === undefined) {
      context.refuse(node.name, `${node.name.text} says nothing of its ${part}. Add "${part}: { … }".`);
    }
  }
  return parts;
}

function readState(context: ReadContext, member: Member): ObjectType {
  const state = readFields(context, member.type);
  if (state === null) {
    context.refuse(member.type.node, 'The state is one object type. Write { … } with the fields.');
    return NOTHING;
  }
  if (isBareObject(member.type)) {
    context.refuse(member.type.node, 'An aggregate without state is written "state: Empty".');
  }
  for (const field of state.fields) refuseOptional(context, field);
  return state;
}

function refuseOptional(context: ReadContext, field: FieldModel): void {
  if (!field.optional) return;
  context.problems.add(
    field.at,
    `A field of the state cannot be optional: evolve merges, and a merge cannot take a field away. Write "${field.name}: … | null".`,
  );
}

function readMessages(context: ReadContext, part: Member): readonly MessageModel[] {
  const members = membersOf(context, part.type);
  if (members === null) {
    context.refuse(part.type.node, `The ${part.name} are one object type: { Name: { … } }.`);
    return [];
  }
  const { node } = part.type;
  if (members.length === 0 && !(ts.isTypeLiteralNode(node) && node.members.length > 0)) {
    const example = part.name === 'commands' ? 'PlaceOrder' : 'OrderPlaced';
    context.refuse(part.node, `An aggregate without ${part.name} does nothing. Declare one: ${example}: { … }.`);
  }
  return members.map((member) => readMessage(context, part.name, member));
}

function readMessage(context: ReadContext, part: string, member: Member): MessageModel {
  const doc = context.docOf(member.node);
  const isEvent = part === 'events';
  refuseTags(context, doc, isEvent ? EVENT_TAGS : []);
  const what = isEvent ? 'An event' : 'A command';
  if (member.optional) context.refuse(member.node, `${what} cannot be optional. Remove the "?".`);
  const payload = readFields(context, member.type);
  const node = member.type.node;
  if (payload === null) {
    context.refuse(node, `The payload of ${member.name} is one object type. Write { … } with the fields, or Empty.`);
  } else if (payload.fields.length === 0 && !isEmptyWord(context, member.type)) {
    context.refuse(node, `${what} that carries no data is written "${member.name}: Empty".`);
  }
  return {
    name: member.name,
    doc: doc?.text ?? '',
    at: context.placeOf(member.node),
    payload: payload ?? NOTHING,
    ...readEventTags(context, isEvent ? doc : null, member.name),
  };
}

function isBareObject({ node }: Written): boolean {
  return ts.isTypeLiteralNode(node) && node.members.length === 0;
}

function isEmptyWord(context: ReadContext, { node, environment }: Written): boolean {
  if (ts.isTypeLiteralNode(node)) return node.members.length > 0;
  if (!ts.isTypeReferenceNode(node)) return false;
  const resolved = resolve(context, node, environment);
  return resolved.kind === 'word' && resolved.name === 'Empty';
}

function readId(context: ReadContext, id: Written): TypeModel {
  const type = readType(context, id);
  if (type.kind !== 'string' && type !== UNREADABLE) {
    context.refuse(id.node, 'The id of an aggregate is text. Write string, or an alias of Branded<string, "Name">.');
  }
  return type;
}

function idNameOf(context: ReadContext, { node, environment }: Written): AggregateModel['idName'] {
  if (node.kind === ts.SyntaxKind.StringKeyword) return null;
  const resolved = ts.isTypeReferenceNode(node) ? resolve(context, node, environment) : null;
  if (resolved?.kind === 'unresolved') return null;
  const declaration = resolved?.kind === 'declaration' ? resolved.declaration : null;
  if (declaration === null || (declaration.typeParameters ?? []).length > 0) {
    context.refuse(node, 'Give the id type a name: export type OrderId = Branded<string, "OrderId">.');
    return null;
  }
  const name = declaration.name.text;
  if (!declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
    context.refuse(declaration.name, `${name} is imported by generated code. Write "export type ${name}".`);
  }
  return { name, file: context.relative(declaration.getSourceFile()) };
}
