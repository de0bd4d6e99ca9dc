// Finds the store that a command works on: what a module of the user's exports as `store`. Opens no connection.
import type { Store } from '../store/store.js';
import { UsageError, userModule, type Wanted } from './user-module.js';

const WANTED: Wanted = {
  what: 'a store',
  ifAbsent: 'Give --store a module that exports "store".',
  toExport: 'Write there: export const store = …, as startEngine is given one.',
};

/** The `store` that a module exports, by the module's path. Throws a `UsageError` where there is none. */
export async function storeOf(path: string): Promise<Store> {
  const { store } = (await userModule(path, WANTED)) as { readonly store?: Partial<Store> };
  if (typeof store?.connect === 'function') return store as Store;
  throw new UsageError(`${path} exports no store. ${WANTED.toExport}`);
}
