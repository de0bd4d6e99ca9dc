// Opens stores for one contract test and closes everything after it.
import { afterEach } from 'vitest';
import type { Store, StoreConnection } from '../../src/store/store.js';
import type { StoreUnderTest, StoreUnderTestOptions } from '../support/stores.js';

/** What a contract test gets its stores from. */
export interface Bench {
  /** An empty store; one partition unless said otherwise. */
  store(options?: Partial<StoreUnderTestOptions>): Promise<Store>;
  /** A connection to a store, or to a new empty one. */
  connect(to?: Store): Promise<StoreConnection>;
  /** Waits until every wake-up that is on its way has come. */
  quiet(): Promise<void>;
}

/** A bench over one kind of store. Called inside `describe`. */
export function benchOf(underTest: StoreUnderTest): Bench {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const bench: Bench = {
    store: async (options) => {
      const { store, dispose } = await underTest.open({ partitions: 1, ...options });
      ends.push(dispose);
      return store;
    },
    connect: async (to) => {
      const connection = await (to ?? (await bench.store())).connect();
      ends.push(() => connection.close());
      return connection;
    },
    quiet: () => new Promise((resolve) => setTimeout(resolve, underTest.quietMs)),
  };
  return bench;
}

/** Resolves when `condition` holds; fails after four seconds, saying what was waited for. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 4000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited four seconds for: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/**
 * Everything that pages bring which go on from each other, until one is empty. Fails after 1,000 pages: a store whose pages
 * do not move on must fail a test, not fill the memory.
 */
export async function allPages<Item>(
  page: (last: Item | undefined) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let number = 0; number < 1000; number++) {
    const next = await page(items.at(-1));
    if (next.length === 0) return items;
    items.push(...next);
  }
  throw new Error('1,000 pages did not come to an end.');
}
