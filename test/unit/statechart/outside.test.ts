// What XState means by names of its own never comes in from outside: hostile types of commands, through the whole engine.
import { afterEach, expect, it } from 'vitest';
import { app } from '../../../generated/app.js';
import type { AppTypes } from '../../../generated/buses.js';
import { order } from '../../../generated/order.aggregate.js';
import { type Engine, memoryStore, startEngine } from '../../../src/index.js';
import { orderId, placing } from '../../support/shop.js';

const id = orderId('order-1');
let engine: Engine<AppTypes> | undefined;
const asked: string[] = [];

afterEach(async () => {
  await engine?.close();
  asked.length = 0;
});

/** An engine whose orders hear everything, and take nothing. */
async function listening(): Promise<Engine<AppTypes>> {
  const guard = ({ event }: { readonly event: { readonly type: string } }) => {
    asked.push(event.type);
    return false;
  };
  const machine = order.createMachine({
    context: { customerId: null, lines: [], total: 0, paid: false, deliveredAt: null },
    initial: 'open',
    on: { '*': { guard } },
    states: { open: { id: 'open', onDone: { guard }, initial: 'last', states: { last: {}, end: { type: 'final' } } } },
  });
  const aggregates = app.aggregates.map((aggregate) => ({ ...aggregate, machine }));
  engine = await startEngine<AppTypes>({ ...app, aggregates } as never, { store: memoryStore() });
  return engine;
}

const dispatch = (type: unknown) =>
  (engine as Engine<AppTypes>).dispatch({ type, aggregateId: id, data: placing() } as never);

it('hears of declared commands', async () => {
  await listening();
  await expect(dispatch('PlaceOrder')).rejects.toMatchObject({ code: 'REJECTED' });
  expect(new Set(asked)).toEqual(new Set(['PlaceOrder']));
});

it.each<[string, unknown]>([
  ['a wildcard', '*'],
  ['a wildcard for all that XState says itself', 'xstate.*'],
  ['a partial wildcard', 'Place.*'],
  ['a wildcard of an empty name', '.*'],
  ['a wildcard within a name', 'Place*'],
  ['the start', 'xstate.init'],
  ['the stop', 'xstate.stop'],
  ['an error', 'xstate.error.actor.x'],
  ['the end of a state', 'xstate.done.state.open'],
  ['the end of an actor', 'xstate.done.actor.x'],
  ['a delay that is over', 'xstate.after.1000.open'],
  ['a way in from outside', 'xstate.route'],
  ['an eventless transition', ''],
  ['a command with more behind a dot', 'PlaceOrder.x'],
  ['a command in other letters', 'placeorder'],
  ['a command with a space', 'PlaceOrder '],
  ['a command with a zero behind it', 'PlaceOrder\u0000'],
  ['a lone surrogate', '\ud800'],
  ['lines for a log', 'x\n{"level":"error"}\r\n'],
  ['a member of every object', '__proto__'],
  ['another', 'constructor'],
  ['a third', 'toString'],
  ['an event', 'OrderPlaced'],
  ['a very long name', 'x'.repeat(1_000_000)],
  ['a number', 7],
  ['nothing', undefined],
  ['null', null],
  ['a list that reads like a command', ['PlaceOrder']],
  ['an object that reads like a command', { toString: () => 'PlaceOrder' }],
  [
    'an object that throws when it is read',
    {
      toString: () => {
        throw new Error('read');
      },
    },
  ],
  ['a symbol', Symbol('PlaceOrder')],
])('never hears of %s', async (_, type) => {
  const shop = await listening();
  const refusal = await dispatch(type).then(
    () => 'taken',
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ code: 'INVALID', details: { violations: [{ pointer: '/type' }] } });
  expect((refusal as Error).message).toMatch(/^.{1,200}$/u);
  expect(asked).toEqual([]);
  expect((await shop.aggregates.order(id).state()).version).toBe(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
