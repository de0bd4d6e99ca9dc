// Wires an engine from a domain and a store, and takes it apart again. Decides nothing.
import { Actors } from '../aggregate/actors.js';
import type { Committer } from '../aggregate/attempt.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { Loader } from '../aggregate/loader.js';
import { CommandBus } from '../bus/command-bus.js';
import { type CommandInput, commandInput } from '../bus/command-input.js';
import type { CommandOptions } from '../bus/command-options.js';
import { type AuthorizeRules, authorize, type EnrichRules } from '../bus/hooks.js';
import { createQueryBus } from '../bus/query-bus.js';
import type { QueryAfter, QueryOptions } from '../bus/query-options.js';
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import { type Runtime, systemRuntime } from '../kernel/runtime.js';
import { Projections } from '../projection/projections.js';
import { createValidators, type Validators } from '../schema/validator.js';
import { compileMachine } from '../statechart/compile.js';
import type { Stepper } from '../statechart/stepper.js';
import type { StoreConnection } from '../store/store.js';
import { aggregateHandle } from './aggregate-handle.js';
import { type AppDefinition, CONTRACT, type DomainTypes } from './app-definition.js';
import { can, explain } from './asking.js';
import { methodName, methods } from './bus-methods.js';
import { checkedOptions } from './checked-options.js';
import type { Engine } from './engine.js';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUT, type EngineOptions } from './engine-options.js';
import { assertFoldsFit } from './fold-check.js';
import { assertMachinesFit } from './machine-check.js';
import { assertNotStale } from './stale-code.js';
import { type WiredCodecs, wireCodecs } from './wire-codecs.js';

/**
 * Starts an engine of a domain on a store. Throws `INVALID` for options that no engine of it can have; `INCOMPATIBLE` when the generated
 * code is of another contract or made from another domain than the one beside it, when the log holds events that it cannot read, and when
 * a changed machine cannot apply stored events; `DEFECT` when a machine cannot start or a projection folds what is no event, and whatever
 * the store throws when it cannot be reached.
 */
export async function startEngine<T extends DomainTypes>(
  app: AppDefinition<T>,
  given: EngineOptions<T>,
): Promise<Engine<T>> {
  assertContract(app);
  const options = checkedOptions(app, given as unknown as EngineOptions);
  assertNotStale(app);
  assertFoldsFit(app);
  const validators = createValidators(app.schemas);
  const steppers = new Map(app.aggregates.map((aggregate) => [aggregate.type, stepperOf(aggregate)]));
  const connection = await options.store.connect();
  try {
    const codecs = await wireCodecs(connection, app.codecs, (event, data) => validators.violations(event, data));
    const { recorded } = codecs;
    await assertMachinesFit({ connection, recorded }, app.aggregates, (type) => steppers.get(type) as Stepper);
    const parts: Parts = { validators, steppers, connection, codecs };
    return wire(app, options, parts) as unknown as Engine<T>;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

interface Parts {
  readonly validators: Validators;
  readonly steppers: ReadonlyMap<string, Stepper>;
  readonly connection: StoreConnection;
  readonly codecs: WiredCodecs;
}

function wire(app: AppDefinition, options: EngineOptions, { validators, steppers, connection, codecs }: Parts): Engine {
  const runtime: Runtime = options.runtime ?? systemRuntime;
  const onError = options.onError ?? printError;
  const { log, snapshots } = connection;
  const { recorded, encode } = codecs;
  const rules = options.authorize as AuthorizeRules | undefined;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const violations = (name: string, data: unknown) => validators.violations(name, data);
  const types = new Map(
    app.aggregates.map(({ type, fingerprint, events }) => {
      const stepper = steppers.get(type) as Stepper;
      const decider: Committer = {
        type,
        stepper,
        events: new Set(events),
        violations,
        alike: validators.alike,
        encode,
      };
      const loader = new Loader({ log, recorded, snapshots, stepper, fingerprint, runtime, onSnapshotError: onError });
      return [type, { decider, loader }] as const;
    }),
  );
  const deciders = new Map([...types].map(([type, { decider }]) => [type, decider]));
  const actors = new Actors({ log, appends: codecs.appends, types, runtime, limits });
  const projections = new Projections({
    connection,
    recorded,
    projections: app.projections,
    rollups: app.rollups,
    queries: app.queries,
    runtime,
    checkRow: (table, row) => validators.violations(table, row),
    onError,
    fold: options.fold ?? true,
    foldTimeout: options.foldTimeout ?? DEFAULT_TIMEOUT,
  });
  let closing: Promise<void> | null = null;
  const assertOpen = () => {
    if (closing !== null)
      throw new StatefoldError('CLOSED', 'The engine is closed. Start another.', { what: 'engine' });
  };
  const bus = new CommandBus({
    aggregates: app.aggregates,
    actors,
    maxPending: limits.maxPending,
    log,
    validators,
    runtime,
    authorize: rules,
    enrich: options.enrich as EnrichRules | undefined,
    defaultTimeout: options.commandTimeout ?? DEFAULT_TIMEOUT,
    assertOpen,
  });
  const queries = createQueryBus({
    queries: app.queries,
    projections,
    connection,
    runtime,
    validate: (query, parameters) => validators.violations(query, parameters),
    before: async (request) => {
      assertOpen();
      await authorize(rules, request);
    },
    defaultTimeout: options.queryTimeout ?? DEFAULT_TIMEOUT,
  });
  const leftToOthers = (error: unknown): never => {
    throw projections.leases.length === 0 && isStatefoldError(error, 'BUILDING') ? foldedElsewhere(error) : error;
  };
  const ask: typeof queries.ask =
    options.fold === false ? (...asked) => queries.ask(...asked).catch(leftToOthers) : queries.ask;
  const asking = { bus, actors, deciders, authorize: rules, assertOpen };
  const commandNames = app.aggregates.flatMap(({ commands }) => commands);
  const dispatch = (input: CommandInput) => bus.dispatch(input);
  const perCommand = <Answer>(answer: (input: CommandInput) => Promise<Answer>) =>
    methods(
      commandNames,
      (type) =>
        (aggregateId: string, data: unknown = {}, more?: CommandOptions) =>
          answer(commandInput({ type, aggregateId, data }, more)),
    );
  const handlePorts = {
    actors,
    log,
    recorded,
    runtime,
    validators,
    dispatch,
    can: (input: CommandInput) => can(asking, input),
    onError,
    assertOpen,
  };

  return {
    commands: perCommand(dispatch),
    can: perCommand((input) => can(asking, input)) as Engine['can'],
    explain: perCommand((input) => explain(asking, input)) as Engine['explain'],
    queries: methods(
      app.queries.map(({ name }) => name),
      (name) => (parameters: unknown, more?: QueryOptions | QueryAfter) => ask(name, parameters, more),
    ),
    aggregates: Object.freeze(
      Object.fromEntries(
        app.aggregates.flatMap((definition) => {
          const stepper = steppers.get(definition.type);
          if (stepper === undefined) return [];
          const ports = { ...handlePorts, stepper, definition };
          return [[methodName(definition.type), (id: string) => aggregateHandle(ports, id)] as const];
        }),
      ),
    ),
    dispatch,
    projections,
    health: () => ({
      open: closing === null,
      pending: actors.underWay.count,
      ...actors.counts,
      leases: projections.leases,
      fenced: projections.fenced,
    }),
    close: () => {
      closing ??= (async () => {
        await actors.underWay.none();
        await Promise.all([...types.values()].map(({ loader }) => loader.saved()));
        await projections.close();
        await connection.close();
      })();
      return closing;
    },
  };
}

function stepperOf({ type, machine, commands, events }: AggregateDefinition): Stepper {
  try {
    return compileMachine(machine, { commands, events });
  } catch (cause) {
    const why = isStatefoldError(cause) ? cause.message : 'Mend its context and initial state.';
    const message = `${type}: its machine cannot start. ${why}`;
    throw new StatefoldError('DEFECT', message, { where: type }, { cause });
  }
}

/** The error of what is not built yet, in an engine that builds nothing: whoever waits for it should know that others have to. */
function foldedElsewhere(building: StatefoldError<'BUILDING'>): StatefoldError<'BUILDING'> {
  const message = `${building.message} This engine does not fold (fold: false): start one on the same store that does.`;
  return new StatefoldError('BUILDING', message, building.details, { cause: building });
}

function assertContract({ contract }: AppDefinition): void {
  if (contract === CONTRACT) return;
  const message = `The generated code is of contract ${contract}, and this engine of ${CONTRACT}. Run "npx statefold codegen".`;
  throw new StatefoldError('INCOMPATIBLE', message, { what: `contract ${contract}` });
}

function printError(error: StatefoldError): void {
  process.stderr.write(`statefold: ${error.code}: ${error.message}\n`);
}
