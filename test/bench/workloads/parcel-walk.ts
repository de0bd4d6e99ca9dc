// A parcel: two parallel regions with nested states, money and goods, that end together.
import type { Aggregate, Empty, Int } from '../../../src/domain.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { messagesOf } from './messages.js';
import type { Walk } from './walk.js';

interface Parcel extends Aggregate {
  state: { due: Int; paid: Int; scans: Int };
  commands: { Pack: { price: Int }; Scan: { depot: string }; Deliver: Empty; Pay: { amount: Int }; Clear: Empty };
  events: {
    Packed: { price: Int };
    Scanned: { depot: string };
    Delivered: Empty;
    Paid: { amount: Int };
    Cleared: Empty;
  };
}

const parcel = aggregateSetup<Parcel>({
  commands: ['Pack', 'Scan', 'Deliver', 'Pay', 'Clear'],
  events: ['Packed', 'Scanned', 'Delivered', 'Paid', 'Cleared'],
});
const { decide, evolve, guard } = parcel;

const machine = parcel
  .extend({
    guards: {
      wasScanned: guard.state(({ state }) => state.scans > 0),
      notTooMuch: guard.Pay(({ state, command }) => state.paid + command.data.amount <= state.due),
      paidInFull: guard.state(({ state }) => state.paid === state.due),
    },
  })
  .createMachine({
    id: 'parcel',
    context: { due: 0, paid: 0, scans: 0 },
    initial: 'underWay',
    states: {
      underWay: {
        type: 'parallel',
        states: {
          goods: {
            initial: 'depot',
            states: {
              depot: {
                initial: 'open',
                states: {
                  open: {
                    on: {
                      Pack: { actions: decide.Pack(({ command }) => ({ type: 'Packed', data: command.data })) },
                      Packed: { target: 'packed', actions: evolve.Packed(({ event }) => ({ due: event.data.price })) },
                    },
                  },
                  packed: {},
                },
              },
              road: {
                on: {
                  Deliver: { guard: 'wasScanned', actions: decide.Deliver(() => ({ type: 'Delivered', data: {} })) },
                  Delivered: 'delivered',
                },
              },
              delivered: { type: 'final' },
            },
            on: {
              Scan: { actions: decide.Scan(({ command }) => ({ type: 'Scanned', data: command.data })) },
              Scanned: { target: '.road', actions: evolve.Scanned(({ state }) => ({ scans: state.scans + 1 })) },
            },
          },
          money: {
            initial: 'due',
            states: {
              due: {
                initial: 'nothingYet',
                states: { nothingYet: {}, inPart: {} },
                on: {
                  Pay: {
                    guard: 'notTooMuch',
                    actions: decide.Pay(({ command }) => ({ type: 'Paid', data: command.data })),
                  },
                  Paid: {
                    target: '.inPart',
                    actions: evolve.Paid(({ state, event }) => ({ paid: state.paid + event.data.amount })),
                  },
                  Clear: { guard: 'paidInFull', actions: decide.Clear(() => ({ type: 'Cleared', data: {} })) },
                  Cleared: 'cleared',
                },
              },
              cleared: { type: 'final' },
            },
          },
        },
        onDone: 'closed',
      },
      closed: { type: 'final' },
    },
  });

/** Fourteen steps, turn about in both regions. */
export const parcelWalk: Walk = {
  machine,
  messages: messagesOf([
    { type: 'Pack', data: { price: 900 } },
    { type: 'Packed', data: { price: 900 } },
    { type: 'Pay', data: { amount: 400 } },
    { type: 'Paid', data: { amount: 400 } },
    { type: 'Scan', data: { depot: 'Utrecht' } },
    { type: 'Scanned', data: { depot: 'Utrecht' } },
    { type: 'Pay', data: { amount: 500 } },
    { type: 'Paid', data: { amount: 500 } },
    { type: 'Scan', data: { depot: 'Gent' } },
    { type: 'Scanned', data: { depot: 'Gent' } },
    { type: 'Clear', data: {} },
    { type: 'Cleared', data: {} },
    { type: 'Deliver', data: {} },
    { type: 'Delivered', data: {} },
  ]),
};
