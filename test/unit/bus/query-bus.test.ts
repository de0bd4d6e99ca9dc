import { afterEach, describe, expect, it } from 'vitest';
import { createQueryBus, type QueryBusPorts } from '../../../src/bus/query-bus.js';
import type { RowsOf } from '../../../src/bus/query-helpers.js';
import { StatefoldError } from '../../../src/kernel/error.js';
import type { Epoch, Mark, Place, Position, Receipt } from '../../../src/kernel/place.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import type { Row } from '../../../src/projection/definition.js';
import { foldId, indexesOf, tablesOf } from '../../../src/projection/fold-unit.js';
import { Projections } from '../../../src/projection/projections.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { HandlerQuery, QueryDefinition } from '../../../src/table/query-definition.js';
import type { Applied, Tables } from '../../../src/table/tables.js';
import { overriding } from '../../support/overriding.js';
import { domain, TestWriter } from '../projection/orders.js';

const opened = (customer: string, total: number) => ({
  type: 'Opened',
  data: { customer, total, lines: [{ sku: 'pen', quantity: 1 }] },
});

type Rows = { readonly Orders: RowsOf<Row>; readonly CustomerTotals: RowsOf<Row> };

/** Options that cannot be read. */
function withGetter(): object {
  return {
    get timeout(): number {
      throw new Error('a getter');
    },
  };
}

/** Lets a handler wait in the middle. */
let inHandler: () => Promise<unknown> = async () => {};

const handlers: readonly HandlerQuery[] = [
  {
    kind: 'handler',
    name: 'Overview',
    sources: ['Orders', 'CustomerTotals'],
    handle: async ({ query, rows }: { query: { ids: string[]; customer: string }; rows: Rows }) => {
      const all: unknown[] = [];
      for await (const row of rows.Orders.all()) all.push(row.orderId);
      await inHandler();
      return {
        all,
        asked: (await rows.Orders.getMany(query.ids)).map((row) => row?.total ?? null),
        spent: (await rows.CustomerTotals.get(query.customer))?.spent ?? 0,
      };
    },
  },
  {
    kind: 'handler',
    name: 'Broken',
    sources: ['Orders'],
    handle: () => {
      throw new RangeError('no such column');
    },
  },
];

const started: Projections[] = [];

afterEach(async () => {
  inHandler = async () => {};
  await Promise.all(started.splice(0).map((projections) => projections.stopFolding()));
});

async function start({
  fold = true,
  partitions = 1,
  ports = {} as Partial<QueryBusPorts>,
  store = memoryStore({ partitions }),
} = {}) {
  const connection = await store.connect();
  const queries: readonly QueryDefinition[] = [...domain.queries, ...handlers];
  const projections = new Projections({ connection, runtime: systemRuntime, ...domain, queries, fold });
  started.push(projections);
  const bus = createQueryBus({
    queries,
    projections,
    connection,
    runtime: systemRuntime,
    validate: () => [],
    before: () => {},
    defaultTimeout: 2000,
    ...ports,
  });
  return { bus, projections, connection, store, writer: new TestWriter(connection.log) };
}

interface Answered {
  readonly value: unknown;
  readonly stale: boolean;
}

/** An engine whose steps can be held up on their way to the store, or back. */
async function startSlow(holdUp: (doing: () => Promise<Applied>) => Promise<Applied>) {
  const store = memoryStore();
  const state = { isSlow: false, checkpointsAsked: 0 };
  const slow: typeof store = {
    ...store,
    connect: async () => {
      const connection = await store.connect();
      const { tables } = connection;
      const apply: Tables['apply'] = (step) => (state.isSlow ? holdUp(() => tables.apply(step)) : tables.apply(step));
      const checkpoint: Tables['checkpoint'] = (...given) => {
        state.checkpointsAsked += 1;
        return tables.checkpoint(...given);
      };
      return { ...connection, tables: overriding(tables, { apply, checkpoint }) };
    },
  };
  return { ...(await start({ store: slow })), state };
}

const receiptOf = (place: Place | null | undefined, aggregate = 'Order'): Receipt => ({
  aggregate,
  aggregateId: 'o-1',
  commandId: 'c-1',
  version: 1,
  place: place ?? null,
});

const open = (id: string, total = 5) => ({ id, time: 1000, events: [opened('ann', total)] });

/** What tells up to where it was folded. */
const READS: readonly (readonly [string, string, object])[] = [
  ['a row', 'GetOrder', { orderId: 'o-1' }],
  ['a page', 'AllOrders', {}],
];

describe('a query with after', () => {
  it('answers from rows that hold the command', async () => {
    const { bus, writer } = await start({ partitions: 3 });
    for (let n = 1; n <= 20; n++) {
      const [place] = await writer.append([open(`o-${n}`, n)]);
      const answer = await bus.ask('GetOrder', { orderId: `o-${n}` }, { after: receiptOf(place) });
      expect(answer).toMatchObject({ stale: false, value: { total: n } });
    }
  });

  it('waits for what another engine folds', async () => {
    const { store, writer } = await start();
    const { bus } = await start({ store, fold: false });
    const [place] = await writer.append([open('o-1')]);
    expect(await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) })).toMatchObject({ stale: false });
  });

  it.each(READS)(
    'follows the step on its way: %s is there before the step has been acknowledged',
    async (_, query, parameters) => {
      const answers: (() => void)[] = [];
      const { bus, writer, state } = await startSlow(async (doing) => {
        const applied = await doing();
        await new Promise<void>((resolve) => answers.push(resolve));
        return applied;
      });
      const [first] = await writer.append([open('o-0')]);
      await bus.ask('GetOrder', { orderId: 'o-0' }, { after: receiptOf(first) });
      state.isSlow = true;
      state.checkpointsAsked = 0;
      const [place] = await writer.append([open('o-1', 7)]);
      const { value, stale } = (await bus.ask(query, parameters, { after: receiptOf(place) })) as Answered;
      expect(answers).toHaveLength(1);
      expect(state.checkpointsAsked).toBe(0);
      expect(stale).toBe(false);
      expect(JSON.stringify(value)).toContain('"total":7');
      state.isSlow = false;
      for (const answer of answers) answer();
    },
  );

  it.each(READS)(
    'does not take a step on its way for one that has been made: %s is read again',
    async (_, query, parameters) => {
      const sent: (() => void)[] = [];
      const { bus, writer, state } = await startSlow(async (doing) => {
        await new Promise<void>((resolve) => sent.push(resolve));
        return doing();
      });
      const [before] = await writer.append([open('o-1', 1)]);
      await bus.ask(query, parameters, { after: receiptOf(before) });
      state.isSlow = true;
      const [place] = await writer.append([{ id: 'o-1', time: 1000, events: [opened('ann', 7)] }]);
      const answer = bus.ask(query, parameters, { after: receiptOf(place) }) as Promise<Answered>;
      await expect.poll(() => sent.length, { interval: 1 }).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      state.isSlow = false;
      sent[0]?.();
      expect(JSON.stringify(await answer)).toMatch(/"total":7.*"stale":false/);
    },
  );

  it('is marked stale, with how far behind it is, when the time is over', async () => {
    const { bus, writer, projections } = await start();
    const [first] = await writer.append([open('o-1')]);
    await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(first) });
    await projections.stopFolding();
    const [place] = await writer.append([open('o-2'), open('o-3')]);
    const answer = await bus.ask('GetOrder', { orderId: 'o-2' }, { after: receiptOf(place), timeout: 20 });
    expect(answer).toEqual({ value: null, stale: true, behind: 2 });
  });

  it('does not wait for a command that has left no commit', async () => {
    const { bus, writer } = await start();
    const [place] = await writer.append([open('o-1')]);
    await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
    const answer = await bus.ask('GetOrder', { orderId: 'o-2' }, { after: receiptOf(null) });
    expect(answer).toEqual({ value: null, stale: false });
  });

  it('is refused for an aggregate of which it reads nothing', async () => {
    const { bus, writer } = await start();
    const [place] = await writer.append([open('o-1')]);
    await expect(bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place, 'Basket') })).rejects.toMatchObject({
      code: 'INVALID',
      details: { violations: [{ pointer: '/after' }] },
    });
  });

  it('fails with LOG_TRUNCATED for a place that the log does not hold', async () => {
    const { bus, writer } = await start();
    const [place] = await writer.append([open('o-1')]);
    const ask = (other: Partial<Place>) =>
      bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf({ ...(place as Place), ...other }) });
    await expect(ask({ position: 9 as Position, mark: 'ffffffffffffffff' as Mark })).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
    });
    await expect(ask({ epoch: '7' as Epoch })).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
  });
});

describe('a page', () => {
  it('is refused with a size, number, order or cursor that does not exist', async () => {
    const { bus, writer } = await start();
    const places = await writer.append([open('o-1'), open('o-2'), open('o-3')]);
    await bus.ask('AllOrders', {}, { after: receiptOf(places[0]) });
    const { cursor } = (await bus.ask('AllOrders', { paging: { size: 1 } })) as { cursor: string };
    const refused: [string, object, string][] = [
      ['AllOrders', { paging: { size: 0 } }, '/paging/size'],
      ['AllOrders', { paging: { size: 1001 } }, '/paging/size'],
      ['AllOrders', { paging: { number: 0 } }, '/paging/number'],
      ['AllOrders', { paging: { number: 2, cursor } }, '/paging'],
      ['AllOrders', { paging: { cursor: 'nonsense' } }, '/paging/cursor'],
      ['AllOrders', { paging: { cursor: `${cursor}!` } }, '/paging/cursor'],
      ['AllOrders', { sort: { by: 'total' }, paging: { cursor } }, '/paging/cursor'],
      ['RatedOrders', { paging: { cursor } }, '/paging/cursor'],
      ['AllOrders', { sort: { by: 'customer' } }, '/sort/by'],
    ];
    for (const [query, parameters, pointer] of refused) {
      await expect(bus.ask(query, parameters), JSON.stringify(parameters)).rejects.toMatchObject({
        code: 'INVALID',
        details: { violations: [{ pointer }] },
      });
    }
    // With twenty rows to a page.
    await expect(bus.ask('AllOrders', { paging: { number: 1e15 } })).rejects.toThrow(
      '/paging/number must be a whole number from 1 to 450359962737049.',
    );
    expect(await bus.ask('AllOrders', { paging: { number: 450359962737049 } })).toMatchObject({ rows: [] });
    expect(await bus.ask('AllOrders', { paging: { cursor } })).toMatchObject({
      rows: [{ orderId: 'o-2' }, { orderId: 'o-3' }],
    });
  });

  it('has twenty rows where no size is given', async () => {
    const { bus, writer } = await start();
    const places = await writer.append(Array.from({ length: 21 }, (_, n) => open(`o-${n}`)));
    const { value } = (await bus.ask('AllOrders', {}, { after: receiptOf(places[0]) })) as { value: { rows: Row[] } };
    expect(value).toMatchObject({ total: 21, size: 20, number: 1 });
    expect(value.rows).toHaveLength(20);
  });
});

describe('a hand-written query', () => {
  it('reads rows by key, several, and all, over all partitions', async () => {
    const { bus, writer } = await start({ partitions: 4 });
    const places = await writer.append([open('o-3', 3), open('o-1', 1), open('o-2', 2), open('o-4', 4)]);
    for (const place of places) await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
    expect(await bus.ask('Overview', { ids: ['o-4', 'o-9', 'o-1'], customer: 'ann' })).toEqual({
      all: ['o-1', 'o-2', 'o-3', 'o-4'],
      asked: [4, null, 1],
      spent: 10,
    });
  });

  it('is a DEFECT when it throws', async () => {
    const { bus, writer } = await start();
    const [place] = await writer.append([open('o-1')]);
    await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
    const error = await bus.ask('Broken', {}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'DEFECT', details: { where: 'query Broken' }, cause: expect.any(RangeError) });
  });

  it('is answered again from the new tables when a rebuild drops those that it reads', async () => {
    const { bus, writer, projections } = await start();
    const [place] = await writer.append([open('o-1', 7)]);
    await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
    let runs = 0;
    inHandler = async () => {
      runs += 1;
      if (runs === 1) await projections.rebuild('Orders');
    };
    expect(await bus.ask('Overview', { ids: ['o-1'], customer: 'ann' })).toEqual({
      all: ['o-1'],
      asked: [7],
      spent: 7,
    });
    expect(runs).toBe(2);
  });

  it('fails with TIMEOUT when it takes too long', async () => {
    const { bus, writer } = await start();
    const [place] = await writer.append([open('o-1')]);
    await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
    inHandler = () => new Promise(() => {});
    await expect(bus.ask('Overview', { ids: [], customer: '' }, { timeout: 20 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });
});

describe('every query', () => {
  it.each(READS)(
    'says that what serves is not there, rather than that there is no row: %s',
    async (_, query, parameters) => {
      const { bus, writer, projections, connection } = await start();
      const [place] = await writer.append([open('o-1')]);
      await bus.ask('GetOrder', { orderId: 'o-1' }, { after: receiptOf(place) });
      await projections.stopFolding();
      const { unit } = projections.hostOf('Orders');
      const generation = (await connection.tables.serving(unit.pointer)) ?? '';
      await connection.tables.drop(foldId(unit, generation), tablesOf(unit, generation), indexesOf(unit, generation));
      await expect(bus.ask(query, parameters)).rejects.toMatchObject({
        code: 'CORRUPT',
        message: `Orders: generation ${generation} is to serve, and the store has no tables of it. Rebuild the projection.`,
      });
    },
  );

  it('answers BUILDING, with how far it is, before its projection is built', async () => {
    const { bus, writer } = await start({ fold: false });
    await writer.append([open('o-1'), open('o-2')]);
    await expect(bus.ask('GetOrder', { orderId: 'o-1' })).rejects.toMatchObject({
      code: 'BUILDING',
      details: { projection: 'Orders', position: 0, head: 2 },
    });
  });

  it('is validated first, then let through, then answered', async () => {
    const calls: string[] = [];
    const { bus } = await start({
      fold: false,
      ports: {
        validate: (_query, parameters) => {
          calls.push('validate');
          return (parameters as { orderId: unknown }).orderId === 5
            ? [{ pointer: '/orderId', message: 'must be text' }]
            : [];
        },
        before: ({ type }) => {
          calls.push(type);
          throw new StatefoldError('FORBIDDEN', 'No.', { message: type });
        },
      },
    });
    await expect(bus.ask('GetOrder', { orderId: 5 })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(bus.ask('GetOrder', { orderId: 'o-1' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(calls).toEqual(['validate', 'validate', 'GetOrder']);
  });

  it.each([
    ['no object', 5, 'must have options in an object'],
    ['a misspelt name', { affter: null }, 'did you mean after?'],
    ['a receipt that is none', { after: { place: 1 } }, 'must be a receipt'],
    ['a getter that throws', withGetter(), 'reading it throws'],
  ])('is refused with options that are %s', async (_what, options, message) => {
    const { bus } = await start({ fold: false });
    const error = await bus.ask('GetOrder', { orderId: 'o-1' }, options as object).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'INVALID', message: expect.stringContaining(message) });
  });

  it('is refused under a name that is no query', async () => {
    const { bus } = await start({ fold: false });
    await expect(bus.ask('constructor', {})).rejects.toMatchObject({ code: 'INVALID' });
    await expect(bus.ask('getOder', {})).rejects.toThrow('is no query of this domain (did you mean GetOrder?)');
  });
});
