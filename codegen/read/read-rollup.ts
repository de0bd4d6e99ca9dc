// Reads one rollup: what it groups and how, and its fields. Whether that makes sense is checked on the model.
import type { ts } from 'ts-morph';
import type { FieldModel, ProjectionModel, RollupFieldModel, RollupModel, TypeModel } from '../model.js';
import { type Declaration, declaredOf, otherBases, textOf } from './declarations.js';
import { type Member, membersOf, membersOfDeclaration, refuseTags } from './members.js';
import { NO_PARAMETERS, type ReadContext, type Written } from './read-context.js';
import { readType } from './read-type.js';
import { interfaceOf, wordOf } from './resolve.js';
import { atPath, type TypeTable } from './row-path.js';

/** Reads a rollup; `null` where it groups no projection or says no key (reported). */
export function readRollup(
  context: ReadContext,
  { node, given }: Declaration,
  projections: ReadonlyMap<ts.Node, ProjectionModel>,
  types: () => TypeTable,
): RollupModel | null {
  const declared = declaredOf(context, node, []);
  for (const base of otherBases(context, node)) {
    context.refuse(
      base,
      `A rollup extends Rollup only. Write the fields of ${textOf(base)} as Count, Sum, Max or Min.`,
    );
  }
  const [rows, grouping] = given;
  const grouped = rows === undefined ? null : interfaceOf(context, rows);
  const source = grouped === null ? undefined : projections.get(grouped);
  const members = membersOfDeclaration(context, node, NO_PARAMETERS) ?? [];
  const fields = members.flatMap((member) => readAggregation(context, member, grouped) ?? []);
  if (rows === undefined || source === undefined) {
    const isProjection = grouped !== null && context.declared.get(grouped) === 'Projection';
    if (!isProjection)
      context.refuse(
        rows?.node ?? node.name,
        'A rollup groups the rows of a projection. Name one: Rollup<Row, { key: … }>.',
      );
    return null;
  }
  const by = grouping === undefined ? null : readGrouping(context, grouping);
  if (by === null || by.key === null) {
    if (by === null && grouping !== undefined) {
      context.refuse(grouping.node, 'A rollup is grouped by an object: { key: "field" }.');
    }
    return null;
  }
  const { key, unnest, where } = by;
  const keyField = key.slice(key.lastIndexOf('.') + 1);
  const table = types();
  const keyModel = atPath(table, source.row, key);
  const keyRow = keyModel === null ? [] : [{ ...keyModel, name: keyField, at: declared.at, optional: false }];
  return {
    ...declared,
    source: source.name,
    key,
    keyField,
    unnest,
    where,
    fields,
    row: { kind: 'object', fields: [...keyRow, ...fields.flatMap((field) => rowField(table, source, field))] },
  };
}

function rowField(
  types: TypeTable,
  source: ProjectionModel,
  { name, doc, at, aggregation }: RollupFieldModel,
): readonly FieldModel[] {
  const field = (type: TypeModel): readonly FieldModel[] => [
    { name, doc, at, type, optional: false, renamedFrom: null },
  ];
  if (aggregation.kind === 'count') return field({ kind: 'integer', constraints: { minimum: 0 } });
  const found = atPath(types, source.row, aggregation.path);
  if (found === null) return [];
  // A sum does not obey the bounds of what it adds up.
  if (aggregation.kind === 'sum') return field(found.type.kind === 'bigint' ? BIGINT : INTEGER);
  return field(found.type);
}

const INTEGER: TypeModel = { kind: 'integer', constraints: {} };
const BIGINT: TypeModel = { kind: 'bigint', constraints: {} };

function readAggregation(
  context: ReadContext,
  member: Member,
  grouped: ts.InterfaceDeclaration | null,
): RollupFieldModel | null {
  const doc = context.docOf(member.node);
  refuseTags(context, doc, []);
  const word = wordOf(context, member.type);
  const [row, path] = word?.use.typeArguments ?? [];
  const declared = { name: member.name, doc: doc?.text ?? '', at: context.placeOf(member.node) };
  if (member.optional) context.refuse(member.node, 'A field of a rollup cannot be optional. Remove the "?".');
  if (word?.name === 'Count') return { ...declared, aggregation: { kind: 'count' } };
  const kind = ({ Sum: 'sum', Max: 'max', Min: 'min' } as const)[word?.name ?? ''];
  if (kind === undefined || word === null || row === undefined || path === undefined) {
    context.refuse(
      member.type.node,
      'A field of a rollup is Count, or Sum, Max or Min of a field of the row: Sum<Row, "field">.',
    );
    return null;
  }
  if (grouped !== null && interfaceOf(context, { node: row, environment: word.environment }) !== grouped) {
    context.refuse(row, `This rollup groups ${grouped.name.text}. Write ${word.name}<${grouped.name.text}, …>.`);
  }
  const read = literalsOf(context, { node: path, environment: word.environment });
  const [only] = read ?? [];
  if (read?.length !== 1 || typeof only !== 'string') {
    context.refuse(path, 'Name one field of the row: "total", or "lines.quantity" for a field of an unnested array.');
    return null;
  }
  return { ...declared, aggregation: { kind, path: only } };
}

function readGrouping(
  context: ReadContext,
  written: Written,
): { readonly key: string | null; readonly unnest: string | null; readonly where: RollupModel['where'] } | null {
  const members = membersOf(context, written);
  if (members === null) return null;
  const text = (name: string): string | null => {
    const member = members.find((candidate) => candidate.name === name);
    const read = member === undefined ? null : literalsOf(context, member.type);
    const [only] = read ?? [];
    if (member !== undefined && (read?.length !== 1 || typeof only !== 'string')) {
      context.refuse(member.type.node, `"${name}" takes one name in quotes.`);
    }
    return typeof only === 'string' ? only : null;
  };
  for (const member of members) {
    if (['key', 'unnest', 'where'].includes(member.name)) continue;
    context.refuse(member.node, `A rollup knows key, where and unnest only. Remove ${member.name}.`);
  }
  const where = members.find(({ name }) => name === 'where');
  return { key: text('key'), unnest: text('unnest'), where: where === undefined ? {} : readWhere(context, where) };
}

function readWhere(context: ReadContext, where: Member): RollupModel['where'] {
  const conditions = membersOf(context, where.type);
  if (conditions === null) {
    context.refuse(where.type.node, '"where" takes an object: { field: "value" | "value" }.');
    return {};
  }
  const read: Record<string, readonly (string | number | boolean | null)[]> = {};
  for (const condition of conditions) {
    const values = literalsOf(context, condition.type);
    if (values === null)
      context.refuse(condition.type.node, 'A condition takes literals: "value" | "value", true, false, null.');
    else read[condition.name] = values;
  }
  return read;
}

/** The values of a literal or a union of literals; `null` for any other type. */
function literalsOf(context: ReadContext, written: Written): readonly (string | number | boolean | null)[] | null {
  const type = readType(context, written);
  const members = type.kind === 'union' ? type.members : [type];
  const values: (string | number | boolean | null)[] = [];
  for (const member of members) {
    if (member.kind === 'literal') values.push(member.value);
    else if (member.kind === 'null') values.push(null);
    else return null;
  }
  return values;
}
