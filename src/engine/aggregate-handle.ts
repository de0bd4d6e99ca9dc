// One aggregate as an application holds it: a thin front of the bus, its actor and its history.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { type AsOf, history, type Past, stateAsOf } from '../aggregate/history.js';
import { viewOf } from '../aggregate/state-view.js';
import { idViolations } from '../bus/command-checks.js';
import { type CommandInput, commandInput } from '../bus/command-input.js';
import type { CommandOptions } from '../bus/command-options.js';
import { invalid, suggestion, unknownName, unreadable } from '../bus/invalid.js';
import type { StatefoldError } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { AggregateKey, EventLog } from '../log/event-log.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { Validators } from '../schema/validator.js';
import type { Stepper } from '../statechart/stepper.js';
import type { AggregateHandle, CanAnswer } from './engine.js';
import { subscription } from './subscription.js';

/** What handles need of an engine. */
export interface HandlePorts {
  readonly actors: Actors;
  readonly log: EventLog;
  readonly recorded: RecordedEvents;
  readonly runtime: Runtime;
  readonly stepper: Stepper;
  readonly definition: AggregateDefinition;
  readonly validators: Validators;
  readonly dispatch: (input: CommandInput) => Promise<Receipt>;
  readonly can: (input: CommandInput) => Promise<CanAnswer>;
  readonly onError: (error: StatefoldError) => void;
  /** Throws `CLOSED` once the engine is closed. */
  readonly assertOpen: () => void;
}

/** The handle of one aggregate. Throws `INVALID` for an id that the aggregate cannot have. */
export function aggregateHandle(ports: HandlePorts, id: string): AggregateHandle {
  const { actors, log, recorded, runtime, stepper, definition, assertOpen } = ports;
  const violations = idViolations(ports.validators, definition, id);
  if (violations.length > 0) throw invalid(definition.type, violations);
  const key: AggregateKey = { type: definition.type, id };
  const past: Past = { log, recorded, aggregate: key };
  const read = async () => {
    assertOpen();
    return actors.of(key.type, key.id).read();
  };
  const own = (command: { readonly type: string; readonly data: unknown }, options?: CommandOptions): CommandInput => {
    const { type, data } = readCommand(key.type, command);
    if (typeof type !== 'string' || !definition.commands.includes(type)) {
      const message = `is no command of ${key.type}${suggestion(type, definition.commands)}`;
      throw invalid(unknownName(type), [{ pointer: '/type', message }]);
    }
    return commandInput({ type, data, aggregateId: key.id }, options);
  };
  return {
    send: async (command, options) => ports.dispatch(own(command, options)),
    can: async (command, options) => ports.can(own(command, options)),
    state: async () => {
      const { machine, version } = await read();
      return viewOf(machine, version);
    },
    version: async () => (await read()).version,
    history: async () => {
      assertOpen();
      return (await history(past)) as never;
    },
    stateAsOf: async (asOf) => {
      assertOpen();
      return stateAsOf(past, stepper, checked(asOf));
    },
    subscribe: (onEvent, options = {}) => {
      assertOpen();
      return subscription({ past, runtime, onError: ports.onError }, onEvent, options);
    },
  };
}

/** Where the sender's own code runs. */
function readCommand(aggregate: string, command: unknown): { readonly type: unknown; readonly data: unknown } {
  try {
    const { type, data } = (command ?? {}) as { readonly [K in 'type' | 'data']?: unknown };
    return { type, data };
  } catch (error) {
    throw unreadable(aggregate, error);
  }
}

/** How far back to go: by one of its two fields. */
function checked(asOf: AsOf): AsOf {
  const { version, time } = (asOf ?? {}) as { readonly version?: number; readonly time?: unknown };
  if (version !== undefined && time !== undefined) throw noAsOf('has a version and a time: give one of them');
  if (version !== undefined && Number.isSafeInteger(version) && version >= 0) return { version };
  if (time instanceof Date && Number.isFinite(time.getTime())) return { time };
  throw noAsOf('must have a version of 0 or more, or a valid time');
}

function noAsOf(message: string): StatefoldError<'INVALID'> {
  return invalid('stateAsOf', [{ pointer: '', message }], 'Correct it and ask again.');
}
