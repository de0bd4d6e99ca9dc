// A projection with its rollups and all their indexes: what changes in one step. Names tables, indexes and generations.
import { digestOf } from '../kernel/hash.js';
import type { IndexShape } from '../table/index-shape.js';
import type { QueryDefinition } from '../table/query-definition.js';
import { shapesFor } from '../table/query-plan.js';
import type { FoldId, IndexId, TableId } from '../table/tables.js';
import type { ProjectionDefinition, RollupDefinition } from './definition.js';
import { type RollupPlan, rollupPlan } from './rollup-plan.js';

/** What folds together: one generation, one checkpoint, one atomic step in each partition. */
export interface FoldUnit {
  readonly name: string;
  readonly projection: ProjectionDefinition;
  readonly shapes: readonly IndexShape[];
  readonly rollups: readonly RollupPlan[];
  /** Over everything that decides what its tables hold: folds, rollups, indexes, the number of partitions. */
  readonly fingerprint: string;
  /** Under which name the store keeps the serving generation: each release of the domain has its own. */
  readonly pointer: string;
}

/** The indexes that a rollup's fields need beside those of queries: see `rollup-plan.ts`. */
export interface UnitSource {
  readonly projection: ProjectionDefinition;
  /** Of the whole domain; those of other projections are left out. */
  readonly rollups: readonly RollupDefinition[];
  readonly queries: readonly QueryDefinition[];
  readonly partitions: number;
}

/** Plans a projection with its rollups. */
export function foldUnit({ projection, rollups, queries, partitions }: UnitSource): FoldUnit {
  const shapes = shapesFor(projection.name, projection.key, queries);
  const plans = rollups
    .filter(({ source }) => source === projection.name)
    // Parts of a group lie in every partition: an index over parts orders nothing, so pages merge all groups instead.
    .map((rollup) => rollupPlan(rollup, partitions > 1 ? [] : rollupShapes(rollup, queries)));
  const parts = [
    projection.fingerprint,
    partitions,
    shapes.map(({ name }) => name),
    plans.map(({ definition, shapes: own }) => [definition.fingerprint, own.map(({ name }) => name)]),
  ];
  const fingerprint = digestOf(Buffer.from(JSON.stringify(parts)));
  const { name } = projection;
  return { name, projection, shapes, rollups: plans, fingerprint, pointer: `${name}@${fingerprint}` };
}

function rollupShapes(rollup: RollupDefinition, queries: readonly QueryDefinition[]): readonly IndexShape[] {
  return shapesFor(rollup.name, rollup.keyField, queries);
}

/** The generation that engines of one release build together when there is none. */
export function firstGeneration(unit: FoldUnit): string {
  return `${unit.fingerprint}.1`;
}

/** The generation after one, of one builder only: two rebuilds never write to the same tables. */
export function nextGeneration(unit: FoldUnit, current: string, builder: string): string {
  const count = Number.parseInt(current.slice(unit.fingerprint.length + 1), 10);
  return `${unit.fingerprint}.${count + 1}-${builder}`;
}

export function foldId(unit: FoldUnit, generation: string): FoldId {
  return { projection: unit.name, generation };
}

/** All tables of a generation: the projection's, then its rollups'. */
export function tablesOf(unit: FoldUnit, generation: string): readonly TableId[] {
  return [unit.name, ...unit.rollups.map(({ definition }) => definition.name)].map((table) => ({ table, generation }));
}

/** All indexes of a generation. */
export function indexesOf(unit: FoldUnit, generation: string): readonly IndexId[] {
  const ids: IndexId[] = unit.shapes.map(({ name }) => ({ table: unit.name, generation, index: name }));
  for (const { definition, shapes, fields } of unit.rollups) {
    const table = definition.name;
    for (const { name } of shapes) ids.push({ table, generation, index: name });
    for (const { extremeIndex } of fields) {
      if (extremeIndex !== null) ids.push({ table, generation, index: extremeIndex });
    }
  }
  return ids;
}

/** About how many changes one changed row makes: bounds how many rows go into one step. */
export function changesPerRow(unit: FoldUnit): number {
  let changes = 1 + 2 * unit.shapes.length;
  for (const { shapes, fields } of unit.rollups) {
    const extremes = fields.filter(({ extremeIndex }) => extremeIndex !== null).length;
    changes += 2 * (1 + 2 * shapes.length + extremes);
  }
  return changes;
}
