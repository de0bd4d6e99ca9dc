// Reads one query: its parameters, and from its result and tags how it is answered.
import { ts } from 'ts-morph';
import type { FieldModel, ObjectType, QueryModel, SourcePlace, TypeModel } from '../model.js';
import { parseTag } from './apply-tags.js';
import { type Declaration, declaredOf } from './declarations.js';
import type { DocTag } from './doc-comment.js';
import { type Member, membersOfDeclaration, refuseTags } from './members.js';
import { type Parameter, planQuery, type Table } from './plan-query.js';
import { type DeclarationKind, NO_PARAMETERS, type ReadContext, type Written } from './read-context.js';
import { tagOf } from './read-projection.js';
import { readField, readType } from './read-type.js';
import { interfaceOf, unwrap, wordOf } from './resolve.js';
import { UNREADABLE } from './unreadable.js';

/** What a query gives back. */
export type Result =
  | { readonly kind: 'row' | 'page'; readonly row: ts.InterfaceDeclaration }
  | { readonly kind: 'other' };

/** Reads a query; `null` where it rests on a row that could not be read. */
export function readQuery(
  context: ReadContext,
  { node, given }: Declaration,
  tables: ReadonlyMap<ts.Node, Table>,
): QueryModel | null {
  const declared = declaredOf(context, node, ['sort', 'reads']);
  const doc = context.docOf(node);
  const [written] = given;
  const result: Result = written === undefined ? { kind: 'other' } : resultOf(context, written);
  const members = membersOfDeclaration(context, node, NO_PARAMETERS) ?? [];
  const read = members.map((member) => readParameter(context, member, result));
  const parameters: ObjectType = { kind: 'object', fields: read.map(({ field }) => field) };
  const table = result.kind === 'other' ? null : tables.get(result.row);
  if (table === undefined) return null;
  const plan = planQuery({
    declared,
    result: result.kind,
    resultAt: context.placeOf(written?.node ?? node.name),
    table,
    tables: [...tables.values()],
    parameters: read,
    sort: tagOf(doc, 'sort') ?? null,
    reads: tagOf(doc, 'reads') ?? null,
    refuse: (at, message) => context.problems.add(at, message),
  });
  return plan === null ? null : { ...declared, parameters, plan };
}

const ROWS: ReadonlySet<DeclarationKind | undefined> = new Set<DeclarationKind>(['Projection', 'Rollup']);

function resultOf(context: ReadContext, written: Written): Result {
  const word = wordOf(context, written);
  const [paged] = word?.use.typeArguments ?? [];
  if (word?.name === 'Page' && paged !== undefined) {
    const row = rowOf(context, { node: paged, environment: word.environment });
    return row === null ? { kind: 'other' } : { kind: 'page', row };
  }
  const { node, environment } = unwrap(context, written);
  if (!ts.isUnionTypeNode(node) || node.types.length !== 2) return { kind: 'other' };
  const [row] = node.types.filter((type) => !isNull(type));
  const found = row === undefined || !node.types.some(isNull) ? null : rowOf(context, { node: row, environment });
  return found === null ? { kind: 'other' } : { kind: 'row', row: found };
}

function rowOf(context: ReadContext, written: Written): ts.InterfaceDeclaration | null {
  const found = interfaceOf(context, written);
  return found !== null && ROWS.has(context.declared.get(found)) ? found : null;
}

function isNull(node: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword;
}

function readParameter(context: ReadContext, member: Member, result: Result): Parameter {
  const word = wordOf(context, member.type)?.name;
  if (word !== 'Sort' && word !== 'Paging') {
    const { field, doc } = readField(context, member, ['where']);
    const tag = tagOf(doc, 'where');
    const where = tag === undefined ? null : readWhere(context, tag);
    return { field, where, sortable: null, isPaging: false, isBroken: tag !== undefined && where === null };
  }
  const wanted = word === 'Sort' ? 'sort' : 'paging';
  if (member.name !== wanted) {
    context.refuse(member.node, `A parameter of type ${word} is called "${wanted}". Rename ${member.name}.`);
  }
  const doc = context.docOf(member.node);
  refuseTags(context, doc, []);
  const sortable = word === 'Sort' ? readSortable(context, member, result) : null;
  const field: FieldModel = {
    name: member.name,
    doc: doc?.text ?? '',
    type:
      sortable === null ? pagingType(context.placeOf(member.node)) : sortType(sortable, context.placeOf(member.node)),
    optional: member.optional,
    renamedFrom: null,
    at: context.placeOf(member.node),
  };
  return { field, where: null, sortable, isPaging: sortable === null, isBroken: false };
}

function readWhere(context: ReadContext, tag: DocTag): Parameter['where'] {
  const read = parseTag(tag, (value) => {
    const found = /^([\p{ID_Start}_$][\p{ID_Continue}$]*)\s+(=|<=|>=|<|>)$/u.exec(value);
    return found === null
      ? {
          refused: `@where cannot be "${value}": it takes a field of the row and one of = < <= > >=, as "placedAt >=".`,
        }
      : { field: found[1] ?? '', operator: found[2] ?? '', at: tag.at };
  });
  if (!('refused' in read)) return read;
  context.problems.add(tag.at, read.refused);
  return null;
}

function readSortable(context: ReadContext, member: Member, result: Result): readonly string[] {
  const word = wordOf(context, member.type);
  const [row, fields] = word?.use.typeArguments ?? [];
  if (word === null || row === undefined || fields === undefined) return [];
  const sorted = interfaceOf(context, { node: row, environment: word.environment });
  if (result.kind === 'page' && sorted !== result.row) {
    const name = result.row.name.text;
    context.refuse(row, `This query returns rows of ${name}. Write Sort<${name}, …>.`);
  }
  const type = readType(context, { node: fields, environment: word.environment });
  const members = type.kind === 'union' ? type.members : [type];
  const names = members.flatMap((name) =>
    name.kind === 'literal' && typeof name.value === 'string' ? [name.value] : [],
  );
  if (names.length < members.length && type !== UNREADABLE) {
    context.refuse(fields, 'Name the fields to sort by: "placedAt" | "total".');
  }
  return names;
}

function sortType(fields: readonly string[], at: SourcePlace): TypeModel {
  const direction: FieldModel = {
    name: 'direction',
    doc: '',
    type: oneOf(['asc', 'desc']),
    optional: true,
    renamedFrom: null,
    at,
  };
  return {
    kind: 'object',
    fields: [{ name: 'by', doc: '', type: oneOf(fields), optional: false, renamedFrom: null, at }, direction],
  };
}

function pagingType(at: SourcePlace): TypeModel {
  const field = (name: string, type: TypeModel): FieldModel => ({
    name,
    doc: '',
    type,
    optional: true,
    renamedFrom: null,
    at,
  });
  return {
    kind: 'object',
    fields: [
      field('number', { kind: 'integer', constraints: { minimum: 1 } }),
      field('size', { kind: 'integer', constraints: { minimum: 1, maximum: 1000 } }),
      field('cursor', { kind: 'string', constraints: {} }),
    ],
  };
}

function oneOf(values: readonly string[]): TypeModel {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return { kind: 'literal', value: first };
  return { kind: 'union', members: values.map((value) => ({ kind: 'literal', value })), discriminator: null };
}
