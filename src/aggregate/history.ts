// The past of one aggregate, read from the log: its events, its state as of a version or time, and what is stored next.
import { decodeCommitHead } from '../codec/commit.js';
import { labelOf } from '../kernel/aggregate-label.js';
import { StatefoldError } from '../kernel/error.js';
import { partitionOf } from '../kernel/hash.js';
import type { Message } from '../kernel/message.js';
import type { Runtime } from '../kernel/runtime.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import type { AggregateKey, EventLog, StoredCommit } from '../log/event-log.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { Stepper } from '../statechart/stepper.js';
import { applyEvent, emptyState } from './aggregate-state.js';
import type { StateView } from './state-view.js';
import { viewOf } from './state-view.js';
import { eventsIn } from './stored-events.js';

/** Commits asked for at once. */
const PAGE = 500;

/** How far back to go: to a version, or to the last event at or before a time. */
export type AsOf = { readonly version: number } | { readonly time: Date };

/** One aggregate in a log, and what opens its commits. */
export interface Past {
  readonly log: EventLog;
  readonly recorded: RecordedEvents;
  readonly aggregate: AggregateKey;
}

/** The commits of an aggregate after a version, oldest first, in pages. */
async function* commits({ log, aggregate }: Past, after: Version): AsyncGenerator<StoredCommit> {
  for (let from = after; ; ) {
    const page = await log.history(aggregate, from, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.head.version;
  }
}

/** All events of an aggregate, oldest first, as they are today. */
export async function history(past: Past): Promise<readonly Message[]> {
  const events: Message[] = [];
  for await (const stored of commits(past, NO_VERSION)) {
    events.push(...eventsIn(past.recorded, past.aggregate, stored));
  }
  return events;
}

/**
 * The state of an aggregate as of a version or a time. Before its first event it is the machine's initial state at version 0.
 * Throws `NOT_FOUND` for a version that it has not reached.
 */
export async function stateAsOf(past: Past, stepper: Stepper, asOf: AsOf): Promise<StateView> {
  const { aggregate, recorded } = past;
  let { machine, version } = emptyState(stepper);
  for await (const stored of commits(past, NO_VERSION)) {
    if ('version' in asOf && version >= asOf.version) break;
    if ('time' in asOf && decodeCommitHead(stored.payload).time > asOf.time.getTime()) break;
    for (const event of eventsIn(recorded, aggregate, stored)) {
      if ('version' in asOf && event.version > asOf.version) break;
      machine = applyEvent(stepper, machine, event, aggregate.type);
    }
    // Not the last event's: an upcaster may have dropped it.
    version = stored.head.version;
  }
  if (!('version' in asOf)) return viewOf(machine, version);
  if (asOf.version <= version) return viewOf(machine, asOf.version);
  const name = labelOf(aggregate.type, aggregate.id);
  const message = `${name} is at version ${version}; it has not reached ${asOf.version}. Ask for 0 to ${version}.`;
  throw new StatefoldError('NOT_FOUND', message, { what: `version ${asOf.version} of ${name}`, key: aggregate.id });
}

/** What a subscriber gets: events in order, none twice, none left out. */
export interface Subscriber {
  /** The next event waits for the promise that it may answer. */
  readonly onEvent: (event: Message) => unknown;
  /** The subscription has ended: the log could not be read, or `onEvent` threw. */
  readonly onError: (error: unknown) => void;
}

/** Whether an aggregate has gone on from a commit. Throws `LOG_TRUNCATED` where it does not hold it any more. */
async function hasNews(past: Past, last: StoredCommit): Promise<boolean> {
  const { version, tag } = await past.log.aggregateHead(past.aggregate);
  if (version > last.head.version) return true;
  if (version === last.head.version && tag === last.head.tag) return false;
  throw await lost(past, last);
}

async function lost({ log, aggregate }: Past, { place, head }: StoredCommit): Promise<StatefoldError<'LOG_TRUNCATED'>> {
  const { partition, position, epoch } = place;
  const { position: actual } = await log.head(partition);
  const message =
    `${labelOf(aggregate.type, aggregate.id)}: the log no longer holds version ${head.version} as its subscribers were told it. ` +
    'Drop what was made of it, and subscribe again.';
  return new StatefoldError('LOG_TRUNCATED', message, { partition, known: position, actual, epoch });
}

/**
 * Calls a subscriber with every event stored after `after`, by anyone. Returns how to stop. Ends with `LOG_TRUNCATED` where the log has
 * lost what the subscriber was told.
 */
export function subscribe(
  past: Past,
  after: Version,
  { subscriber, runtime }: { readonly subscriber: Subscriber; readonly runtime: Runtime },
): () => void {
  const { log, recorded, aggregate } = past;
  let from = after;
  /** The commit that was told last. */
  let last: StoredCommit | null = null;
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
        if (last !== null && !(await hasNews(past, last))) continue;
        for await (const stored of commits(past, from)) {
          if (last !== null && stored.place.epoch !== last.place.epoch && !(await log.holds(last.place)))
            throw await lost(past, last);
          for (const event of eventsIn(recorded, aggregate, stored)) {
            if (stopped) return;
            // The first commit may begin before.
            if (event.version <= after) continue;
            await subscriber.onEvent(event);
          }
          from = stored.head.version;
          last = stored;
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
