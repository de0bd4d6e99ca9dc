// One aggregate as an application holds it: a thin front of the bus, its actor and its history.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { type AsOf, history, type Past, type Subscriber, stateAsOf, subscribe } from '../aggregate/history.js';
import { viewOf } from '../aggregate/state-view.js';
import { idViolations } from '../bus/command-checks.js';
import { type CommandInput, commandInput } from '../bus/command-input.js';
import type { CommandOptions } from '../bus/command-options.js';
import { invalid, unknownName, unknownViolations, unreadable } from '../bus/invalid.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError, type Violation } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { OptionNames } from '../kernel/unknown-options.js';
import { type Version, version } from '../kernel/version.js';
import type { AggregateKey, EventLog } from '../log/event-log.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { Validators } from '../schema/validator.js';
import type { Stepper } from '../statechart/stepper.js';
import type { AggregateHandle, CanAnswer } from './engine.js';

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
}

/** The handle of one aggregate. Throws `INVALID` for an id that the aggregate cannot have. */
export function aggregateHandle(ports: HandlePorts, id: string): AggregateHandle {
  const { actors, log, recorded, runtime, stepper, definition } = ports;
  const violations = idViolations(ports.validators, definition, id);
  if (violations.length > 0) throw invalid(definition.type, violations);
  const key: AggregateKey = { type: definition.type, id };
  const past: Past = { log, recorded, aggregate: key };
  const read = () => actors.of(key.type, key.id).read();
  const own = (command: { readonly type: string; readonly data: unknown }, options?: CommandOptions): CommandInput => {
    const { type, data } = readCommand(key.type, command);
    if (typeof type !== 'string' || !definition.commands.includes(type)) {
      throw invalid(unknownName(type), [{ pointer: '/type', message: `is no command of ${key.type}` }]);
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
    history: () => history(past) as never,
    stateAsOf: async (asOf) => stateAsOf(past, stepper, checked(asOf)),
    subscribe: (onEvent, options = {}) => {
      const { after, onError = (error: unknown) => ports.onError(ended(key, error)) } = subscription(onEvent, options);
      const subscriber = { onEvent: onEvent as never, onError };
      if (after !== undefined) return subscribe(past, after, { subscriber, runtime });
      return subscribeFromNow(past, subscriber, runtime);
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

type SubscribeOptions = NonNullable<Parameters<AggregateHandle['subscribe']>[1]>;

const SUBSCRIBE_OPTIONS: OptionNames<SubscribeOptions> = { after: true, onError: true };

/** What a subscription is asked for. Throws `INVALID` for what would begin elsewhere than it was meant to. */
function subscription(
  onEvent: unknown,
  options: SubscribeOptions,
): { readonly after: Version | undefined; readonly onError: SubscribeOptions['onError'] } {
  const violations: Violation[] = [];
  if (typeof onEvent !== 'function')
    violations.push({ pointer: '', message: 'must begin with a function of an event' });
  if (typeof options !== 'object' || options === null) {
    const message = 'must have options in an object, such as { after: 0 } for all events since the first';
    throw invalid('subscribe', [...violations, { pointer: '', message }]);
  }
  try {
    const { after, onError } = options;
    violations.push(...unknownViolations(options, SUBSCRIBE_OPTIONS, 'option of a subscription'));
    if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) {
      const message =
        'must be a version, the number of the last event that is known: 0 or more, such as receipt.version';
      violations.push({ pointer: '/after', message });
    }
    if (violations.length > 0) throw invalid('subscribe', violations);
    return { after: after === undefined ? undefined : version(after), onError };
  } catch (error) {
    throw unreadable('subscribe', error);
  }
}

function checked(asOf: AsOf): AsOf {
  if (typeof asOf !== 'object' || asOf === null) throw noAsOf();
  if ('version' in asOf && Number.isSafeInteger(asOf.version) && asOf.version >= 0) return asOf;
  if ('time' in asOf && asOf.time instanceof Date && Number.isFinite(asOf.time.getTime())) return asOf;
  throw noAsOf();
}

function noAsOf(): StatefoldError<'INVALID'> {
  return invalid('stateAsOf', [{ pointer: '', message: 'must have a version of 0 or more, or a valid time' }]);
}

/** Subscribes once the version of now is known. */
function subscribeFromNow(past: Past, subscriber: Subscriber, runtime: Runtime): () => void {
  let stop = (): void => {
    stopped = true;
  };
  let stopped = false;
  past.log.aggregateHead(past.aggregate).then((head) => {
    if (!stopped) stop = subscribe(past, head.version, { subscriber, runtime });
  }, subscriber.onError);
  return () => stop();
}

function ended(key: AggregateKey, cause: unknown): StatefoldError {
  const message = `The subscription to ${labelOf(key.type, key.id)} has ended. Subscribe again after the last version that you saw.`;
  return new StatefoldError(
    'UNAVAILABLE',
    message,
    { what: `subscription to ${labelOf(key.type, key.id)}` },
    { cause },
  );
}
