// One run of the demo: something sends commands to the shop, then the day is closed. Prints nothing.
import { catchUp, type LagSeen, watchLag } from './lag.js';
import type { ShowProgress } from './progress.js';
import { allRows, type Rebuilt, type Rows, rebuildAll } from './read-models.js';
import type { Shop } from './shop.js';
import { Tally } from './tally.js';

/** What a run came to. */
export interface Run {
  readonly tally: Tally;
  /** From the first command to the last answer. */
  readonly seconds: number;
  /** See `Shop.overtaken`. */
  readonly overtaken: number;
  readonly lag: LagSeen;
  /** From the last answer until the read models held everything, in milliseconds. */
  readonly caughtUpMs: number;
  readonly rows: Rows;
  readonly rebuilt: Rebuilt;
}

/** A run in the shape that `--json` prints. */
export interface Summary {
  readonly commands: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly events: number;
  readonly projections: Readonly<Record<keyof Rows, { readonly rows: number }>>;
  readonly rebuild: { readonly events: number; readonly seconds: number; readonly identical: boolean };
}

/** Runs `send`, waits for the read models, and rebuilds them. */
export async function runShop(shop: Shop, send: (tally: Tally) => Promise<void>, progress: ShowProgress): Promise<Run> {
  const tally = new Tally();
  let seconds = 0;
  const lag = await watchLag(shop.site, async () => {
    const startedAt = performance.now();
    await send(tally);
    seconds = (performance.now() - startedAt) / 1000;
  });
  const overtaken = shop.overtaken();
  const caughtUpMs = await catchUp(shop.site, tally.latest);
  const rows = await allRows(shop.site);
  const rebuilding = progress('Rebuild', tally.events, 'events');
  const rebuilt = await rebuildAll(shop.site, rows, ({ events }) => rebuilding.reach(events));
  rebuilding.stop();
  return { tally, seconds, overtaken, lag, caughtUpMs, rows, rebuilt };
}

/** The summary of a run. */
export function summaryOf({ tally, rows, rebuilt }: Run): Summary {
  const { commands, accepted, refused, events } = tally;
  return {
    commands,
    accepted,
    refused: Object.fromEntries(Object.entries(refused).sort()),
    events,
    projections: {
      OrderSummary: { rows: rows.OrderSummary.length },
      CustomerTotals: { rows: rows.CustomerTotals.length },
      ProductSales: { rows: rows.ProductSales.length },
    },
    rebuild: { events: rebuilt.events, seconds: rebuilt.seconds, identical: rebuilt.identical },
  };
}
