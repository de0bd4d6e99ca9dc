// The public API: what an application imports beside its generated code.
export type { AsOf } from './aggregate/history.js';
export type { StateView } from './aggregate/state-view.js';
export type { CommandOptions } from './bus/command-options.js';
export type { AuthorizeRule, CommandRequest, EnrichRule, QueryRequest } from './bus/hooks.js';
export type { Answer, QueryAfter, QueryOptions } from './bus/query-options.js';
export type { AppDefinition } from './engine/app-definition.js';
export type { AggregateHandle, CanAnswer, Engine, Explanation, Health, ProjectionControl } from './engine/engine.js';
export type { EngineOptions } from './engine/engine-options.js';
export { startEngine } from './engine/start-engine.js';
export { type ErrorCode, type ErrorDetails, isStatefoldError, StatefoldError, type Violation } from './kernel/error.js';
export type { Message, Metadata } from './kernel/message.js';
export type { Place, Receipt } from './kernel/place.js';
export { type Runtime, systemRuntime } from './kernel/runtime.js';
export type { ProjectionStatus } from './projection/projections.js';
export type { RebuildOptions, RebuildProgress, RebuildResult } from './projection/rebuild-progress.js';
export type { Difference, VerifyResult } from './projection/verify.js';
export { type MemoryStoreOptions, memoryStore } from './store/memory/memory-store.js';
export type { Store, StoreConnection } from './store/store.js';
