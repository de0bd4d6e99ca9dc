// Decides how a query is answered: by key, by page, or by hand. Works on the model; knows no AST.

import type { QueryFilter, QueryOrder } from '../../src/table/query-definition.js';
import type { Declared, FieldModel, ObjectType, QueryPlanModel, SourcePlace } from '../model.js';
import { parseTag } from './apply-tags.js';
import { isComparable, isOrderable, isScalar } from './comparison.js';
import type { DocTag } from './doc-comment.js';
import { fieldOf } from './row-path.js';

/** A projection or rollup as queries see it. */
export interface Table {
  readonly name: string;
  readonly row: ObjectType;
  /** Fields that name one row: the key, and fields tagged `@unique`. */
  readonly unique: readonly string[];
}

/** A parameter of a query as the plan needs it. */
export interface Parameter {
  readonly field: FieldModel;
  /** From its `@where` tag. */
  readonly where: { readonly field: string; readonly operator: string; readonly at: SourcePlace } | null;
  /** Of `Sort<Row, fields>`: the fields; `null` for any other parameter. */
  readonly sortable: readonly string[] | null;
  readonly isPaging: boolean;
  /** Whether its tags could not be read: nothing more is said of it. */
  readonly isBroken: boolean;
}

/** All that a plan is made from. */
export interface QueryParts {
  readonly declared: Declared;
  readonly result: 'row' | 'page' | 'other';
  readonly resultAt: SourcePlace;
  /** The table of the result's rows; `null` for another result. */
  readonly table: Table | null;
  readonly tables: readonly Table[];
  readonly parameters: readonly Parameter[];
  readonly sort: DocTag | null;
  readonly reads: DocTag | null;
  readonly refuse: (at: SourcePlace, message: string) => void;
}

/** The plan of a query; `null` where none can be made (reported). */
export function planQuery(parts: QueryParts): QueryPlanModel | null {
  if (parts.result === 'other' || parts.table === null) return planHandler(parts);
  if (parts.reads !== null) {
    parts.refuse(parts.reads.at, '@reads is for hand-written queries, and this one needs no code. Remove the tag.');
  }
  return parts.result === 'row' ? planRow(parts, parts.table) : planPage(parts, parts.table);
}

function planHandler({
  declared,
  reads,
  resultAt,
  sort,
  tables,
  parameters,
  refuse,
}: QueryParts): QueryPlanModel | null {
  if (sort !== null) refuse(sort.at, '@sort is for queries that return a page. Remove the tag.');
  for (const { where } of parameters) {
    if (where !== null) refuse(where.at, '@where is for queries that need no code. Remove the tag.');
  }
  if (reads === null) {
    refuse(
      resultAt,
      `${declared.name} must be written by hand: only "Row | null" and "Page<Row>" of a projection or rollup need no code. Change the result, or tag the query @reads with the projections and rollups that it reads.`,
    );
    return null;
  }
  const read = parseTag(reads, (value) => ({ names: value.trim().split(/\s*,\s*|\s+/) }));
  if ('refused' in read) {
    refuse(reads.at, read.refused);
    return null;
  }
  for (const name of read.names) {
    if (tables.some((table) => table.name === name)) continue;
    refuse(
      reads.at,
      name === ''
        ? '@reads names projections and rollups, with a comma or a blank between them: @reads OrderSummary, CustomerTotals.'
        : `@reads names ${name}, which is no projection or rollup. Correct the name.`,
    );
  }
  return { kind: 'handler', sources: read.names };
}

function planRow(parts: QueryParts, table: Table): QueryPlanModel {
  const { declared, sort, parameters, refuse } = parts;
  if (sort !== null) refuse(sort.at, '@sort is for queries that return a page. Remove the tag.');
  const filters = parameters.flatMap((parameter) => filterOf(parts, table, parameter) ?? []);
  const [only] = parameters;
  const [filter] = filters;
  const unique = table.unique.map((name) => `"${name}"`).join(' or ');
  // A projection without a key has been refused already: what its rows are found by nobody knows.
  if (unique === '') return { kind: 'row', source: table.name, filters };
  if (only === undefined || parameters.length > 1) {
    refuse(
      declared.at,
      `A query for one row of ${table.name} has one parameter: ${unique}. Return Page<${table.name}> to filter by others.`,
    );
  } else if (filter !== undefined) {
    const fits = filter.operator === '=' && !filter.optional && table.unique.includes(filter.field);
    if (!fits) {
      refuse(
        only.field.at,
        `One row of ${table.name} is found by ${unique}, required and equal. Change the parameter, or return Page<${table.name}>.`,
      );
    }
  }
  return { kind: 'row', source: table.name, filters };
}

function planPage(parts: QueryParts, table: Table): QueryPlanModel {
  const sorting = parts.parameters.find(({ sortable }) => sortable !== null);
  const sortable = sorting?.sortable ?? [];
  for (const name of sortable) {
    if (sorting !== undefined) refuseOrder(parts, table, name, sorting.field.at);
  }
  return {
    kind: 'page',
    source: table.name,
    filters: parts.parameters.flatMap((parameter) => filterOf(parts, table, parameter) ?? []),
    sortable,
    defaultOrder: parts.sort === null ? null : defaultOrderOf(parts, table, parts.sort),
  };
}

function filterOf({ refuse, result }: QueryParts, table: Table, parameter: Parameter): QueryFilter | null {
  const { field, where } = parameter;
  if (parameter.isBroken) return null;
  if (parameter.isPaging || parameter.sortable !== null) {
    if (result === 'page') return null;
    refuse(field.at, `"${field.name}" is for queries that return a page. Remove it.`);
    return null;
  }
  const compared = fieldOf(table.row, where?.field ?? field.name);
  if (compared === null) {
    refuse(
      where?.at ?? field.at,
      where === null
        ? `${table.name} has no field ${field.name}. Name the parameter like a field, or say /** @where field >= */ above it.`
        : `${table.name} has no field ${where.field}. Correct the name.`,
    );
    return null;
  }
  const operator = operatorOf(field, compared, where?.operator ?? '=');
  if ('refused' in operator) {
    refuse(where?.at ?? field.at, operator.refused);
    return null;
  }
  return { field: compared.name, parameter: field.name, operator: operator.is, optional: field.optional };
}

function operatorOf(
  parameter: FieldModel,
  field: FieldModel,
  written: string,
): { readonly is: QueryFilter['operator'] } | { readonly refused: string } {
  if (field.optional) {
    return {
      refused: `${field.name} may be absent, and rows are found by what all of them have. Write "${field.name}: … | null" in the row.`,
    };
  }
  if (!isScalar(field.type)) {
    return { refused: `${field.name} is no scalar: rows cannot be found by it. Add a field with what is asked for.` };
  }
  const several = parameter.type.kind === 'array';
  const asked = parameter.type.kind === 'array' ? parameter.type.element : parameter.type;
  if (!isComparable(asked, field.type)) {
    return {
      refused: `${parameter.name} can never equal ${field.name}: their types differ. Give it the type of the field.`,
    };
  }
  if (written === '=') return { is: several ? 'in' : '=' };
  if (several)
    return { refused: `"${written}" compares with one value. Write the type of ${field.name}, not an array.` };
  if (!isOrderable(field.type)) {
    return {
      refused: `${field.name} has no order for "${written}". Use = here, or a text, number, bigint or Date field.`,
    };
  }
  return { is: written as QueryFilter['operator'] };
}

function refuseOrder({ refuse }: QueryParts, table: Table, name: string, at: SourcePlace): void {
  const field = fieldOf(table.row, name);
  if (field === null) refuse(at, `${table.name} has no field ${name} to sort by. Correct the name.`);
  else if (field.optional) {
    refuse(at, `${table.name} cannot be sorted by ${name}: it may be absent. Write "${name}: … | null" in the row.`);
  } else if (!isOrderable(field.type)) {
    refuse(at, `${table.name} cannot be sorted by ${name}: it has no order. Use a text, number, bigint or Date field.`);
  }
}

function defaultOrderOf(parts: QueryParts, table: Table, tag: DocTag): QueryOrder | null {
  const read = parseTag(tag, (value) => {
    const found = /^(\S+?)(?:\s+(asc|desc))?$/.exec(value);
    return found === null
      ? { refused: `@sort cannot be "${value}": it takes a field of the row and asc or desc, as "placedAt desc".` }
      : { by: found[1] ?? '', direction: found[2] === 'desc' ? ('desc' as const) : ('asc' as const) };
  });
  if ('refused' in read) {
    parts.refuse(tag.at, read.refused);
    return null;
  }
  refuseOrder(parts, table, read.by, tag.at);
  return read;
}
