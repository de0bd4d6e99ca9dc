// Messages under names that mean something to XState or to JavaScript are refused at the door, and no key of the log changes.
import { expect, it } from 'vitest';
import { startEngine } from '../../generated/index.js';
import { isStatefoldError } from '../../src/kernel/error.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { describeRedis, dumpOf, redisBench } from '../redis/bench.js';
import { orderId, placing } from '../support/shop.js';
import { POLLUTING } from './hostile-values.js';

/** Everything that XState sends itself, what it matches anything by, and names that every object has. */
const FORGED: readonly unknown[] = [
  ...['xstate.init', 'xstate.stop', 'xstate.start', 'xstate.error', 'xstate.raise', 'xstate.cancel', 'xstate.route'],
  ...['xstate.done.state.order', 'xstate.done.state.order.cancelled', 'xstate.done.actor.0.order', 'xstate.done.actor'],
  ...['xstate.error.actor.0.order', 'xstate.snapshot.order', 'xstate.after.1000.order', 'xstate.after.0', 'xstate.*'],
  ...['xstate.promise.resolve', 'xstate.observable.next', '@xstate.event', '@xstate.transition', 'xstate.'],
  ...['*', '.*', 'PlaceOrder.*', '', ' ', '.', 'placeOrder', 'PLACEORDER', 'PlaceOrder ', 'PlaceOrder\0', 'Unknown'],
  // What aggregates say is not what they are told.
  ...['OrderPlaced', 'OrderShipped', 'OrderCancelled', 'LineAdded', 'OrderSummary', 'GetOrder'],
  ...POLLUTING,
  ...[null, undefined, 0, 1n, true, Symbol('xstate.stop'), ['PlaceOrder'], { toString: () => 'PlaceOrder' }],
];

describeRedis('a forged message', () => {
  const bench = redisBench();

  it('is refused on every way in, and leaves every key as it was, byte by byte', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    // Nothing of its own goes on in it while keys are compared.
    const engine = await startEngine({ store: redisStore({ url: server.url, durability: 'memory' }), fold: false });
    const order = engine.aggregates.order(orderId('order-1'));
    await engine.commands.placeOrder(orderId('order-1'), placing());
    const before = await dumpOf(client);
    const data = placing();
    let refused = 0;
    for (const type of FORGED as readonly never[]) {
      const ways: readonly (() => Promise<unknown>)[] = [
        () => engine.dispatch({ type, aggregateId: orderId('order-1'), data }),
        () => engine.dispatch({ type, aggregateId: orderId('order-2'), data: {} as never }),
        () => order.send({ type, data }),
        async () => {
          const answer = await order.can({ type, data });
          if (!answer.allowed) throw answer.reason;
        },
        () => engine.commands.placeOrder(orderId('order-3'), { ...data, type } as never),
      ];
      for (const way of ways) {
        const outcome: unknown = await Promise.resolve()
          .then(way)
          .catch((error: unknown) => error);
        expect(isStatefoldError(outcome, 'INVALID'), `${String(type)}: ${String(outcome)}`).toBe(true);
        refused++;
      }
    }
    expect(refused).toBe(FORGED.length * 5);
    expect(await dumpOf(client)).toEqual(before);
    expect(({} as { type?: unknown }).type).toBeUndefined();
    // The machine is where it was: it takes what it would have taken.
    expect(await order.state()).toMatchObject({ version: 1 });
    await engine.commands.shipOrder(orderId('order-1'), { carrier: 'c', freight: 1 });
    await engine.close();
  });

  it('has no method under the name of what every object has', async () => {
    const server = await bench.server();
    const engine = await startEngine({ store: redisStore({ url: server.url, durability: 'memory' }), fold: false });
    for (const bus of [engine.commands, engine.queries, engine.can, engine.explain, engine.aggregates]) {
      const names = Object.keys(bus);
      for (const name of POLLUTING) expect(names).not.toContain(name);
      expect(Object.isFrozen(bus)).toBe(true);
    }
    await engine.close();
  });
});
