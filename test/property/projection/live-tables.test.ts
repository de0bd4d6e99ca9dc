// Read models equal the fold of the log from scratch, whoever folds, however often it stops, and whatever the store answers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StatefoldError } from '../../../src/kernel/error.js';
import { type Runtime, systemRuntime } from '../../../src/kernel/runtime.js';
import { Projections } from '../../../src/projection/projections.js';
import { TableReader } from '../../../src/projection/table-reader.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { StoreConnection } from '../../../src/store/store.js';
import { runsOf } from '../../support/seed.js';
import { domain, type TestCommit, TestWriter } from '../../unit/projection/orders.js';
import { commits } from './histories.js';
import { customerTotalsOf, ordersOf, productSalesOf } from './oracle.js';

type Action =
  | { readonly kind: 'append'; readonly commits: readonly TestCommit[] }
  /** Lets the event loop turn: the folds get on by some steps, or none. */
  | { readonly kind: 'turn'; readonly turns: number }
  /** The store's clock jumps: all leases have ended, and whoever looks first takes them under the other's hands. */
  | { readonly kind: 'jump' }
  | { readonly kind: 'start' | 'stop' | 'rebuild' | 'verify'; readonly worker: number }
  /** The store's next answers to steps: lost before or after they were done. */
  | { readonly kind: 'fail'; readonly worker: number; readonly when: readonly ('before' | 'after')[] };

const worker = fc.constantFrom(0, 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: commits.map((list): Action => ({ kind: 'append', commits: list })) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 30 }).map((turns): Action => ({ kind: 'turn', turns })) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const), worker }) },
  { weight: 2, arbitrary: fc.constant<Action>({ kind: 'jump' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rebuild' as const, 'verify' as const), worker }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      worker,
      when: fc.array(fc.constantFrom('before' as const, 'after' as const), { minLength: 1, maxLength: 3 }),
    }),
  },
);

/** Pauses take one turn of the event loop: what matters is what happens between them, not how long they last. */
const hasty: Runtime = {
  ...systemRuntime,
  inBackground: (_ms, task) => {
    const pause = setImmediate(task);
    return () => clearImmediate(pause);
  },
};

function unreliable(
  connection: StoreConnection,
  faults: ('before' | 'after')[],
  delays: readonly number[],
): StoreConnection {
  const tables = Object.create(connection.tables) as StoreConnection['tables'];
  let steps = 0;
  const lost = () => new StatefoldError('UNAVAILABLE', 'The reply was lost.', { what: 'tables' });
  tables.apply = async (step) => {
    const fault = faults.shift();
    // Takes some turns, as a server would: workers overtake each other, and stop, between the steps of one block.
    for (let turns = delays[steps++ % delays.length] ?? 0; turns > 0; turns--) await turn();
    if (fault === 'before') throw lost();
    const applied = await connection.tables.apply(step);
    if (fault === 'after') throw lost();
    return applied;
  };
  for (const method of [
    'checkpoint',
    'rows',
    'entries',
    'count',
    'scan',
    'size',
    'serving',
    'serve',
    'drop',
    'onApply',
  ] as const) {
    tables[method] = connection.tables[method].bind(connection.tables) as never;
  }
  return { ...connection, tables };
}

const turn = () => new Promise<void>((resume) => setImmediate(resume));

async function rowsOf(connection: StoreConnection, projections: Projections, table: string): Promise<unknown[]> {
  const host = projections.hostOf(table);
  const rows: unknown[] = [];
  for await (const [, row] of new TableReader(connection, host.unit, (await host.serving()) ?? '', table).all())
    rows.push(row);
  return rows;
}

/** Rows in the order of their keys, whatever their type. */
const sorted = (rows: readonly unknown[], key: string) =>
  [...(rows as Record<string, unknown>[])].sort((a, b) => (JSON.stringify(a[key]) < JSON.stringify(b[key]) ? -1 : 1));

interface Setup {
  readonly partitions: number;
  /** Of each worker: one goes on in the middle of what is a step of the other. */
  readonly changesPerStep: readonly number[];
  /** Of each worker: turns that its steps take, over and over. */
  readonly delays: readonly (readonly number[])[];
}

interface Played {
  readonly rebuilds: number;
  /** Steps that were refused, since the other worker had the lease. */
  readonly fenced: number;
}

async function play({ partitions, changesPerStep, delays }: Setup, actions: readonly Action[]): Promise<Played> {
  let jumped = 0;
  const store = memoryStore({ partitions, now: () => Date.now() + jumped });
  const connection = await store.connect();
  const writer = new TestWriter(connection.log);
  const faults: ('before' | 'after')[][] = [[], []];
  const errors: StatefoldError[] = [];
  const workers = await Promise.all(
    faults.map(async (list, index) => {
      const onError = (error: StatefoldError) => errors.push(error);
      return new Projections({
        connection: unreliable(await store.connect(), list, delays[index] ?? []),
        runtime: hasty,
        ...domain,
        changesPerStep: changesPerStep[index] ?? 1,
        fold: false,
        // Short, since a second rebuild waits for half of it to see whether the first is alive.
        foldTimeout: 20,
        onError,
      });
    }),
  );
  const first = workers[0] as Projections;
  first.startFolding();
  const history: TestCommit[] = [];
  const side: Promise<unknown>[] = [];
  let rebuilds = 0;
  for (const step of actions) {
    if (step.kind === 'append') {
      await writer.append(step.commits);
      history.push(...step.commits);
    } else if (step.kind === 'turn') {
      for (let n = 0; n < step.turns; n++) await turn();
    } else if (step.kind === 'jump') {
      jumped += 60_000;
    } else if (step.kind === 'fail') {
      faults[step.worker]?.push(...step.when);
    } else if (step.kind === 'start') {
      workers[step.worker]?.startFolding();
    } else if (step.kind === 'stop') {
      // Not awaited: the worker stops somewhere between here and the next steps.
      side.push((workers[step.worker] as Projections).stopFolding());
    } else if (step.kind === 'rebuild') {
      const rebuild = (workers[step.worker] as Projections).rebuild('Orders').then(
        () => {
          rebuilds += 1;
        },
        // Of the other worker's rebuild, or since that has taken the lease while this one believed to hold it.
        (error: StatefoldError) => expect(['OVERLOADED', 'UNAVAILABLE']).toContain(error.code),
      );
      side.push(rebuild);
    } else {
      const verified = (workers[step.worker] as Projections).verify('Orders').then(
        ({ identical, differences }) =>
          expect({ identical, differences }).toEqual({ identical: true, differences: [] }),
        // The other worker may move the rows whenever they are compared.
        (error: StatefoldError) => expect(['BUILDING', 'UNAVAILABLE']).toContain(error.code),
      );
      side.push(verified);
    }
  }
  for (const one of workers) one.startFolding();
  await Promise.all(side);
  for (const one of workers) one.startFolding();
  for (let turns = 0; ; turns++) {
    const [status] = await first.status();
    if (status?.state === 'live' && status.lag.commits === 0) break;
    if (status?.error || turns > 20_000) throw status?.error ?? new Error('The projection does not catch up.');
    await turn();
  }
  expect(errors).toEqual([]);
  const rows = ordersOf(history);
  const live = (table: string) => rowsOf(connection, first, table);
  expect(sorted(await live('Orders'), 'orderId')).toEqual(sorted(rows, 'orderId'));
  expect(sorted(await live('CustomerTotals'), 'customer')).toEqual(sorted(customerTotalsOf(rows), 'customer'));
  expect(sorted(await live('ProductSales'), 'sku')).toEqual(sorted(productSalesOf(rows), 'sku'));
  expect(await first.verify('Orders')).toMatchObject({ identical: true, differences: [] });
  await Promise.all(workers.map((one) => one.stopFolding()));
  return { rebuilds, fenced: workers.reduce((sum, one) => sum + one.fenced, 0) };
}

const { seed, numRuns } = runsOf('live tables = fold', 300, 4_000);

it(`equals the fold from scratch under stops, restarts, rebuilds, lost replies, lost leases and a second worker (seed ${seed})`, {
  timeout: process.env.SOAK === '1' ? 3_600_000 : 120_000,
}, async () => {
  let [rebuilds, fenced] = [0, 0];
  const setup = fc.record({
    partitions: fc.integer({ min: 1, max: 4 }),
    changesPerStep: fc.array(fc.constantFrom(1, 150, 300, 2000), { minLength: 2, maxLength: 2 }),
    delays: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 2,
    }),
  });
  const actions = fc.array(action, { minLength: 2, maxLength: 25 });
  const property = fc.asyncProperty(setup, actions, async (store, steps) => {
    const played = await play(store, steps);
    rebuilds += played.rebuilds;
    fenced += played.fenced;
  });
  await fc.assert(property, { seed, numRuns });
  expect(rebuilds).toBeGreaterThan(0);
  expect(fenced).toBeGreaterThan(0);
});
