// `statefold import`: writes an exported log into a store, and says how far it is. Checks nothing itself.
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SingleBar } from 'cli-progress';
import { checkExport, importLog } from '../engine/log-import.js';
import { isStatefoldError } from '../kernel/error.js';
import type { Store } from '../store/store.js';
import { UsageError } from './user-module.js';
import { withConnection } from './with-connection.js';

/** Imports a file into the store that is found for so many partitions; the exit code. */
export function importFile(
  find: (partitions: number) => Promise<Store>,
  file: string,
  { resume = false }: { readonly resume?: boolean },
  signal: AbortSignal,
): Promise<number> {
  return withConnection(
    async () => {
      // Before a log is made for it: what is refused leaves nothing behind.
      if (existsSync(file)) return find(await checkExport(() => linesOf(file), { signal }));
      throw new UsageError(`${file} does not exist. Write it: statefold export --store <store> > ${file}`);
    },
    async (connection) => {
      const bar = process.stderr.isTTY
        ? new SingleBar({
            format: '{step} {value} commits',
            stream: process.stderr,
            hideCursor: true,
            clearOnComplete: true,
          })
        : null;
      bar?.start(0, 0, { step: 'check' });
      try {
        const { commits, events, aggregates, found } = await importLog(connection, () => linesOf(file), {
          resume,
          signal,
          ...(bar === null ? {} : { onProgress: ({ step, commits: count }) => bar.update(count, { step }) }),
        });
        bar?.stop();
        const before = found === 0 ? '' : ` ${found} of them were there already.`;
        process.stdout.write(
          `Imported ${commits} commits with ${events} events of ${aggregates} aggregates.${before}\n`,
        );
        return 0;
      } catch (error) {
        const isBegun = !isStatefoldError(error, 'CORRUPT') && !isStatefoldError(error, 'INCOMPATIBLE');
        if (isBegun)
          process.stderr.write(`The import was broken off. Go on with it: statefold import ${file} --resume …\n`);
        if (signal.aborted) return 1;
        throw error;
      } finally {
        bar?.stop();
      }
    },
  );
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
