// All that generated code may import of the engine, and the types that declarations inferred from a domain name. Its number is `CONTRACT`.
export type { AggregateDefinition } from './aggregate/definition.js';
export type { CommandInput } from './bus/command-input.js';
export type { CommandOptions } from './bus/command-options.js';
export type { HandwrittenQuery, QueryHelpers, QueryImplementation, QueryInput, RowsOf } from './bus/query-helpers.js';
export { queryHelpers } from './bus/query-helpers.js';
export type { Answer, ParametersOf, QueryAfter, QueryMethod, QueryOptions } from './bus/query-options.js';
export type { EventCodec, Upcast } from './codec/event-codec.js';
export type { Reader } from './codec/reader.js';
export { renamed, sameData } from './codec/renamed.js';
export type { Writer } from './codec/writer.js';
export type { AppDefinition, DomainTypes } from './engine/app-definition.js';
export { domainSources } from './engine/domain-sources.js';
export type { Asking, CommandsByName, DispatchInput, Engine, SendInput } from './engine/engine.js';
export type { AuthorizeOption, EngineOptions, EnrichOption } from './engine/engine-options.js';
export { startEngine } from './engine/start-engine.js';
export type { Emitted, Message } from './kernel/message.js';
export type { Receipt } from './kernel/place.js';
export type { OldVersionTypes, UpcastHelper, UpcastHelpers } from './log/upcast-helpers.js';
export { upcastHelpers } from './log/upcast-helpers.js';
export type { ProjectionDefinition, RollupDefinition } from './projection/definition.js';
export type { ProjectionFolds, ProjectionHelper, ProjectionHelpers } from './projection/projection-helpers.js';
export { projectionHelpers } from './projection/projection-helpers.js';
export type { SchemaTable } from './schema/schema.js';
export type {
  AggregateSetup,
  CommandOf,
  Decide,
  DecideAction,
  DecisionOf,
  EventOf,
  Evolve,
  EvolveAction,
  GuardFunction,
  GuardHelpers,
  MessageOf,
  SetupOf,
  WithoutRetired,
} from './statechart/aggregate-setup.js';
export { aggregateSetup } from './statechart/aggregate-setup.js';
export type { HandlerQuery, PageQuery, RowQuery } from './table/query-definition.js';
