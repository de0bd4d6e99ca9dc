// A release whose machine has changed meets a log that the one before it wrote.
import { expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { orderMachine } from '../../../domain/order.machine.js';
import { app } from '../../../generated/app.js';
import { memoryStore, type Store, startEngine } from '../../../src/index.js';
import { overriding } from '../../support/overriding.js';
import { lineOf, orderId, placing, startShop } from '../../support/shop.js';

type States = Readonly<Record<string, { readonly on?: object; readonly states?: States }>>;

/** The shop with another machine, as a later release would have it. */
function release(change: (states: States) => States, fingerprint: string) {
  const { config, implementations } = orderMachine as unknown as AnyStateMachine;
  const machine = createMachine(
    { ...config, states: change(config.states as States) } as never,
    implementations as never,
  );
  const [order] = app.aggregates;
  return { ...app, aggregates: [{ ...order, machine, fingerprint } as never] };
}

async function written(): Promise<Store> {
  const store = memoryStore();
  const engine = await startShop({ store });
  for (const id of ['o1', 'o2', 'o3'].map(orderId)) {
    await engine.commands.placeOrder(id, placing());
    if (id !== 'o3') await engine.commands.payOrder(id, { amount: 200, method: 'card' });
    await engine.commands.shipOrder(id, { carrier: 'post', freight: 0 });
  }
  await engine.close();
  return store;
}

const withoutPayment = (states: States): States => {
  const on = Object.fromEntries(
    Object.entries(states.open?.states?.unpaid?.on ?? {}).filter(([event]) => event !== 'OrderPaid'),
  );
  return { ...states, open: { ...states.open, states: { ...states.open?.states, unpaid: { on } } } };
};

it('starts a changed machine that applies every stored event, and goes on from there', async () => {
  const store = await written();
  const archived = release((states) => ({ ...states, archived: { on: {} } }), 'with an archive');
  const engine = await startEngine(archived, { store });
  const order = engine.aggregates.order?.(orderId('o3') as never);
  expect(await order?.state()).toMatchObject({ name: 'shipped', version: 2 });
  await engine.close();
});

it('refuses a machine that cannot apply stored events, with all of them', async () => {
  const store = await written();
  await expect(startEngine(release(withoutPayment, 'without payment'), { store })).rejects.toMatchObject({
    code: 'INCOMPATIBLE',
    message:
      'Order: its machine cannot apply stored events: OrderPaid while open.unpaid, 2 times, first Order-o1@2. Let its states apply them, or run the release that wrote them.',
    details: { unapplied: [{ event: 'OrderPaid', state: 'open.unpaid', count: 2, first: 'Order-o1@2' }] },
  });
});

it('refuses it again at the next start, and lets the release before start as ever', async () => {
  const store = await written();
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(startEngine(release(withoutPayment, 'without payment'), { store })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
    });
  }
  const engine = await startShop({ store });
  await engine.commands.placeOrder(orderId('o4'), placing('ALFKI', [lineOf('tofu')]));
  await engine.close();
});

it('judges no machine by a log whose blocks do not follow each other', async () => {
  const store = await written();
  const broken: Store = {
    name: 'broken',
    connect: async () => {
      const connection = await store.connect();
      const { log } = connection;
      const read: typeof log.read = async (...asked) => (await log.read(...asked)).filter(({ first }) => first !== 2);
      return overriding(connection, { log: overriding(log, { read }) });
    },
  };
  const archived = release((states) => ({ ...states, archived: { on: {} } }), 'with an archive');
  await expect(startEngine(archived, { store: broken })).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
});

it('looks once at a machine that has not changed', async () => {
  const store = await written();
  let reads = 0;
  const counted: Store = {
    name: 'counted',
    connect: async () => {
      const connection = await store.connect();
      const read = connection.log.read.bind(connection.log);
      connection.log.read = (...question) => {
        reads++;
        return read(...question);
      };
      return connection;
    },
  };
  await (await startShop({ store: counted, fold: false })).close();
  expect(reads).toBe(0);
});
