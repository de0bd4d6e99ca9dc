// `statefold retire`: takes away what a release has left of a projection on a server. Deletes nothing itself.
import { shapeOf } from '../store/redis/inspect/inspection.js';
import type { RedisStoreOptions } from '../store/redis/options.js';
import { retire as retireOn } from '../store/redis/retire.js';
import { counted } from './numbers.js';
import { mustHoldLog, withInspection } from './server-log.js';
import { UsageError } from './user-module.js';
import { saying } from './with-connection.js';

/** Retires a release's projection; the exit code. */
export function retire(find: () => Promise<RedisStoreOptions>, name: string): Promise<number> {
  return saying(async () => {
    const options = await find();
    if (!/^[^@]+@[^@]+$/.test(name)) {
      throw new UsageError(
        `'${name}' names no release of a projection: OrderSummary@0123456789abcdef, as doctor tells it.`,
      );
    }
    await mustHoldLog(options);
    return withInspection(options, async (inspection) => {
      const retired = await retireOn(inspection, (await shapeOf(inspection))?.partitions ?? 0, name);
      if (retired.kind === 'folded') {
        throw new UsageError(
          `${name} is folded by worker ${retired.worker}. Stop all processes of that release first.`,
        );
      }
      if (retired.kind === 'unknown') {
        const known =
          retired.known.length === 0 ? 'Nothing serves there.' : `These are there: ${retired.known.join(', ')}.`;
        throw new UsageError(`There is nothing of ${name}. ${known}`);
      }
      const { generations, keys } = retired;
      process.stdout.write(`${name}: ${counted(generations.length, 'generation')}, ${counted(keys, 'key')} deleted.\n`);
      return 0;
    });
  });
}
