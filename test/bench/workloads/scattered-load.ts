// Cold loads of an account whose events lie among those of others: a few in each block, or all in one.
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Side } from '../figure.js';
import { blocksOf, type PastEvent, storeAll } from './account-history.js';
import { coldLoads } from './cold-load.js';

const BLOCK = 64;
/** A snapshot would leave nothing to load. */
const NEVER = 1_000_000;

/** Milliseconds until an account of so many events is there, `each` of which lie in one block of 64 commits; the median of a turn's loads. */
export function scatteredLoadOf(events: number, each: number): Side {
  return async ({ quick }) => {
    const store = memoryStore({ shared: false });
    const { log, close } = await store.connect();
    await storeAll(log, blocksOf(scatteredPast(events, each), BLOCK));
    await close();
    return coldLoads(store, { events, neighbour: 'neighbour-0', snapshotEvery: NEVER, quick });
  };
}

/** Events by the block: in its middle `each` of the account, all others of neighbours that have but one. */
function* scatteredPast(events: number, each: number): Generator<PastEvent> {
  let others = 0;
  for (let stored = 0; stored < events; stored += each) {
    const [from, to] = [BLOCK / 2, BLOCK / 2 + each];
    for (let index = 0; index < BLOCK; index++) {
      const isOurs = index >= from && index < to;
      yield isOurs ? pastEvent('account', stored + index - from + 1) : pastEvent(`neighbour-${others++}`, 1);
    }
  }
}

function pastEvent(id: string, version: number): PastEvent {
  const said = { id, version, commandId: systemRuntime.freshId(), time: 0 };
  if (version === 1) return { ...said, type: 'AccountOpened', data: { owner: 'Owner', limit: 0 } };
  return { ...said, type: 'Deposited', data: { amount: 1, reference: `R-${version - 1}` } };
}
