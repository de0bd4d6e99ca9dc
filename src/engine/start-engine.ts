// Wires an engine from a domain and a store, and takes it apart again. Decides nothing.
import { Actors } from '../aggregate/actors.js';
import type { Decider } from '../aggregate/decide.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { Loader } from '../aggregate/loader.js';
import { CommandBus } from '../bus/command-bus.js';
import type { CommandInput } from '../bus/command-input.js';
import type { CommandOptions } from '../bus/command-options.js';
import { type AuthorizeRules, authorize, type EnrichRules, unknownRules } from '../bus/hooks.js';
import { invalid } from '../bus/invalid.js';
import { createQueryBus } from '../bus/query-bus.js';
import type { QueryAfter, QueryOptions } from '../bus/query-options.js';
import { UnderWay } from '../bus/under-way.js';
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import { type Runtime, systemRuntime } from '../kernel/runtime.js';
import { Projections } from '../projection/projections.js';
import { createValidators, type Validators } from '../schema/validator.js';
import { compileMachine } from '../statechart/compile.js';
import type { StoreConnection } from '../store/store.js';
import { aggregateHandle } from './aggregate-handle.js';
import { type AppDefinition, CONTRACT, type DomainTypes } from './app-definition.js';
import { can, explain } from './asking.js';
import { methodName, methods } from './bus-methods.js';
import type { Engine } from './engine.js';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUT, type EngineOptions } from './engine-options.js';
import { assertMachinesFit } from './machine-check.js';

/**
 * Starts an engine of a domain on a store. Throws `INCOMPATIBLE` when the generated code is of another contract or a changed
 * machine cannot apply stored events,
 * `DEFECT` when a machine cannot start, and whatever the store throws when it cannot be reached.
 */
export async function startEngine<T extends DomainTypes>(
  app: AppDefinition<T>,
  options: EngineOptions<T>,
): Promise<Engine<T>> {
  assertContract(app);
  assertOptions(app, options as unknown as EngineOptions);
  const validators = createValidators(app.schemas);
  const deciders = new Map(app.aggregates.map((aggregate) => [aggregate.type, deciderOf(aggregate, validators)]));
  const connection = await options.store.connect();
  try {
    await assertMachinesFit(connection, app.aggregates, (type) => (deciders.get(type) as Decider).stepper);
    return wire(app, options as unknown as EngineOptions, { validators, deciders, connection }) as unknown as Engine<T>;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

interface Parts {
  readonly validators: Validators;
  readonly deciders: ReadonlyMap<string, Decider>;
  readonly connection: StoreConnection;
}

function wire(app: AppDefinition, options: EngineOptions, { validators, deciders, connection }: Parts): Engine {
  const runtime: Runtime = options.runtime ?? systemRuntime;
  const onError = options.onError ?? printError;
  const { log } = connection;
  const rules = options.authorize as AuthorizeRules | undefined;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const types = new Map(
    app.aggregates.map(({ type, fingerprint }) => {
      const decider = deciders.get(type) as Decider;
      const { stepper } = decider;
      const { snapshots } = connection;
      const loader = new Loader({ log, snapshots, stepper, fingerprint, runtime, onSnapshotError: onError });
      return [type, { decider, loader }] as const;
    }),
  );
  const actors = new Actors(log, types, runtime, limits);
  const underWay = new UnderWay(limits.maxPending);
  const projections = new Projections({
    connection,
    projections: app.projections,
    rollups: app.rollups,
    queries: app.queries,
    runtime,
    checkRow: (table, row) => validators.violations(table, row),
    onError,
    fold: options.fold ?? true,
  });
  let closing: Promise<void> | null = null;
  const assertOpen = () => {
    if (closing !== null)
      throw new StatefoldError('CLOSED', 'The engine is closed. Start another.', { what: 'engine' });
  };
  const bus = new CommandBus({
    aggregates: app.aggregates,
    actors,
    underWay,
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
  const asking = { bus, actors, deciders, authorize: rules };
  const commandNames = app.aggregates.flatMap(({ commands }) => commands);
  const dispatch = (input: CommandInput) => bus.dispatch(input);
  const perCommand = <Answer>(answer: (input: CommandInput) => Promise<Answer>) =>
    methods(
      commandNames,
      (type) =>
        (aggregateId: string, data: unknown = {}, more: CommandOptions = {}) =>
          answer({ ...more, type, aggregateId, data }),
    );
  const handlePorts = {
    actors,
    log,
    runtime,
    validators,
    dispatch,
    can: (input: CommandInput) => can(asking, input),
    onError,
  };

  return {
    commands: perCommand(dispatch),
    can: perCommand((input) => can(asking, input)) as Engine['can'],
    explain: perCommand((input) => explain(asking, input)) as Engine['explain'],
    queries: methods(
      app.queries.map(({ name }) => name),
      (name) => (parameters: unknown, more?: QueryOptions | QueryAfter) => queries.ask(name, parameters, more),
    ),
    aggregates: Object.freeze(
      Object.fromEntries(
        app.aggregates.flatMap((definition) => {
          const stepper = deciders.get(definition.type)?.stepper;
          if (stepper === undefined) return [];
          const ports = { ...handlePorts, stepper, definition };
          return [[methodName(definition.type), (id: string) => aggregateHandle(ports, id)] as const];
        }),
      ),
    ),
    dispatch,
    projections,
    health: () => ({ open: closing === null, pending: underWay.count, ...actors.counts }),
    close: () => {
      closing ??= (async () => {
        await underWay.none();
        await Promise.all([...types.values()].map(({ loader }) => loader.saved()));
        await projections.stopFolding();
        await connection.close();
      })();
      return closing;
    },
  };
}

function deciderOf({ type, machine, commands, events }: AggregateDefinition, validators: Validators): Decider {
  try {
    const violations = (name: string, data: unknown) => validators.violations(name, data);
    const stepper = compileMachine(machine, { commands, events });
    return { type, stepper, events: new Set(events), violations };
  } catch (cause) {
    const why = isStatefoldError(cause) ? cause.message : 'Mend its context and initial state.';
    const message = `${type}: its machine cannot start. ${why}`;
    throw new StatefoldError('DEFECT', message, { where: type }, { cause });
  }
}

function assertContract({ contract }: AppDefinition): void {
  if (contract === CONTRACT) return;
  const message = `The generated code is of contract ${contract}, and this engine of ${CONTRACT}. Run "npx statefold codegen".`;
  throw new StatefoldError('INCOMPATIBLE', message, { what: `contract ${contract}` });
}

function assertOptions({ aggregates, queries }: AppDefinition, options: EngineOptions): void {
  if (typeof options?.store?.connect !== 'function') {
    throw invalid('startEngine', [{ pointer: '/store', message: 'must be a store, such as memoryStore()' }]);
  }
  const commands = aggregates.flatMap((aggregate) => aggregate.commands);
  const messages = [...commands, ...queries.map(({ name }) => name)];
  const violations = [
    ...unknownRules(options.authorize, messages).map((name) => ({
      name: `/authorize/${name}`,
      what: 'command or query',
    })),
    ...unknownRules(options.enrich, commands).map((name) => ({ name: `/enrich/${name}`, what: 'command' })),
  ].map(({ name, what }) => ({ pointer: name, message: `is no ${what} of this domain` }));
  if (violations.length > 0) throw invalid('startEngine', violations);
}

function printError(error: StatefoldError): void {
  process.stderr.write(`statefold: ${error.code}: ${error.message}\n`);
}
