// A simulated store by itself, without faults: it passes the contract of stores as those do that hold data. Drives its own scheduler.

import { memoryStore } from '../../store/memory/memory-store.js';
import type { Store } from '../../store/store.js';
import { BEGINNING } from '../history.js';
import { Chance } from './chance.js';
import { Weather } from './fault.js';
import { Host } from './host.js';
import { Scheduler } from './scheduler.js';
import { SimulatedConnection } from './simulated-connection.js';
import { type Durability, SimulatedServer } from './simulated-server.js';
import { Trace } from './trace.js';

/** What a simulated store can be made with. */
export interface SimulatedStoreOptions {
  readonly seed: number;
  readonly partitions: number;
  readonly durability: Durability;
  /** The clock that judges deadlines. Default: the simulation's. */
  readonly now?: () => number;
}

/** A store behind a simulated network, in which requests take their time and nothing goes wrong. */
export async function simulatedStore(options: SimulatedStoreOptions): Promise<Store> {
  const { seed, partitions, durability, now } = options;
  const scheduler = new Scheduler(now?.() ?? BEGINNING);
  const chance = new Chance(seed, 'store');
  const weather = new Weather(chance);
  const trace = new Trace(scheduler, false);
  const common = { scheduler, chance, weather, trace };
  const clock = now === undefined ? {} : { now };
  const server = await SimulatedServer.open({ ...common, ...clock, partitions, durability, open: memoryStore });
  scheduler.drive();
  return {
    name: 'simulated',
    connect: () => SimulatedConnection.open({ ...common, server, host: new Host('engine', common) }),
  };
}
