// Mutants of rollups, which are declared and have no code: the declaration is changed as data, and no file of the user's is.
import type { DomainModel, FieldModel, RollupFieldModel, RollupModel } from '../model.js';
import { elementOf, fieldOf, typeTable } from '../read/row-path.js';
import type { Mutant } from './mutant.js';

/** Every rollup with other groups: less is left out, or other values are added up, or the other end of them is kept. */
export function rollupMutants(model: DomainModel): readonly Mutant[] {
  return model.rollups.flatMap((rollup) => {
    const mutant = (what: string, changed: Partial<RollupModel>, at = rollup.at): Mutant => {
      const rollups = model.rollups.map((one) => (one === rollup ? { ...rollup, ...changed } : one));
      const change = { kind: 'model', model: { ...model, rollups } } as const;
      return { kind: 'rollup', at, what: `${rollup.name}: ${what}`, change };
    };
    return [
      ...otherConditions(rollup).map(({ what, where }) => mutant(what, { where })),
      ...rollup.fields.flatMap((field) =>
        otherAggregations(field, pathsOf(model, rollup)).map(({ what, aggregation }) => {
          const fields = rollup.fields.map((one) => (one === field ? { ...field, aggregation } : one));
          return mutant(`${field.name} ${what}`, { fields }, field.at);
        }),
      ),
    ];
  });
}

function otherConditions({ where }: RollupModel): { readonly what: string; readonly where: RollupModel['where'] }[] {
  return Object.entries(where).flatMap(([field, values]) => {
    const { [field]: _, ...others } = where;
    const whole = { what: `where ${field} dropped`, where: others };
    const fewer = values.map((value) => ({
      what: `where ${field} without ${String(value)}`,
      where: { ...where, [field]: values.filter((one) => one !== value) },
    }));
    return values.length > 1 ? [whole, ...fewer] : [whole];
  });
}

type Aggregation = RollupFieldModel['aggregation'];

function otherAggregations(
  { aggregation }: RollupFieldModel,
  paths: ReadonlyMap<string, FieldModel>,
): { readonly what: string; readonly aggregation: Aggregation }[] {
  if (aggregation.kind === 'count') return [];
  const { kind, path } = aggregation;
  const type = JSON.stringify(paths.get(path)?.type);
  const other = [...paths].find(([name, field]) => name !== path && JSON.stringify(field.type) === type);
  const otherEnd = kind === 'max' ? 'min' : 'max';
  return [
    ...(kind === 'sum'
      ? []
      : [{ what: `is the ${otherEnd} of ${path}`, aggregation: { kind: otherEnd, path } as const }]),
    ...(other === undefined
      ? []
      : [{ what: `is the ${kind} of ${other[0]}`, aggregation: { kind, path: other[0] } as const }]),
  ];
}

/** What a rollup may add up: fields of the row, and of the elements that it is unnested into. */
function pathsOf(
  { projections, types }: DomainModel,
  { source, unnest }: RollupModel,
): ReadonlyMap<string, FieldModel> {
  const row = projections.find(({ name }) => name === source)?.row;
  if (row === undefined) return new Map();
  const list = unnest === null ? null : fieldOf(row, unnest);
  const element = list === null ? null : elementOf(typeTable(types), list);
  const within = (element?.fields ?? []).map((field) => [`${unnest}.${field.name}`, field] as const);
  return new Map([...within, ...row.fields.map((field) => [field.name, field] as const)]);
}
