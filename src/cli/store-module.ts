// Finds the store that a command works on: what a module of the user's exports as `store`. Opens no connection.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Store } from '../store/store.js';

/** A mistake of whoever typed the command: its message is all that is to be said. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The `store` that a module exports, by the module's path. TypeScript is run by tsx. Throws a `UsageError` where there is none. */
export async function storeOf(path: string): Promise<Store> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`${path} does not exist. Give --store a module that exports "store".`);
  if (/\.[cm]?tsx?$/.test(file)) await runTypeScript();
  const { store } = (await import(pathToFileURL(file).href)) as { readonly store?: Partial<Store> };
  if (typeof store?.connect === 'function') return store as Store;
  throw new UsageError(`${path} exports no store. Write there: export const store = …, as startEngine is given one.`);
}

async function runTypeScript(): Promise<void> {
  try {
    const { register } = await import('tsx/esm/api');
    register();
  } catch (cause) {
    throw new UsageError('A module in TypeScript needs tsx. Install: npm install --save-dev tsx', { cause });
  }
}
