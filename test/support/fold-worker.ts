// A process that folds counters on a Redis store: started by `fold-workers.ts`, told by it how to come to harm.

import type { Store } from '../../src/store/store.js';
import type { Applied } from '../../src/table/tables.js';
import type { FoldWorkerOptions, Harm, Report } from './fold-workers.js';

const options = JSON.parse(process.argv[2] ?? '{}') as FoldWorkerOptions;
if (options.skewMs !== undefined) {
  // Before anything else has looked at the clock.
  const real = Date.now;
  const skew = options.skewMs;
  Date.now = () => real() + skew;
}
const { startEngine } = await import('../../src/engine/start-engine.js');
const { redisStore } = await import('../../src/store/redis/redis-store.js');
const { countersApp } = await import('./counters.js');
const { overriding } = await import('./overriding.js');

const { url, namespace, foldTimeout, clients = 0 } = options;
const errors: string[] = [];
let harm: Harm | null = null;

function say(report: Report): void {
  process.send?.(report);
}

/** Does to this process what it was told, at the next step. */
async function harmed(apply: () => Promise<Applied>): Promise<Applied> {
  const next = harm;
  harm = null;
  if (next === null) return apply();
  say({ kind: 'harming' });
  if (next === 'kill before') process.kill(process.pid, 'SIGKILL');
  if (next === 'stop before') process.kill(process.pid, 'SIGSTOP');
  const applying = apply();
  if (next === 'kill when sent') setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  const applied = await applying;
  if (next === 'kill when done') process.kill(process.pid, 'SIGKILL');
  say({ kind: 'applied', answer: applied.kind });
  return applied;
}

const redis = redisStore({ url, namespace, durability: 'memory', onWarning: () => {} });
const store: Store = {
  name: redis.name,
  connect: async () => {
    const connection = await redis.connect();
    const { tables } = connection;
    return { ...connection, tables: overriding(tables, { apply: (step) => harmed(() => tables.apply(step)) }) };
  },
};
const engine = await startEngine(countersApp, {
  store,
  foldTimeout,
  onError: (error) => errors.push(`${error.code}: ${error.message}`),
});

// Its own load: what was sent is settled when the engine has closed, whatever comes of it.
const settled = { done: 0, refused: 0, unknown: 0 };
let isClosing = false;
const sending = Array.from({ length: clients }, async (_, client) => {
  for (let number = 0; !isClosing; number++) {
    try {
      await engine.commands.count(`load-${process.pid}-${client}-${Math.floor(number / 40)}`, { by: 1 });
      settled.done += 1;
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === 'OUTCOME_UNKNOWN') settled.unknown += 1;
      else settled.refused += 1;
    }
  }
});

process.on('message', (message: 'health' | { readonly harm: Harm }) => {
  if (message === 'health') say({ kind: 'health', health: engine.health(), errors });
  else harm = message.harm;
});
process.once('SIGTERM', async () => {
  const startedAt = performance.now();
  isClosing = true;
  await engine.close();
  await Promise.all(sending);
  const ms = performance.now() - startedAt;
  process.send?.({ kind: 'closed', ms, settled, errors } satisfies Report, () => process.disconnect());
});
// Whoever started it has gone: it must not stay. Once it is closed it ends by itself, as any program of a user does.
process.once('disconnect', () => isClosing || process.exit(1));
say({ kind: 'ready' });
