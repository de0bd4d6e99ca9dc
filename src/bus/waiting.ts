// Waits until read models hold a command's events, in whichever engine they are folded. Woken by steps, never polling.
import { StatefoldError } from '../kernel/error.js';
import type { Place } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { foldId } from '../projection/fold-unit.js';
import type { ProjectionHost } from '../projection/projection-host.js';
import { WakeUp } from '../projection/wake-up.js';
import type { StoreConnection } from '../store/store.js';

/** What to wait for, and how long at most. */
export interface Waiting {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  readonly place: Place;
  readonly timeoutMs: number;
}

/**
 * Waits until all the projections have folded a place. Answers how many commits the one furthest behind still lacks: 0 = done.
 * Throws `LOG_TRUNCATED` where the log no longer holds the place.
 */
export async function waitFor(hosts: readonly ProjectionHost[], waiting: Waiting): Promise<number> {
  const { connection, runtime, place, timeoutMs } = waiting;
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
    let isProved = false;
    for (;;) {
      const seen = wakeUp.count;
      const behind = await Promise.all(hosts.map((host) => behindPlace(host, connection, place)));
      // A checkpoint past the place in the same epoch proves it; otherwise the log says whether it still means anything.
      if (!isProved && behind.some((commits) => commits !== 0)) await prove(connection, place);
      isProved = true;
      const most = Math.max(0, ...behind.map((commits) => commits ?? 0));
      if (most === 0 || isOver) return most;
      await wakeUp.after(seen);
    }
  } finally {
    cancel();
    for (const stop of stops) stop();
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
  const { partition, position } = place;
  const { position: actual } = await log.head(partition);
  const message = `Partition ${partition}: the log no longer holds the commit that was at position ${position}. Ask for the state as it is.`;
  throw new StatefoldError('LOG_TRUNCATED', message, { partition, known: position, actual });
}
