// Waits until read models hold a command's events, in whichever engine they are folded. Woken by steps, never polling.
import { StatefoldError } from '../kernel/error.js';
import type { Place } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { foldId } from '../projection/fold-unit.js';
import { type GenerationFold, isPast } from '../projection/generation-fold.js';
import type { ProjectionHost } from '../projection/projection-host.js';
import { WakeUp } from '../projection/wake-up.js';
import type { StoreConnection } from '../store/store.js';

/** How long a fold in this engine is given before the store is asked, in ms. */
const MOMENT_MS = 20;

/**
 * What is enough: that this engine's own step is on its way, that the store has acknowledged it here, or only what the store says when
 * it is asked.
 */
export type Trust = 'sent' | 'folded' | 'store';

/** What to wait for, and how long at most. */
export interface Waiting {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  readonly place: Place;
  readonly timeoutMs: number;
  readonly trust: Trust;
}

/** What waiting came to. */
export interface Waited {
  /** How many commits the projection furthest behind still lacks: 0 = done. */
  readonly behind: number;
  /** Whether nobody but this engine's own folds was asked: what is read then has to be proved, by what was read or by `holdsStill`. */
  readonly isOwnWord: boolean;
}

/** Waits until all the projections have folded a place. Throws `LOG_TRUNCATED` where the log no longer holds the place. */
export async function waitFor(hosts: readonly ProjectionHost[], waiting: Waiting): Promise<Waited> {
  const { connection, runtime, place, timeoutMs, trust } = waiting;
  const wakeUp = new WakeUp();
  let isOver = false;
  const cancel = runtime.after(timeoutMs, () => {
    isOver = true;
    wakeUp.wake();
  });
  const stops = hosts.flatMap(({ unit }) =>
    [unit.name, unit.pointer].map((topic) => connection.tables.onApply(topic, wakeUp.wake)),
  );
  try {
    if (trust !== 'store' && (await isFoldedSoon(hosts, waiting, wakeUp))) return { behind: 0, isOwnWord: true };
    let isProved = false;
    for (;;) {
      const seen = wakeUp.count;
      const behind = await Promise.all(hosts.map((host) => behindPlace(host, connection, place)));
      // A checkpoint past the place in the same epoch proves it; otherwise the log says whether it still means anything.
      if (!isProved && behind.some((commits) => commits !== 0)) await prove(connection, place);
      isProved = true;
      const most = Math.max(0, ...behind.map((commits) => commits ?? 0));
      if (most === 0 || isOver) return { behind: most, isOwnWord: false };
      await wakeUp.after(seen);
    }
  } finally {
    cancel();
    for (const stop of stops) stop();
  }
}

/** Waits until every projection has a generation that serves, or the time is over: what is being built will be there in a moment. */
export async function untilServing(
  hosts: readonly ProjectionHost[],
  { connection, runtime, timeoutMs }: Pick<Waiting, 'connection' | 'runtime' | 'timeoutMs'>,
): Promise<void> {
  if (hosts.length === 0) return;
  const wakeUp = new WakeUp();
  let isOver = false;
  const cancel = runtime.after(timeoutMs, () => {
    isOver = true;
    wakeUp.wake();
  });
  const stops = hosts.map(({ unit }) => connection.tables.onApply(unit.pointer, wakeUp.wake));
  try {
    for (;;) {
      const seen = wakeUp.count;
      const serving = await Promise.all(hosts.map(async (host) => (await host.lastServing()) ?? host.serving()));
      if (isOver || serving.every((generation) => generation !== null)) return;
      await wakeUp.after(seen);
    }
  } finally {
    cancel();
    for (const stop of stops) stop();
  }
}

/**
 * Whether the store's own checkpoints say that these generations hold a place. To be asked after rows were read on this engine's word:
 * the store may have lost since what it had acknowledged here, and the rows with it.
 */
export async function holdsStill(
  hosts: readonly ProjectionHost[],
  generations: readonly (string | null)[],
  { connection, place }: Pick<Waiting, 'connection' | 'place'>,
): Promise<boolean> {
  const checkpoints = await Promise.all(
    hosts.map(({ unit }, index) => {
      const generation = generations[index] ?? null;
      return generation && connection.tables.checkpoint(foldId(unit, generation), place.partition);
    }),
  );
  return checkpoints.every((found) => isPast(found || null, place));
}

/**
 * Whether this engine itself has folded a place, or its step is on its way, or either will be so in a moment: then nothing is asked.
 * A checkpoint in the same epoch that the store has acknowledged here proves the place, unless the store has lost it since.
 */
async function isFoldedSoon(
  hosts: readonly ProjectionHost[],
  { runtime, place, timeoutMs, trust }: Waiting,
  wakeUp: WakeUp,
): Promise<boolean> {
  const generations = await Promise.all(hosts.map((host) => host.lastServing()));
  const folds = hosts.map(({ fold }, index) => (fold?.generation === generations[index] ? fold : null));
  const isDone = (fold: GenerationFold | null) =>
    fold !== null && (fold.hasFolded(place) || (trust === 'sent' && fold.isSending(place)));
  const stops = trust === 'sent' ? folds.map((fold) => fold?.onSend(wakeUp.wake)) : [];
  let isOver = false;
  const cancel = runtime.inBackground(Math.min(MOMENT_MS, timeoutMs), () => {
    isOver = true;
    wakeUp.wake();
  });
  try {
    for (;;) {
      const seen = wakeUp.count;
      if (folds.every(isDone)) return true;
      if (isOver || !folds.every((fold) => fold?.isFolding(place.partition))) return false;
      await wakeUp.after(seen);
    }
  } finally {
    cancel();
    for (const stop of stops) stop?.();
  }
}

/** Commits up to the place that a projection has not folded; `null` = it is past it in another epoch. */
async function behindPlace(host: ProjectionHost, { tables }: StoreConnection, place: Place): Promise<number | null> {
  const generation = await host.serving();
  if (generation === null) return Math.max(1, place.position);
  const checkpoint = await tables.checkpoint(foldId(host.unit, generation), place.partition);
  if (checkpoint === null) return Math.max(1, place.position);
  if (checkpoint.position < place.position) return place.position - checkpoint.position;
  return checkpoint.epoch === place.epoch ? 0 : null;
}

async function prove({ log }: StoreConnection, place: Place): Promise<void> {
  if (await log.holds(place)) return;
  const { partition, position, epoch } = place;
  const { position: actual } = await log.head(partition);
  const message = `Partition ${partition}: the log no longer holds the commit that was at position ${position}. Ask for the state as it is.`;
  throw new StatefoldError('LOG_TRUNCATED', message, { partition, known: position, actual, epoch });
}
