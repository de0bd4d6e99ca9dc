// Does a command's work on a connection to its store, and says in a line what went wrong. Knows nothing of the work.
import type { Store, StoreConnection } from '../store/store.js';
import { UsageError } from './user-module.js';

/** Does work on a store; the exit code. What the store or whoever typed the command did wrong is said on standard error. */
export function withConnection(
  find: () => Promise<Store>,
  work: (connection: StoreConnection) => Promise<number | undefined>,
): Promise<number> {
  return saying(async () => {
    const connection = await (await find()).connect();
    try {
      return (await work(connection)) ?? 0;
    } finally {
      await connection.close();
    }
  });
}

/** Does work that may fail for a reason that can be said; the exit code. Other failures are thrown on. */
export async function saying(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    // A store of the user's may bring a copy of the library with it: its errors are of another class, and still errors of ours.
    const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
    if (name !== 'StatefoldError' && !(error instanceof UsageError)) throw error;
    process.stderr.write(`${name === 'StatefoldError' ? `${String(code)}: ` : ''}${String(message)}\n`);
    return 1;
  }
}
