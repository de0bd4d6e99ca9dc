// The shop's two desks: two engines on one store. Counts how often one desk overtook the other.
import { type Engine, memoryStore, type Store, type StoreConnection } from 'statefold';
import { type AppTypes, startEngine } from '../../../generated/index.js';

/** One desk's engine. */
export type Desk = Engine<AppTypes>;

/** A command to an order, as `dispatch` takes it. */
export type ShopCommand = Parameters<Desk['dispatch']>[0];

/** A shop that is open. */
export interface Shop {
  /** Customers order here. It folds the read models. */
  readonly site: Desk;
  /** Orders leave here. A second engine, as it could be in another process: it knows the orders from the store only. */
  readonly warehouse: Desk;
  /** Answers that a desk had worked out when the other one had already moved the order on: they were worked out again. */
  overtaken(): number;
  close(): Promise<void>;
}

/** Opens a shop on an empty store. In memory, nothing of it outlives the process. */
export async function openShop(empty: Store = memoryStore()): Promise<Shop> {
  let overtaken = 0;
  const store = watched(empty, (count) => {
    overtaken += count;
  });
  const site = await startEngine({ store, commandTimeout: 30_000, queryTimeout: 30_000 });
  const warehouse = await startEngine({ store, commandTimeout: 30_000, fold: false });
  return {
    site,
    warehouse,
    overtaken: () => overtaken,
    close: async () => {
      await Promise.all([site.close(), warehouse.close()]);
    },
  };
}

/** The same store; tells `onStale` how many answers of a block the store found stale. */
function watched(store: Store, onStale: (count: number) => void): Store {
  return { name: store.name, connect: async () => watchedConnection(await store.connect(), onStale) };
}

function watchedConnection(connection: StoreConnection, onStale: (count: number) => void): StoreConnection {
  const { log } = connection;
  const append: typeof log.append = async (partition, block) => {
    const appended = await log.append(partition, block);
    const commits = appended.kind === 'refused' ? appended.commits : [];
    onStale([...commits, ...appended.checks].filter((verdict) => verdict === 'stale').length);
    return appended;
  };
  const watchedLog = new Proxy(log, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...connection, log: watchedLog };
}
