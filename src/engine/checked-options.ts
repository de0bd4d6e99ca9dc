// Judges what an engine is started with, before anything is opened. Starts nothing.
import { unknownRules } from '../bus/hooks.js';
import { invalid, unknownViolations, unreadable } from '../bus/invalid.js';
import type { Violation } from '../kernel/error.js';
import type { OptionNames } from '../kernel/unknown-options.js';
import type { AppDefinition } from './app-definition.js';
import { DEFAULT_TIMEOUT, type EngineLimits, type EngineOptions } from './engine-options.js';

const OPTIONS: OptionNames<EngineOptions> = {
  store: true,
  authorize: true,
  enrich: true,
  fold: true,
  foldTimeout: true,
  commandTimeout: true,
  queryTimeout: true,
  limits: true,
  onError: true,
  runtime: true,
};

const LIMITS: OptionNames<EngineLimits> = {
  maxResident: true,
  maxMailbox: true,
  snapshotEvery: true,
  maxPending: true,
  blocksInFlight: true,
  itemsPerBlock: true,
  bytesPerBlock: true,
};

/** A copy of an engine's options: each is read once. Throws `INVALID` for what no engine of the domain can be started with. */
export function checkedOptions(app: AppDefinition, given: EngineOptions): EngineOptions {
  try {
    const names = Object.keys(OPTIONS) as (keyof EngineOptions)[];
    const read = Object.fromEntries(names.map((name) => [name, given?.[name]])) as unknown as EngineOptions;
    const options: EngineOptions = { ...read, limits: { ...read.limits } };
    const violations = [
      ...unknownViolations(given ?? {}, OPTIONS, 'option of an engine'),
      ...unknownViolations(options.limits ?? {}, LIMITS, 'limit of an engine', '/limits'),
      ...violationsOf(app, options),
    ];
    if (violations.length === 0) return options;
    throw invalid('startEngine', violations);
  } catch (error) {
    throw unreadable('startEngine', error);
  }
}

function* violationsOf({ aggregates, queries }: AppDefinition, options: EngineOptions): Iterable<Violation> {
  if (typeof options.store?.connect !== 'function') {
    yield { pointer: '/store', message: 'must be a store, such as memoryStore()' };
  }
  if (!((options.foldTimeout ?? DEFAULT_TIMEOUT) >= 100)) {
    yield { pointer: '/foldTimeout', message: 'must be a number of milliseconds, at least 100' };
  }
  const commands = aggregates.flatMap((aggregate) => aggregate.commands);
  const messages = [...commands, ...queries.map(({ name }) => name)];
  for (const name of unknownRules(options.authorize, messages)) {
    yield { pointer: `/authorize/${name}`, message: 'is no command or query of this domain' };
  }
  for (const name of unknownRules(options.enrich, commands)) {
    yield { pointer: `/enrich/${name}`, message: 'is no command of this domain' };
  }
}
