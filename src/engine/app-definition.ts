// The whole domain as generated code hands it to the engine, and the types that go with it.
import type { AggregateDefinition } from '../aggregate/definition.js';
import type { EventCodec } from '../codec/event-codec.js';
import type { Aggregate } from '../domain.js';
import type { ProjectionDefinition, RollupDefinition } from '../projection/definition.js';
import type { SchemaTable } from '../schema/schema.js';
import type { QueryDefinition } from '../table/query-definition.js';

/** The number that generated code and engine must share. It grows when generated code of before no longer fits. */
export const CONTRACT = 2;

/** A domain, wired: made by `generated/app.ts`. `Types` lives in the type system only. */
export interface AppDefinition<Types extends DomainTypes = DomainTypes> {
  readonly contract: number;
  readonly schemas: SchemaTable;
  readonly aggregates: readonly AggregateDefinition[];
  readonly projections: readonly ProjectionDefinition[];
  readonly rollups: readonly RollupDefinition[];
  readonly queries: readonly QueryDefinition[];
  /** One for every version of every event that was ever released, in any order; older versions and retired events with `upcast`. */
  readonly codecs: readonly EventCodec[];
  /** What the code was generated from; absent where it was written by hand. */
  readonly sources?: DomainSources;
  readonly types?: Types;
}

/** What generated code was made from. An engine that finds other sources there does not start. */
export interface DomainSources {
  /** URL of the folder `domain/`: `new URL('../domain/', import.meta.url).href`. */
  readonly location: string;
  /** `digestOfSources` of what `isDomainSource` counts there: see `src/kernel/source-digest.ts`. */
  readonly digest: string;
}

/** A domain's types, as `generated/buses.ts` gathers them in `interface AppTypes`. */
export interface DomainTypes {
  /** Aggregates by their name in camelCase: `{ order: Order }`. */
  readonly aggregates: { readonly [name: string]: Aggregate };
  /** Queries by name: `{ GetOrder: GetOrder }`. */
  readonly queries: { readonly [name: string]: object };
  /** Rows by name of projection or rollup. */
  readonly rows: { readonly [name: string]: object };
  readonly commandBus: object;
  readonly queryBus: object;
}
