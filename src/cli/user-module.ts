// Loads what a module of the user's exports, in TypeScript too, and says in a line what is wrong with one. Knows nothing of what that is.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A mistake of whoever typed the command: its message is all that is to be said. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What is asked of a module. */
export interface Wanted<T> {
  /** The name that it is exported under. */
  readonly name: string;
  /** Whether something exported is what is asked for. */
  readonly isOne: (exported: unknown) => exported is T;
  /** `a store`. */
  readonly what: string;
  /** What to do where there is no such file. */
  readonly ifAbsent: string;
  /** What to write into it. */
  readonly toExport: string;
}

/** What a module exports, by its path. TypeScript is run by tsx. Throws a `UsageError` where it cannot be loaded, or exports none. */
export async function userExport<T>(path: string, wanted: Wanted<T>): Promise<T> {
  const { [wanted.name]: exported } = await userModule(path, wanted);
  if (wanted.isOne(exported)) return exported;
  throw new UsageError(`${path} exports no ${wanted.name}. ${wanted.toExport}`);
}

async function userModule(path: string, wanted: Wanted<unknown>): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError(`${path} does not exist. ${wanted.ifAbsent}`);
  if (/\.[cm]?tsx?$/.test(file)) await runTypeScript();
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const lines = cause instanceof Error ? (cause.stack ?? String(cause)).split('\n') : [String(cause)];
    // Of the stack, the first line in a file of the user's: what lies below is how it came to be loaded.
    const place = lines.find((line) => /^\s+at .*file:/.test(line) && !line.includes('/node_modules/'))?.trim() ?? '';
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    const message = `${path} cannot be loaded: ${what}${place && ` (${place})`}. Mend it; all that is asked of it is ${wanted.what}. ${wanted.toExport}`;
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
