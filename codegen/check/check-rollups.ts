// A rollup groups by a field that is there, over rows that it can tell apart, and sums only what sums exactly.
import type {
  DomainModel,
  FieldModel,
  Problem,
  ProjectionModel,
  RollupFieldModel,
  RollupModel,
  TypeModel,
} from '../model.js';
import { isNullable, isOrderable, membersOfType } from '../read/comparison.js';
import { atPath, elementOf, fieldOf, type TypeTable, typeTable } from '../read/row-path.js';
import { UNREADABLE } from '../read/unreadable.js';

/** Refuses rollups whose key, `where`, `unnest` or fields do not fit the rows that they group. */
export function checkRollups({ rollups, projections, types }: DomainModel): readonly Problem[] {
  const table = typeTable(types);
  return rollups.flatMap((rollup) => {
    const source = projections.find(({ name }) => name === rollup.source);
    if (source === undefined) return [];
    return [
      ...checkUnnest(table, source, rollup),
      ...checkKey(table, source, rollup),
      ...checkWhere(source, rollup),
      ...rollup.fields.flatMap((field) => checkField(table, source, rollup, field)),
    ];
  });
}

function checkUnnest(types: TypeTable, source: ProjectionModel, { unnest, at }: RollupModel): readonly Problem[] {
  if (unnest === null) return [];
  const field = fieldOf(source.row, unnest);
  if (field === null) return [{ at, message: noField(source, unnest) }];
  if (field.optional || elementOf(types, field) === null) {
    const message = `"unnest" takes an array of objects that every row has, and ${source.name}.${unnest} is none. Name another field.`;
    return [{ at, message }];
  }
  return [];
}

/** What is wrong with a path before its type is looked at. */
function checkPath(types: TypeTable, source: ProjectionModel, { unnest }: RollupModel, path: string): string | null {
  const dot = path.indexOf('.');
  if (dot >= 0 && path.slice(0, dot) !== unnest) {
    return `${path} leads into an array that is not unnested. Add unnest: '${path.slice(0, dot)}' to the grouping.`;
  }
  const field = atPath(types, source.row, path);
  if (field === null) return noField(source, path);
  if (field.optional) return `${source.name}.${path} may be absent. Make it required in the row.`;
  return null;
}

function checkKey(types: TypeTable, source: ProjectionModel, rollup: RollupModel): readonly Problem[] {
  const { key, keyField, at, fields } = rollup;
  const broken = checkPath(types, source, rollup, key);
  if (broken !== null) return [{ at, message: broken }];
  const problems: Problem[] = [];
  const type = atPath(types, source.row, key)?.type ?? UNREADABLE;
  if (isNullable(type) || !isOrderable(type)) {
    const message = `${source.name}.${key} cannot be the key of a rollup: a key is text, a number, bigint or Date, and never null. Group by another field.`;
    problems.push({ at, message });
  }
  for (const field of fields) {
    if (field.name !== keyField) continue;
    problems.push({ at: field.at, message: `${keyField} is the key's own field of this rollup. Rename this one.` });
  }
  return problems;
}

function checkWhere(source: ProjectionModel, { where, at }: RollupModel): readonly Problem[] {
  return Object.entries(where).flatMap(([name, values]): readonly Problem[] => {
    const field = fieldOf(source.row, name);
    if (field === null) return [{ at, message: noField(source, name) }];
    const possible = valuesOf(field);
    if (possible === null) {
      const message = `"where" takes fields of literals or booleans, and ${source.name}.${name} is neither. Give the row such a field.`;
      return [{ at, message }];
    }
    const strange = values.filter((value) => !possible.includes(value));
    return strange.map((value) => ({
      at,
      message: `${source.name}.${name} is never ${JSON.stringify(value)}. Correct the "where".`,
    }));
  });
}

/** All values of a field of literals or booleans; `null` for any other field. */
function valuesOf({ type, optional }: FieldModel): readonly (string | number | boolean | null)[] | null {
  if (optional) return null;
  const values: (string | number | boolean | null)[] = [];
  for (const member of membersOfType(type)) {
    if (member.kind === 'literal') values.push(member.value);
    else if (member.kind === 'boolean') values.push(true, false);
    else if (member.kind === 'null') values.push(null);
    else return null;
  }
  return values;
}

function checkField(
  types: TypeTable,
  source: ProjectionModel,
  rollup: RollupModel,
  { aggregation, at }: RollupFieldModel,
): readonly Problem[] {
  if (aggregation.kind === 'count') return [];
  const { path } = aggregation;
  const broken = checkPath(types, source, rollup, path);
  if (broken !== null) return [{ at, message: broken }];
  const type = atPath(types, source.row, path)?.type ?? UNREADABLE;
  const message =
    aggregation.kind === 'sum'
      ? refuseSum(`${source.name}.${path}`, type)
      : refuseExtreme(`${source.name}.${path}`, type);
  return message === null ? [] : [{ at, message }];
}

function refuseSum(field: string, type: TypeModel): string | null {
  if (type.kind === 'integer' || type.kind === 'bigint' || type === UNREADABLE) return null;
  if (isNullable(type)) return `${field} may be null, which cannot be added. Let the projection write 0.`;
  return type.kind === 'number'
    ? `${field} is a number, and a sum of floats depends on their order. Use Int in minor units (cents, grams), or bigint.`
    : `${field} cannot be added up. Sum takes Int or bigint.`;
}

function refuseExtreme(field: string, type: TypeModel): string | null {
  if (type === UNREADABLE) return null;
  if (isNullable(type))
    return `${field} may be null, which has no place in an order. Use a field that always has a value.`;
  return isOrderable(type) ? null : `${field} has no order. Max and Min take text, numbers, Int, bigint or Date.`;
}

function noField(source: ProjectionModel, path: string): string {
  return `${source.name} has no field ${path}. Correct the name.`;
}
