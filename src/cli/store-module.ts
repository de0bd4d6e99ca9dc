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
  const { store } = await load(path, file);
  if (typeof store?.connect === 'function') return store as Store;
  throw new UsageError(`${path} exports no store. ${TO_EXPORT}`);
}

const TO_EXPORT = 'Write there: export const store = …, as startEngine is given one.';

async function load(path: string, file: string): Promise<{ readonly store?: Partial<Store> }> {
  try {
    return (await import(pathToFileURL(file).href)) as { readonly store?: Partial<Store> };
  } catch (cause) {
    const lines = cause instanceof Error ? (cause.stack ?? String(cause)).split('\n') : [String(cause)];
    // Of the stack, the first line in a file of the user's: what lies below is how it came to be loaded.
    const place = lines.find((line) => /^\s+at .*file:/.test(line) && !line.includes('/node_modules/'))?.trim() ?? '';
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    const message = `${path} cannot be loaded: ${what}${place && ` (${place})`}. Mend it; all that is asked of it is a store. ${TO_EXPORT}`;
    throw new UsageError(message, { cause });
  }
}

async function runTypeScript(): Promise<void> {
  try {
    const { register } = await import('tsx/esm/api');
    register();
  } catch (cause) {
    throw new UsageError('A module in TypeScript needs tsx. Install: npm install --save-dev tsx', { cause });
  }
}
