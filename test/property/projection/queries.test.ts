// Every generated query answers what filtering, sorting and cutting the plain rows answers, on any number of partitions.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createQueryBus, type QueryBus } from '../../../src/bus/query-bus.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { Projections } from '../../../src/projection/projections.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { PageOfRows } from '../../../src/table/page-reader.js';
import { runsOf } from '../../support/seed.js';
import { domain, type TestCommit, TestWriter } from '../../unit/projection/orders.js';
import { commit, customer } from './histories.js';
import { compareValues, customerTotalsOf, ordersOf, productSalesOf } from './oracle.js';

type Row = object & { readonly [field: string]: unknown };

async function busOver(
  partitions: number,
  history: readonly TestCommit[],
): Promise<{ bus: QueryBus; close(): Promise<void> }> {
  const store = memoryStore({ partitions });
  const connection = await store.connect();
  await new TestWriter(connection.log).append(history);
  const projections = new Projections({ connection, runtime: systemRuntime, ...domain });
  const validate = () => [];
  const before = () => {};
  const bus = createQueryBus({
    ...domain,
    projections,
    connection,
    runtime: systemRuntime,
    validate,
    before,
    defaultTimeout: 5000,
  });
  for (;;) {
    const [status] = await projections.status();
    if (status?.state === 'live') break;
    await new Promise((resume) => setImmediate(resume));
  }
  return { bus, close: () => projections.stopFolding() };
}

interface Sorting {
  readonly by: string | null;
  readonly direction: 'asc' | 'desc';
}

function expectedOrder(rows: readonly Row[], key: string, { by, direction }: Sorting): Row[] {
  const sorted = [...rows].sort(
    (a, b) => (by === null ? 0 : compareValues(a[by], b[by])) || compareValues(a[key], b[key]),
  );
  return direction === 'asc' ? sorted : sorted.reverse();
}

/** Asks for all pages by number and again by cursor, and compares each with the rows that it must hold. */
async function expectPages(
  bus: QueryBus,
  query: string,
  parameters: Row,
  { rows, size }: { readonly rows: readonly Row[]; readonly size: number },
): Promise<void> {
  let cursor: string | null = null;
  const pages = Math.ceil(rows.length / size);
  for (let number = 1; number <= pages + 1; number++) {
    const wanted = rows.slice((number - 1) * size, number * size);
    const page = (await bus.ask(query, { ...parameters, paging: { number, size } })) as PageOfRows;
    expect(page).toEqual({
      rows: wanted,
      total: rows.length,
      number,
      size,
      cursor: number < pages ? page.cursor : null,
    });
    if (number < pages) expect(page.cursor).toBeTypeOf('string');
    if (number > 1 && cursor !== null) {
      const next = (await bus.ask(query, { ...parameters, paging: { cursor, size } })) as PageOfRows;
      expect(next).toEqual({ ...page, number: 0 });
    }
    cursor = page.cursor;
  }
}

const direction = fc.constantFrom('asc' as const, 'desc' as const);
const sortBy = (...fields: string[]) =>
  fc.option(fc.record({ by: fc.constantFrom(...fields), direction }), { nil: undefined });

const asked = fc.record({
  customer,
  status: fc.option(fc.array(fc.constantFrom('open', 'shipped', 'cancelled'), { maxLength: 4 }), { nil: undefined }),
  above: fc.option(fc.integer({ min: -4, max: 9 }), { nil: undefined }),
  rating: fc.option(fc.constantFrom(null, -1, 0, 1), { nil: undefined }),
  atLeast: fc.option(fc.integer({ min: -1, max: 2 }), { nil: undefined }),
  below: fc.option(fc.integer({ min: -1, max: 3 }), { nil: undefined }),
  orderSort: sortBy('total', 'placedAt'),
  allSort: sortBy('total', 'rating'),
  ratedSort: sortBy('rating', 'customer'),
  bestSort: sortBy('spent', 'lastAt'),
  sellerSort: sortBy('units'),
  size: fc.integer({ min: 1, max: 5 }),
});

function present(parameters: Row): Row {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

const { seed, numRuns } = runsOf('queries = filter, sort, page', 150, 4_000);

it(`answers as filtering, sorting and cutting the rows does (seed ${seed})`, {
  timeout: process.env.SOAK === '1' ? 3_600_000 : 120_000,
}, async () => {
  const history = fc.array(commit, { minLength: 5, maxLength: 40 });
  const property = fc.asyncProperty(fc.integer({ min: 1, max: 4 }), history, asked, async (partitions, all, q) => {
    const { bus, close } = await busOver(partitions, all);
    const rows = ordersOf(all);
    const { size } = q;

    for (const id of ['order-1', 'order-2', 'order-0']) {
      expect(await bus.ask('GetOrder', { orderId: id })).toEqual(rows.find(({ orderId }) => orderId === id) ?? null);
    }
    const totals = customerTotalsOf(rows);
    expect(await bus.ask('GetTotals', { customer: q.customer })).toEqual(
      totals.find((t) => t.customer === q.customer) ?? null,
    );

    const ofCustomer = rows.filter(
      (row) =>
        row.customer === q.customer &&
        (q.status === undefined || q.status.some((status) => status === row.status)) &&
        (q.above === undefined || row.total > q.above),
    );
    await expectPages(
      bus,
      'CustomerOrders',
      present({ customer: q.customer, status: q.status, above: q.above, sort: q.orderSort }),
      {
        rows: expectedOrder(ofCustomer, 'orderId', q.orderSort ?? { by: 'placedAt', direction: 'desc' }),
        size,
      },
    );

    await expectPages(bus, 'AllOrders', present({ sort: q.allSort }), {
      rows: expectedOrder(rows, 'orderId', q.allSort ?? { by: null, direction: 'asc' }),
      size,
    });

    const rated = rows.filter(
      ({ rating }) =>
        (q.rating === undefined || rating === q.rating) &&
        (q.atLeast === undefined || (isNumber(rating) && rating >= q.atLeast)) &&
        (q.below === undefined || (isNumber(rating) && rating < q.below)),
    );
    const ratedParameters = present({ rating: q.rating, atLeast: q.atLeast, below: q.below, sort: q.ratedSort });
    await expectPages(bus, 'RatedOrders', ratedParameters, {
      rows: expectedOrder(rated, 'orderId', q.ratedSort ?? { by: 'rating', direction: 'asc' }),
      size,
    });

    const best = totals.filter(({ orders }) => q.atLeast === undefined || (orders as number) >= q.atLeast);
    await expectPages(bus, 'BestCustomers', present({ atLeast: q.atLeast, sort: q.bestSort }), {
      rows: expectedOrder(best, 'customer', q.bestSort ?? { by: 'spent', direction: 'desc' }),
      size,
    });

    await expectPages(bus, 'BestSellers', present({ sort: q.sellerSort }), {
      rows: expectedOrder(productSalesOf(rows), 'sku', q.sellerSort ?? { by: null, direction: 'asc' }),
      size,
    });
    await close();
  });
  await fc.assert(property, { seed, numRuns });
});
