// Cold loads of an account with a long past, or a short one, by an engine that has just been started.
import { setTimeout } from 'node:timers/promises';
import { startEngine } from '../../../src/engine/start-engine.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store } from '../../../src/store/store.js';
import { median } from '../compare.js';
import type { Side, Turn } from '../figure.js';
import { concurrently, millisecondsOf } from '../rate.js';
import { type AccountCommand, accountApp } from './account.js';

const LOADS = 30;
/** Time enough for the last snapshot to be written. */
const SNAPSHOT_MS = 200;
/** No more loads in a turn after so many milliseconds. */
const ENOUGH_MS = 1_000;

/** Milliseconds until an account of so many events is there, at the median of a turn's loads. */
export function coldLoadOf(events: number): Side {
  return async ({ quick }) => {
    const store = memoryStore({ shared: false });
    const writer = await startEngine(accountApp, { store, fold: false });
    const { openAccount, deposit } = writer.commands;
    const opening: AccountCommand['data'] & { owner: string; limit: number } = { owner: 'Owner', limit: 0 };
    await openAccount('neighbour', opening);
    await openAccount('account', opening);
    await concurrently(events - 1, 256, (index) => deposit('account', { amount: 1, reference: `R-${index}` }));
    // Snapshots are written behind the commands that call for them.
    await setTimeout(SNAPSHOT_MS);
    await writer.close();

    return coldLoads(store, { events, neighbour: 'neighbour', quick });
  };
}

/** What is loaded, and how long. */
export interface ColdLoads {
  /** How many events the account named `account` has. */
  readonly events: number;
  /** Another account, loaded first: what an engine does once does not belong to a load. */
  readonly neighbour: string;
  /** After how many events a snapshot is written; the engine's own number by default. */
  readonly snapshotEvery?: number;
  readonly quick: boolean;
}

/** Turns of cold loads of the account `account` of a store, each by an engine that has just been started. */
export function coldLoads(store: Store, { events, neighbour, snapshotEvery, quick }: ColdLoads): Turn {
  const limits = snapshotEvery === undefined ? {} : { snapshotEvery };
  const load = async (): Promise<number> => {
    const engine = await startEngine(accountApp, { store, fold: false, limits });
    await engine.aggregates.account(neighbour).state();
    const handle = engine.aggregates.account('account');
    let version = 0;
    const took = await millisecondsOf(async () => {
      version = (await handle.state()).version;
    });
    if (version !== events) throw new Error(`The account is at version ${version}, not ${events}.`);
    await engine.close();
    return took;
  };
  return async () => {
    const times: number[] = [];
    const end = performance.now() + (quick ? ENOUGH_MS / 4 : ENOUGH_MS);
    do times.push(await load());
    while (times.length < LOADS && performance.now() < end);
    return median(times);
  };
}
