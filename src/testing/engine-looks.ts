// How a test looks at a running engine: aggregates and queries by their names, and whether its read models hold everything.
import { methodName } from '../engine/bus-methods.js';
import type { AggregateHandle, Engine } from '../engine/engine.js';
import { Broken } from './broken.js';
import { ALL_ROWS_METHOD, type RowsByTable } from './staged-app.js';
import { turns } from './wire.js';

/** How often read models are looked at until they must have caught up, once nothing hinders them. */
const LOOKS = 400;
/** Looks one after the other, before time is given: looking is a request too, and while there are any, no timer fires. */
const QUICK_LOOKS = 100;
const LONG_TURNS = 100;

/** The handle of an aggregate, by the name of its type. */
export function handleOf(engine: Engine, type: string, id: string): AggregateHandle {
  const make = (engine.aggregates as Readonly<Record<string, (id: never) => AggregateHandle>>)[methodName(type)];
  if (make === undefined) throw new TypeError(`${type} is no aggregate of this domain.`);
  return make(id as never);
}

/** Asks a query by its method's name. */
export async function askOf(engine: Engine, method: string, parameters: unknown, options?: object): Promise<unknown> {
  const queries = engine.queries as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
  const ask = queries[method];
  if (ask === undefined) throw new TypeError(`${method} is no query of this domain.`);
  return await ask(parameters, options);
}

/** Every row of every read model. `engine` runs a staged app. */
export async function allRowsOf(engine: Engine): Promise<RowsByTable> {
  return (await askOf(engine, ALL_ROWS_METHOD, {})) as RowsByTable;
}

/** Waits until every read model holds everything; `wait` is called after each look. Throws `Broken` where one halts, or does not catch up. */
export async function caughtUp(engine: Engine, wait: (looks: number) => Promise<void>): Promise<void> {
  for (let looks = 0; ; looks++) {
    const all = await engine.projections.status();
    const failed = all.find(({ error, state }) => error !== null && state === 'failed');
    if (failed !== undefined) throw new Broken(`${failed.name} has halted: ${failed.error?.message}`);
    if (all.every(({ state, lag }) => state === 'live' && lag.commits === 0)) return;
    if (looks > LOOKS) {
      const lags = all.map(({ name, lag }) => `${name} lacks ${lag.commits} commits`);
      throw new Broken(`Not every read model catches up: ${lags.join(', ')}.`);
    }
    await wait(looks);
  }
}

/** Waits for turns of the event loop: few first, then enough for time to pass. */
export function inTurns(looks: number): Promise<void> {
  return turns(looks < QUICK_LOOKS ? 1 : LONG_TURNS);
}
