// A connection for looking at a server: it writes nothing, makes no log, and adopts no server.
import type { Epoch, Partition } from '../../../kernel/place.js';
import { Keys } from '../keys.js';
import { leaseOf } from '../lease-text.js';
import type { LogShape } from '../meta-scripts.js';
import { type RedisStoreOptions, settingsOf } from '../options.js';
import { notDone, type ServerName, storeErrorOf } from '../store-error.js';
import { pairsOf, Wire } from '../wire.js';
import { type Ask, keysLike } from './scan.js';

/** A look at one log of a server. */
export interface Inspection {
  readonly server: ServerName;
  readonly namespace: string;
  readonly keys: Keys;
  /** Does some work, and fails with a `StatefoldError`. */
  readonly ask: Ask;
  close(): void;
}

/** Connects. Fails with `UNAVAILABLE`; throws a `RangeError` for options that make no sense. */
export async function openInspection(options: RedisStoreOptions): Promise<Inspection> {
  const { server, redis, namespace, timeout } = settingsOf(options);
  const inStoreWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeErrorOf(server, error, true);
    }
  };
  const keys = new Keys(namespace);
  const wire = await Wire.open(redis, { silenceMs: timeout }).catch((error: unknown) => {
    throw notDone(server, error);
  });
  return {
    server,
    namespace,
    keys,
    ask: (work) => inStoreWords(() => work(wire, performance.now() + timeout)),
    close: () => wire.drop('all was seen'),
  };
}

/** The hash of a key as text. */
export async function hashAt({ ask }: Pick<Inspection, 'ask'>, key: string): Promise<ReadonlyMap<string, string>> {
  return pairsOf(await ask((wire, until) => wire.send('hgetall', [key], until, 'utf8')));
}

/** What is recorded of a log as a whole; `null` where there is none. */
export async function shapeOf(inspection: Inspection): Promise<LogShape | null> {
  const meta = await hashAt(inspection, inspection.keys.meta);
  if (meta.size === 0) return null;
  return { format: Number(meta.get('format') ?? 0), partitions: Number(meta.get('partitions') ?? 0) };
}

/** Names of the logs on a server, as far as a short look finds them. */
export async function otherLogs({ ask }: Pick<Inspection, 'ask'>): Promise<readonly string[]> {
  const found = new Set<string>();
  let pages = 0;
  for await (const keys of keysLike('{*:meta}log', ask)) {
    for (const key of keys) found.add(key.slice(1, -':meta}log'.length));
    pages += 1;
    if (pages === 100) break;
  }
  return [...found].sort();
}

/** Where a partition ends, by its head. */
export interface HeadFields {
  readonly server: string;
  readonly epoch: Epoch;
  readonly position: number;
  readonly mark: string;
  readonly tail: string;
  readonly segment: number;
}

/** The head of a partition; `null` where there is none. */
export async function headAt(inspection: Inspection, key: string): Promise<HeadFields | null> {
  const fields = await hashAt(inspection, key);
  if (fields.size === 0) return null;
  const text = (name: string): string => fields.get(name) ?? '';
  return {
    server: text('server'),
    epoch: text('epoch') as Epoch,
    position: Number(fields.get('position')),
    mark: text('mark'),
    tail: text('tail'),
    segment: Number(fields.get('segment')),
  };
}

/** The workers that are there at a time of the server's clock, as members of the set of all: see `lease-text.ts`. */
export async function attendantsAt({ ask, keys }: Inspection, now: number): Promise<readonly string[]> {
  const range = [keys.workers, now, '+inf', 'BYSCORE'];
  return (await ask((wire, until) => wire.send('zrange', range, until, 'utf8'))) as readonly string[];
}

/** Who holds each lease of a partition at a time of the server's clock, by its name. */
export async function leasesAt(
  inspection: Inspection,
  partition: Partition,
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  for (const [name, text] of await hashAt(inspection, inspection.keys.of(partition).leases)) {
    const { owner, until } = leaseOf(name, text);
    if (owner !== '' && until > now) held.set(name, owner);
  }
  return held;
}
