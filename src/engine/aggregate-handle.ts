// One aggregate as an application holds it: a thin front of the bus, its actor and its history.
import type { Actors } from '../aggregate/actors.js';
import { history, stateAsOf, subscribe } from '../aggregate/history.js';
import { viewOf } from '../aggregate/state-view.js';
import type { CommandInput } from '../bus/command-bus.js';
import { StatefoldError } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { version } from '../kernel/version.js';
import type { AggregateKey, EventLog } from '../log/event-log.js';
import type { Stepper } from '../statechart/stepper.js';
import type { AggregateHandle, CanAnswer } from './engine.js';

/** What handles need of an engine. */
export interface HandlePorts {
  readonly actors: Actors;
  readonly log: EventLog;
  readonly runtime: Runtime;
  readonly stepper: Stepper;
  readonly dispatch: (input: CommandInput) => Promise<Receipt>;
  readonly can: (input: CommandInput) => Promise<CanAnswer>;
  readonly onError: (error: StatefoldError) => void;
}

/** The handle of one aggregate. */
export function aggregateHandle(ports: HandlePorts, key: AggregateKey): AggregateHandle {
  const { actors, log, runtime, stepper } = ports;
  const read = () => actors.of(key.type, key.id).read();
  return {
    send: (command, options) => ports.dispatch({ ...options, ...(command as CommandInput), aggregateId: key.id }),
    can: (command) => ports.can({ ...(command as CommandInput), aggregateId: key.id }),
    state: async () => {
      const { machine, version } = await read();
      return viewOf(machine, version);
    },
    version: async () => (await read()).version,
    history: () => history(log, key) as never,
    stateAsOf: (asOf) => stateAsOf(log, key, stepper, asOf),
    subscribe: (onEvent, options = {}) => {
      const onError = options.onError ?? ((error: unknown) => ports.onError(ended(key, error)));
      const subscriber = { onEvent: onEvent as never, onError };
      if (options.after !== undefined) return subscribe(log, key, version(options.after), subscriber, runtime);
      return subscribeFromNow(ports, key, subscriber);
    },
  };
}

/** Subscribes once the version of now is known. */
function subscribeFromNow(
  { log, runtime }: HandlePorts,
  key: AggregateKey,
  subscriber: Parameters<typeof subscribe>[3],
): () => void {
  let stop = (): void => {
    stopped = true;
  };
  let stopped = false;
  log.aggregateHead(key).then((head) => {
    if (!stopped) stop = subscribe(log, key, head.version, subscriber, runtime);
  }, subscriber.onError);
  return () => stop();
}

function ended(key: AggregateKey, cause: unknown): StatefoldError {
  const message = `The subscription to ${key.type}-${key.id} has ended. Subscribe again after the last version that you saw.`;
  return new StatefoldError('UNAVAILABLE', message, { what: `subscription to ${key.type}-${key.id}` }, { cause });
}
