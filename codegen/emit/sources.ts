// Answers what a read model stands on. Looks things up in the model, decides nothing.
import type { DomainModel, ProjectionModel, QueryModel, RollupModel } from '../model.js';

/** What the headers of files made from the whole domain name as their source. */
export const WHOLE_DOMAIN = 'domain/';

/** The projection or rollup of a name. The model is checked before anything is emitted: it is there. */
export function readModel(model: DomainModel, name: string): ProjectionModel | RollupModel {
  const found = [...model.projections, ...model.rollups].find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The model has no projection or rollup ${name}: it was emitted unchecked.`);
  return found;
}

/** The field that holds the key of a projection's or rollup's row. */
export function keyOf(source: ProjectionModel | RollupModel): string {
  return 'keyField' in source ? source.keyField : source.key;
}

/** Names of the projections and rollups that a query reads. */
export function sourcesOf({ plan }: QueryModel): readonly string[] {
  return plan.kind === 'handler' ? plan.sources : [plan.source];
}

/** The aggregates whose receipts a query can wait for, each once. */
export function aggregatesOf(model: DomainModel, query: QueryModel): readonly string[] {
  const aggregates = sourcesOf(query).map((name) => aggregateOf(model, readModel(model, name)));
  return [...new Set(aggregates)];
}

function aggregateOf(model: DomainModel, source: ProjectionModel | RollupModel): string {
  return 'aggregate' in source ? source.aggregate : aggregateOf(model, readModel(model, source.source));
}
