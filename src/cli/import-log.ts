// `statefold import`: writes an exported log into a store, and says how far it is. Checks nothing itself.
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SingleBar } from 'cli-progress';
import { checkExport, type ImportOptions, importLog } from '../engine/log-import.js';
import { isStatefoldError } from '../kernel/error.js';
import type { Store } from '../store/store.js';
import { UsageError } from './user-module.js';
import { saying, withConnection } from './with-connection.js';

/** Imports a file into the store that is found for so many partitions; the exit code. */
export function importFile(
  find: (partitions: number) => Promise<Store>,
  file: string,
  { resume = false }: { readonly resume?: boolean },
  signal: AbortSignal,
): Promise<number> {
  return saying(async () => {
    if (!existsSync(file)) {
      throw new UsageError(`${file} does not exist. Write it: statefold export --store <store> > ${file}`);
    }
    // Before a log is made for it: what is refused leaves nothing behind.
    const checked = await withBar('check', (onProgress) => checkExport(() => linesOf(file), { signal, onProgress }));
    return withConnection(
      () => find(checked.partitions),
      async (connection) => {
        try {
          const { commits, events, aggregates, found } = await withBar('write', (onProgress) =>
            importLog(connection, () => linesOf(file), { resume, checked, signal, onProgress }),
          );
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
        }
      },
    );
  });
}

/** Shows how far work is while it goes on, where somebody watches. */
async function withBar<T>(
  step: string,
  work: (onProgress: NonNullable<ImportOptions['onProgress']>) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work(() => {});
  const format = '{step} {value} commits';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true });
  bar.start(0, 0, { step });
  try {
    return await work(({ commits }) => bar.update(commits));
  } finally {
    bar.stop();
  }
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
