// The first law: after any history, every rebuilt projection equals the live one, and replayed aggregates equal live ones.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AppTypes } from '../../../generated/buses.js';
import { startEngine } from '../../../generated/index.js';
import { type Engine, memoryStore, type Receipt, type Store } from '../../../src/index.js';
import { runsOf } from '../../support/seed.js';
import { expectedRows, ORDER_IDS, queriedRows, sorted } from './expected-rows.js';
import { type Played, playHistory } from './play-history.js';
import { shopHistory } from './shop-history.js';

it('a rebuilt projection equals the live one, and a replayed aggregate the live one', async () => {
  const { seed, numRuns } = runsOf('rebuilt = live', 300, 10_000);
  const happened: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(shopHistory, async (history) => {
      const store = memoryStore({ partitions: history.partitions });
      const played = await playHistory(store, history);
      try {
        await readModelsHold(played);
        await aggregatesHold(played, store);
      } finally {
        await Promise.all(played.engines.map((engine) => engine.close()));
      }
      for (const [what, count] of Object.entries(played.counts)) happened[what] = (happened[what] ?? 0) + count;
    }),
    // A history that hangs is a failure too, and one to shrink.
    { seed, numRuns, timeout: 10_000, interruptAfterTimeLimit: SHRINK_FOR_MS },
  );
  // A law that never met what it speaks of would prove nothing.
  for (const what of ['accepted', 'REJECTED', 'retried', 'stopped', 'rebuilt']) {
    expect(happened[what], `${what} must have happened`).toBeGreaterThan(numRuns / 20);
  }
});

/** A failure that makes each run slow is shrunk no longer than this. */
const SHRINK_FOR_MS = process.env.SOAK === '1' ? 3_600_000 : 200_000;

async function readModelsHold({ engines, receipts }: Played): Promise<void> {
  const [engine] = engines as [Engine<AppTypes>];
  for (const [receipt] of receipts.values()) {
    if (receipt === undefined) continue;
    // Every command is in the read models once its receipt is waited for, whichever engine folds.
    const answer = await engine.queries.getOrder(
      { orderId: receipt.aggregateId as never },
      { after: receipt as Receipt<'Order'> },
    );
    expect(answer.stale).toBe(false);
  }
  const expected = sorted(
    expectedRows(await Promise.all(ORDER_IDS.map((id) => engine.aggregates.order(id).history()))),
  );
  expect(sorted(await queriedRows(engine))).toEqual(expected);
  expect(await engine.projections.verify('OrderSummary')).toMatchObject({ identical: true, differences: [] });
  await engine.projections.rebuild('OrderSummary');
  for (const each of engines) expect(sorted(await queriedRows(each))).toEqual(expected);
  expect(await engine.projections.verify('OrderSummary')).toMatchObject({ identical: true, differences: [] });
}

async function aggregatesHold({ engines, receipts }: Played, store: Store): Promise<void> {
  const replaying = await startEngine({ store, fold: false });
  try {
    for (const id of ORDER_IDS) {
      const replayed = await replaying.aggregates.order(id).state();
      for (const engine of engines) expect(await engine.aggregates.order(id).state()).toEqual(replayed);
      expect(await replaying.aggregates.order(id).stateAsOf({ version: replayed.version })).toEqual(replayed);
    }
    await actedOnce(replaying, receipts);
  } finally {
    await replaying.close();
  }
}

/** Every command that was acknowledged acted once, at the version of its receipt, and a retry got the first receipt again. */
async function actedOnce(engine: Engine<AppTypes>, receipts: Played['receipts']): Promise<void> {
  const histories = await Promise.all(ORDER_IDS.map((id) => engine.aggregates.order(id).history()));
  const versions = new Map<string, number[]>();
  for (const event of histories.flat()) {
    const commandId = event.id.slice(0, event.id.indexOf('#'));
    versions.set(commandId, [...(versions.get(commandId) ?? []), event.version]);
  }
  for (const [commandId, [first, ...others]] of receipts) {
    expect(versions.get(commandId)?.at(-1)).toBe(first?.version);
    expect(versions.get(commandId)).toHaveLength(1);
    for (const other of others) expect(other).toEqual(first);
  }
  expect(versions.size).toBe(receipts.size);
}
