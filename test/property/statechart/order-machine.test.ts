// The sample domain's machine, compiled, against XState: lives of random orders, every command and every event of them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderMachine } from '../../../domain/order.machine.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState, Stepper } from '../../../src/statechart/stepper.js';
import { assertAgreement, envelope, type Sent } from '../../../src/testing/xstate-agreement.js';
import { runsOf } from '../../support/seed.js';

const { seed, numRuns } = runsOf('orders compiled = XState', 300, 20_000);
const TIMEOUT = process.env.SOAK === '1' ? 3_600_000 : 120_000;

const NAMES = {
  commands: [
    ...['PlaceOrder', 'AddLine', 'RemoveLine', 'ChangeAddress', 'PayOrder'],
    ...['ShipOrder', 'DeliverOrder', 'ReturnOrder', 'CancelOrder'],
  ],
  events: [
    ...['OrderPlaced', 'LineAdded', 'LineRemoved', 'AddressChanged', 'OrderPaid'],
    ...['OrderShipped', 'OrderDelivered', 'OrderReturned', 'OrderCancelled'],
  ],
};

/** Data as they come off the wire: with the prototype of an object. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true });

const sku = fc.constantFrom('chai', 'tofu', 'aniseed');
const line = record({
  sku,
  // Rarely so many that the order passes its limit.
  quantity: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.constant(1e9) },
  ),
  unitPrice: fc.constantFrom(5, 10),
  discount: fc.constantFrom(0, 10),
});

const of = (type: string, data: fc.Arbitrary<object> = fc.constant({})): fc.Arbitrary<Sent> =>
  record({ type: fc.constant(type), data });
const placing = of(
  'PlaceOrder',
  record({ customerId: fc.constant('ALFKI'), lines: fc.array(line, { minLength: 1, maxLength: 3 }) }),
);

/** A command, in which 'the total' stands for the order's own, so that some payments are right. */
const command = fc.oneof(
  of('AddLine', record({ line })),
  of('AddLine', record({ line })),
  of('RemoveLine', record({ sku })),
  of(
    'PayOrder',
    record({ amount: fc.constantFrom<unknown>('the total', 'the total', 1), method: fc.constant('card') }),
  ),
  of('ChangeAddress', record({ shipTo: fc.constant({ city: 'Bonn' }) })),
  of('ShipOrder', record({ carrier: fc.constant('post') })),
  of('DeliverOrder'),
  of('ReturnOrder', record({ reason: fc.constant('late') })),
  of('CancelOrder', record({ reason: fc.constant('late') })),
  placing,
);

/** Commands and, after each that is taken, its events: as an aggregate steps its machine. */
function life(stepper: Stepper, commands: readonly Sent[]): Sent[] {
  const sent: Sent[] = [];
  let state: MachineState = stepper.initial();
  for (const { type, data } of commands) {
    const { total } = state.context as { readonly total: number };
    const asked = { type, data: 'amount' in (data as object) ? withAmount(data as { amount: unknown }, total) : data };
    sent.push(asked);
    const decided = stepper.step(state, envelope(asked));
    for (const event of decided.kind === 'stepped' ? decided.emitted : []) {
      sent.push(event);
      const stepped = stepper.step(state, envelope(event));
      if (stepped.kind === 'stepped') state = stepped.next;
    }
  }
  return sent;
}

function withAmount(data: { readonly amount: unknown }, total: number): object {
  return data.amount === 'the total' ? { ...data, amount: total } : data;
}

it(`steps orders as XState does (seed ${seed})`, { timeout: TIMEOUT }, () => {
  const stepper = compileMachine(orderMachine, NAMES);
  const seen = new Set<string>();
  fc.assert(
    fc.property(placing, fc.array(command, { maxLength: 15, size: 'max' }), (first, rest) => {
      const messages = life(stepper, [first, ...rest]);
      for (const { type } of messages) seen.add(type);
      assertAgreement(orderMachine, messages, () => stepper);
    }),
    { seed, numRuns },
  );
  // Every command was sent, and every event came of one.
  expect([...NAMES.commands, ...NAMES.events].filter((name) => !seen.has(name))).toEqual([]);
});
