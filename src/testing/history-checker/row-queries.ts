// The queries of a domain that answer with the row of one aggregate, by its id and nothing else. Asks none.
import type { AppDefinition } from '../../engine/app-definition.js';
import type { ProjectionDefinition } from '../../projection/definition.js';

/** A query for an aggregate's row. */
export interface AggregateRowQuery {
  readonly name: string;
  /** The parameter that takes the aggregate's id. */
  readonly parameter: string;
  readonly projection: ProjectionDefinition;
}

/** Those of a domain, in its order. */
export function aggregateRowQueries({ queries, projections }: AppDefinition): readonly AggregateRowQuery[] {
  return queries.flatMap((query) => {
    if (query.kind !== 'row') return [];
    const { name, source, filters } = query;
    const projection = projections.find((one) => one.name === source);
    const [filter, ...others] = filters;
    if (projection === undefined || filter?.field !== projection.key || others.length > 0) return [];
    return [{ name, parameter: filter.parameter, projection }];
  });
}
