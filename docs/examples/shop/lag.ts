// How far the read models lag behind the log while a run goes on, and how long they take to catch up at its end.
import { setTimeout } from 'node:timers/promises';
import type { Receipt } from 'statefold';
import type { OrderId } from '../../../domain/order.domain.js';
import type { Desk } from './shop.js';

/** How far behind a projection was: commits not yet folded, and how long the oldest of them had been in the log. */
export interface Lag {
  readonly projection: string;
  readonly commits: number;
  readonly ms: number;
}

/** The largest lag of each projection in some number of looks. */
export interface LagSeen {
  readonly looks: number;
  readonly largest: readonly Lag[];
}

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 60_000;

/** Looks at the lag until `work` is done. */
export async function watchLag(desk: Desk, work: () => Promise<void>): Promise<LagSeen> {
  const largest = new Map<string, Lag>();
  let looks = 0;
  let working = true;
  const watch = async () => {
    while (working) {
      for (const { name: projection, lag } of await desk.projections.status()) {
        const { commits, ms } = largest.get(projection) ?? lag;
        const worst = { projection, commits: Math.max(commits, lag.commits), ms: Math.max(ms, lag.ms) };
        largest.set(projection, worst);
      }
      looks += 1;
      await setTimeout(LOOK_EVERY_MS);
    }
  };
  const done = async () => {
    try {
      await work();
    } finally {
      working = false;
    }
  };
  await Promise.all([done(), watch()]);
  return { looks, largest: [...largest.values()] };
}

/** Waits until the read models hold everything up to a receipt. Answers how many milliseconds that took. */
export async function catchUp(desk: Desk, latest: Receipt<'Order'> | null): Promise<number> {
  const startedAt = performance.now();
  if (latest !== null) {
    const orderId = latest.aggregateId as OrderId;
    const { stale } = await desk.queries.getOrder({ orderId }, { after: latest, timeout: PATIENCE_MS });
    if (stale) throw new Error(`The read models are still behind after ${PATIENCE_MS / 1000} s. Try fewer orders.`);
  }
  return performance.now() - startedAt;
}
