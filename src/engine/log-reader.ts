// Reads a log with nothing but the log: commits as they were stored, decoded by the descriptors in its registry. Changes nothing.
import { commitBytes, readDirectory } from '../codec/block.js';
import { type CommitHead, decodeCommit, decodeCommitHead } from '../codec/commit.js';
import type { EventDescriptor } from '../codec/descriptor.js';
import type { EventCodecs } from '../codec/event-codecs.js';
import type { Tag } from '../kernel/hash.js';
import { BEFORE_FIRST, type Partition, type Place, type Position } from '../kernel/place.js';
import { NO_VERSION } from '../kernel/version.js';
import type { AggregateKey, StoredBlock } from '../log/event-log.js';
import { LogCursor } from '../log/log-cursor.js';
import { commitName, placed } from '../log/placed-error.js';
import { WakeUp } from '../projection/wake-up.js';
import type { StoreConnection } from '../store/store.js';
import { LogCodecs } from './log-codecs.js';

/** An event as it was stored: what its release called it, and its data in the form of that day. No upcaster has seen it. */
export interface LoggedEvent {
  readonly descriptor: EventDescriptor;
  readonly data: unknown;
}

/** A commit as it was stored. */
export interface LoggedCommit extends CommitHead {
  readonly place: Place;
  /** When the log took it: ms, the store's time. */
  readonly storedAt: number;
  readonly aggregate: AggregateKey;
  /** The aggregate's version after the commit. */
  readonly version: number;
  readonly tag: Tag;
  readonly events: readonly LoggedEvent[];
}

/** Which commits of a partition to read. */
export interface LogRange {
  readonly partition: Partition;
  /** Begins behind this position; default 0, before the first. */
  readonly after?: Position;
  /** Ends with this position; default: where the log ends when it is reached. */
  readonly to?: Position;
  /** Whether to wait for what is stored later, until `signal` says no more. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
  /** Only commits of these aggregates: others are not decoded. */
  readonly where?: (aggregate: AggregateKey) => boolean;
}

/** What of a connection reading takes. */
export type LogSource = Pick<StoreConnection, 'log' | 'registry'>;

const PAGE_BYTES = 1 << 19;

/**
 * The commits of a range, in order. Every block is proved to go on where the one before ended. Throws `LOG_TRUNCATED` where one
 * does not, `CORRUPT` for what cannot be read, `INCOMPATIBLE` for an event whose descriptor is not in the registry; each with its place.
 */
export async function* readLog({ log, registry }: LogSource, range: LogRange): AsyncGenerator<LoggedCommit> {
  const { partition, to = Number.POSITIVE_INFINITY, follow = false, signal } = range;
  const codecs = new LogCodecs(registry);
  const appends = new WakeUp();
  const isOver = () => signal?.aborted === true;
  const stop = follow ? log.onAppend(partition, appends.wake) : () => {};
  signal?.addEventListener('abort', appends.wake);
  try {
    const cursor = new LogCursor(log, partition, range.after ?? BEFORE_FIRST);
    while (cursor.position < to && !isOver()) {
      const seen = appends.count;
      const { position: after } = cursor;
      const blocks = await cursor.next(PAGE_BYTES);
      if (blocks.length === 0) {
        if (!follow) return;
        await appends.after(seen);
        continue;
      }
      // After the blocks: what describes an event is there before the event.
      const known = await codecs.read();
      for (const block of blocks) {
        for (const commit of commitsOf(block, { ...range, after }, known)) {
          if (isOver()) return;
          yield commit;
        }
      }
    }
  } finally {
    signal?.removeEventListener('abort', appends.wake);
    stop();
  }
}

/** Commits of an aggregate asked for at once. */
const COMMITS_AT_ONCE = 500;

/** The commits of one aggregate, oldest first. Throws as `readLog` does. */
export async function* readHistory(
  { log, registry }: LogSource,
  aggregate: AggregateKey,
): AsyncGenerator<LoggedCommit> {
  const codecs = new LogCodecs(registry);
  for (let from = NO_VERSION; ; ) {
    const page = await log.history(aggregate, from, COMMITS_AT_ONCE);
    const known = await codecs.read();
    for (const {
      place,
      storedAt,
      head: { version, tag },
      payload,
    } of page) {
      const { head, events } = decoded(payload, known, () => commitName(aggregate, version, place));
      yield { ...head, place, storedAt, aggregate, version, tag, events };
      from = version;
    }
    if (page.length < COMMITS_AT_ONCE) return;
  }
}

function* commitsOf(block: StoredBlock, { after, to, where }: LogRange, codecs: EventCodecs): Generator<LoggedCommit> {
  const { partition, epoch, first, mark, storedAt, bytes } = block;
  const directory = readDirectory(bytes);
  for (const [index, { aggregate, version, tag }] of directory.entries()) {
    const place: Place = { partition, epoch, position: (first + index) as Position, mark };
    if (place.position <= (after ?? 0) || where?.(aggregate) === false) continue;
    if (to !== undefined && place.position > to) return;
    const payload = commitBytes(bytes, directory, index);
    const { head, events } = decoded(payload, codecs, () => commitName(aggregate, version, place));
    yield { ...head, place, storedAt, aggregate, version, tag, events };
  }
}

function decoded(
  payload: Uint8Array,
  codecs: EventCodecs,
  name: () => string,
): { readonly head: CommitHead; readonly events: readonly LoggedEvent[] } {
  try {
    const { events } = decodeCommit(payload, codecs);
    return {
      head: decodeCommitHead(payload),
      events: events.map(({ codec: { descriptor }, data }) => ({ descriptor, data })),
    };
  } catch (error) {
    throw placed(error, name());
  }
}
