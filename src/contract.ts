// All that generated code may import of the engine. Its number is `CONTRACT`.
export type { AggregateDefinition } from './aggregate/definition.js';
export type { CommandOptions } from './bus/command-options.js';
export type { RowsOf } from './bus/query-helpers.js';
export { queryHelpers } from './bus/query-helpers.js';
export type { Answer, ParametersOf, QueryAfter, QueryMethod, QueryOptions } from './bus/query-options.js';
export type { AppDefinition } from './engine/app-definition.js';
export type { Engine } from './engine/engine.js';
export type { EngineOptions } from './engine/engine-options.js';
export { startEngine } from './engine/start-engine.js';
export type { Receipt } from './kernel/place.js';
export type { ProjectionDefinition, RollupDefinition } from './projection/definition.js';
export { projectionHelpers } from './projection/projection-helpers.js';
export type { SchemaTable } from './schema/schema.js';
export type { CommandOf, DecisionOf, EventOf } from './statechart/aggregate-setup.js';
export { aggregateSetup } from './statechart/aggregate-setup.js';
export type { HandlerQuery, PageQuery, RowQuery } from './table/query-definition.js';
