// Looks at a server before a command works on a log in it. Makes none.
import { type Inspection, openInspection, otherLogs, shapeOf } from '../store/redis/inspect/inspection.js';
import type { RedisStoreOptions } from '../store/redis/options.js';
import { UsageError } from './user-module.js';

/** Throws a `UsageError` where a server has no log in the namespace: whoever only reads must not make one. */
export async function mustHoldLog(options: RedisStoreOptions): Promise<void> {
  await withInspection(options, async (inspection) => {
    if ((await shapeOf(inspection)) !== null) return;
    const { namespace, server } = inspection;
    const others = await otherLogs(inspection);
    const next = others.length === 0 ? 'It has no log at all: name another server' : `It has ${others.join(', ')}`;
    throw new UsageError(`${server} has no log in namespace ${namespace}. ${next}, or name one with --namespace.`);
  });
}

/** Does some work with a connection that only looks. */
export async function withInspection<T>(
  options: RedisStoreOptions,
  work: (inspection: Inspection) => Promise<T>,
): Promise<T> {
  const inspection = await openInspection(options);
  try {
    return await work(inspection);
  } finally {
    inspection.close();
  }
}
