// Emmett's in-memory store and command handler, as far as the benches use them. Loaded only when a figure runs.
import { requirePeer } from './peer.js';

/** The package's name. */
export const EMMETT = '@event-driven-io/emmett';

interface EmmettStore {
  readonly aggregateStream: unknown;
}

/** What the benches call: the signatures of 0.42.0, written down here, since a checkout without peers must compile too. */
export interface Emmett {
  getInMemoryEventStore(): EmmettStore;
  CommandHandler<State, Event>(options: {
    readonly evolve: (state: State, event: Event) => State;
    readonly initialState: () => State;
  }): (
    store: EmmettStore,
    id: string,
    handle: (state: State) => Event | Event[],
  ) => Promise<{ readonly newEvents: readonly Event[]; readonly nextExpectedStreamVersion: bigint }>;
}

/** Loads Emmett. */
export function loadEmmett(): Emmett {
  return requirePeer(EMMETT) as Emmett;
}
