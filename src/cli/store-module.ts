// Finds the store that a command works on: what a module of the user's exports as `store`. Opens no connection.
import type { Store } from '../store/store.js';
import { userExport, type Wanted } from './user-module.js';

const WANTED: Wanted<Store> = {
  name: 'store',
  isOne: (exported): exported is Store => typeof (exported as Partial<Store> | undefined)?.connect === 'function',
  what: 'a store',
  ifAbsent: 'Give --store a module that exports "store".',
  toExport: 'Write there: export const store = …, as startEngine is given one.',
};

/** The `store` that a module exports, by the module's path. Throws a `UsageError` where there is none. */
export function storeOf(path: string): Promise<Store> {
  return userExport(path, WANTED);
}
