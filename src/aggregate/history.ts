// The past of one aggregate, read from the log: its events, its state as of a version or time, and what is stored next.
import { StatefoldError } from '../kernel/error.js';
import { partitionOf } from '../kernel/hash.js';
import type { Message } from '../kernel/message.js';
import type { Runtime } from '../kernel/runtime.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey, EventLog, StoredCommit } from '../log/event-log.js';
import type { Stepper } from '../statechart/stepper.js';
import { applyEvent, emptyState } from './aggregate-state.js';
import type { StateView } from './state-view.js';
import { viewOf } from './state-view.js';
import { eventsIn } from './stored-events.js';

/** Commits asked for at once. */
const PAGE = 500;

/** How far back to go: to a version, or to the last event at or before a time. */
export type AsOf = { readonly version: number } | { readonly time: Date };

/** The commits of an aggregate after a version, oldest first, in pages. */
async function* commits(log: EventLog, aggregate: AggregateKey, after: Version): AsyncGenerator<StoredCommit> {
  for (let from = after; ; ) {
    const page = await log.history(aggregate, from, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.head.version;
  }
}

/** All events of an aggregate, oldest first. */
export async function history(log: EventLog, aggregate: AggregateKey): Promise<readonly Message[]> {
  const events: Message[] = [];
  for await (const stored of commits(log, aggregate, NO_VERSION)) {
    events.push(...eventsIn(aggregate, stored));
  }
  return events;
}

/**
 * The state of an aggregate as of a version or a time. Before its first event it is the machine's initial state at version 0.
 * Throws `NOT_FOUND` for a version that it has not reached.
 */
export async function stateAsOf(
  log: EventLog,
  aggregate: AggregateKey,
  stepper: Stepper,
  asOf: AsOf,
): Promise<StateView> {
  const name = `${aggregate.type}-${aggregate.id}`;
  let { machine, version } = emptyState(stepper);
  for await (const stored of commits(log, aggregate, NO_VERSION)) {
    for (const event of eventsIn(aggregate, stored)) {
      const beyond = 'version' in asOf ? event.version > asOf.version : event.time.getTime() > asOf.time.getTime();
      if (beyond) return viewOf(machine, version);
      machine = applyEvent(stepper, machine, event, aggregate.type);
      version = event.version as Version;
    }
  }
  if ('version' in asOf && asOf.version > version) {
    const message = `${name} is at version ${version}; it has not reached ${asOf.version}. Ask for 0 to ${version}.`;
    throw new StatefoldError('NOT_FOUND', message, { what: `version ${asOf.version} of ${name}`, key: aggregate.id });
  }
  return viewOf(machine, version);
}

/** What a subscriber gets: events in order, none twice, none left out. */
export interface Subscriber {
  readonly onEvent: (event: Message) => void;
  /** The subscription has ended: the log could not be read, or `onEvent` threw. */
  readonly onError: (error: unknown) => void;
}

/** Calls a subscriber with every event stored after `after`, by anyone. Returns how to stop. */
export function subscribe(
  log: EventLog,
  aggregate: AggregateKey,
  after: Version,
  subscriber: Subscriber,
  runtime: Runtime,
): () => void {
  let from = after;
  let stopped = false;
  let reading = false;
  let again = false;

  async function deliver(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        for await (const stored of commits(log, aggregate, from)) {
          for (const event of eventsIn(aggregate, stored)) {
            if (stopped) return;
            subscriber.onEvent(event);
          }
          from = stored.head.version;
        }
      } while (again && !stopped);
    } catch (error) {
      if (!stopped) {
        stop();
        subscriber.onError(error);
      }
    } finally {
      reading = false;
    }
  }

  const wake = (): void => {
    if (!stopped) void deliver();
  };
  const unsubscribe = log.onAppend(partitionOf(aggregate.type, aggregate.id, log.partitions), wake);
  const stop = (): void => {
    stopped = true;
    unsubscribe();
  };
  runtime.soon(wake);
  return stop;
}
