// Judges what an engine is started with, before anything is opened. Starts nothing.
import { unknownRules } from '../bus/hooks.js';
import { invalid, isTimeout, MAX_TIMEOUT, suggestion, unknownViolations, unreadable } from '../bus/invalid.js';
import type { Violation } from '../kernel/error.js';
import {
  FLAG,
  FUNCTION,
  isFunction,
  isObject,
  kindOf,
  OBJECT,
  type OptionKinds,
  type WrongOption,
  wholeNumber,
  wrongOptions,
} from '../kernel/option-kinds.js';
import type { Runtime } from '../kernel/runtime.js';
import type { OptionNames } from '../kernel/unknown-options.js';
import type { AppDefinition } from './app-definition.js';
import type { EngineLimits, EngineOptions } from './engine-options.js';

/** Others could take a shorter silence for death while an engine only waits for its turn. */
const SHORTEST_FOLD_TIMEOUT = 100;
const RUNTIME: OptionNames<Runtime> = { now: true, freshId: true, soon: true, after: true, inBackground: true };

const RULES = kindOf('an object of rules, each a function by the name of a message', isObject);
const TIMEOUT = kindOf(`milliseconds: more than 0, at most ${MAX_TIMEOUT}`, isTimeout);

/** What each option of an engine must be. */
export const ENGINE_OPTIONS: OptionKinds<EngineOptions> = {
  store: kindOf('a store, such as memoryStore()', (value) => hasFunctions(value, ['connect'])),
  authorize: RULES,
  enrich: RULES,
  fold: FLAG,
  foldTimeout: kindOf(
    `milliseconds: at least ${SHORTEST_FOLD_TIMEOUT}, at most ${MAX_TIMEOUT}`,
    (value) => isTimeout(value) && value >= SHORTEST_FOLD_TIMEOUT,
  ),
  commandTimeout: TIMEOUT,
  queryTimeout: TIMEOUT,
  limits: OBJECT,
  onError: FUNCTION,
  runtime: kindOf('a runtime: an object with the functions now, freshId, soon, after and inBackground', (value) =>
    hasFunctions(value, Object.keys(RUNTIME)),
  ),
};

/** A limit of none would let nothing through. */
const COUNT = wholeNumber(1);
const LIMITS: OptionKinds<EngineLimits> = {
  maxResident: COUNT,
  maxMailbox: COUNT,
  snapshotEvery: COUNT,
  maxPending: COUNT,
  blocksInFlight: COUNT,
  itemsPerBlock: COUNT,
  bytesPerBlock: COUNT,
};

const REMEDY = 'Correct the options and start again.';

/** A copy of an engine's options: each is read once. Throws `INVALID` for what no engine of the domain can be started with. */
export function checkedOptions(app: AppDefinition, given: EngineOptions): EngineOptions {
  try {
    const names = Object.keys(ENGINE_OPTIONS) as (keyof EngineOptions)[];
    const read = Object.fromEntries(names.map((name) => [name, given?.[name]])) as unknown as EngineOptions;
    const limits = limitsOf(read.limits);
    const violations = [
      ...unknownViolations(given ?? {}, ENGINE_OPTIONS, 'option of an engine'),
      ...unknownViolations(limits, LIMITS, 'limit of an engine', '/limits'),
      ...at('', wrongOptions(read, ENGINE_OPTIONS, ['store'])),
      ...at('/limits', wrongOptions(limits, LIMITS)),
      ...ruleViolations(app, read),
    ];
    if (violations.length === 0) return { ...read, limits };
    throw invalid('startEngine', violations, REMEDY);
  } catch (error) {
    throw unreadable('startEngine', error, REMEDY);
  }
}

/** The limits that are set: one that is undefined would be no limit, instead of the default. */
function limitsOf(given: unknown): Partial<EngineLimits> {
  return isObject(given) ? Object.fromEntries(Object.entries(given).filter(([, limit]) => limit !== undefined)) : {};
}

function at(pointer: string, wrong: readonly WrongOption[]): readonly Violation[] {
  return wrong.map(({ name, message }) => ({ pointer: `${pointer}/${name}`, message }));
}

function* ruleViolations({ aggregates, queries }: AppDefinition, options: EngineOptions): Iterable<Violation> {
  const commands = aggregates.flatMap((aggregate) => aggregate.commands);
  const messages = [...commands, ...queries.map(({ name }) => name)];
  const hooks = [
    { name: 'authorize', rules: options.authorize, known: messages, what: 'command or query' },
    { name: 'enrich', rules: options.enrich, known: commands, what: 'command' },
  ];
  for (const { name, rules, known, what } of hooks) {
    if (!isObject(rules)) continue;
    for (const unknown of unknownRules(rules, known)) {
      const message = `is no ${what} of this domain${suggestion(unknown, known)}`;
      yield { pointer: `/${name}/${unknown}`, message };
    }
    const kinds = Object.fromEntries(known.map((message) => [message, FUNCTION]));
    yield* at(`/${name}`, wrongOptions(rules, kinds));
  }
}

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => isFunction(value[name]));
}
