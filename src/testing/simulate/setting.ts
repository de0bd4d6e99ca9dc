// What a simulation is like before anything happens: how many engines, partitions and senders, and what is to befall them when.
import type { EngineLimits } from '../../engine/engine-options.js';
import type { Chance } from './chance.js';
import type { Durability } from './simulated-server.js';

/** Something that befalls an engine or the store, just before a command is sent. */
export interface Blow {
  /** Index of the command. */
  readonly before: number;
  readonly what: 'engine crash' | 'pause' | 'store ends' | 'folding stops' | 'rebuild';
}

/** The setting of a simulation. */
export interface Setting {
  readonly partitions: number;
  readonly durability: Durability;
  /** Engines that commands are sent to; all of them fold. */
  readonly engines: number;
  /** Engines that only fold. */
  readonly workers: number;
  readonly senders: number;
  readonly foldTimeout: number;
  readonly limits: Partial<EngineLimits>;
  readonly blows: readonly Blow[];
}

const BLOWS = ['engine crash', 'pause', 'store ends', 'store ends', 'folding stops', 'rebuild'] as const;
const MOST_BLOWS = 4;

/** Draws the setting of a simulation of so many commands. */
export function settingOf(chance: Chance, commands: number): Setting {
  const isForgetful = chance.oneIn(2);
  return {
    partitions: chance.oneIn(4) ? 1 + chance.below(8) : 1 + chance.below(3),
    durability: chance.pick(['written', 'copied']),
    engines: chance.oneIn(3) ? 3 : 2,
    workers: chance.oneIn(3) ? 1 : 0,
    senders: 2 + chance.below(3),
    foldTimeout: chance.pick([200, 1000, 5000]),
    limits: {
      itemsPerBlock: chance.pick([1, 4, 256]),
      blocksInFlight: chance.pick([1, 3]),
      ...(isForgetful ? { snapshotEvery: chance.pick([1, 3]), maxResident: chance.pick([1, 2]) } : {}),
    },
    blows: Array.from({ length: chance.below(MOST_BLOWS + 1) }, () => ({
      before: chance.below(commands),
      what: chance.pick(BLOWS),
    })),
  };
}
