// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { startEngine as start } from 'statefold/contract';
import type { Engine, EngineOptions } from 'statefold/contract';
import { app } from './app.js';
import type { AppTypes, CommandBus, QueryBus } from './buses.js';

export type { AppTypes, CommandBus, QueryBus };

/** Starts the engine of this domain on a store. */
export function startEngine(options: EngineOptions<AppTypes>): Promise<Engine<AppTypes>> {
  return start(app, options);
}
