// What an order accepts, and how it changes.
import { order } from '../generated/order.aggregate.js';

const { decide, evolve } = order;

export const orderMachine = order.createMachine({
  id: 'order',
  context: { paid: 0 },
  initial: 'new',
  states: {
    new: {
      on: {
        PlaceOrder: { actions: decide.PlaceOrder(({ command }) => ({ type: 'OrderPlaced', data: command.data })) },
        OrderPlaced: 'open',
      },
    },
    open: {
      on: {
        ChangeAddress: {
          actions: decide.ChangeAddress(({ command: { data } }) => [
            { type: 'ShippingAddressChanged', data: { address: data.shipTo } },
            ...(data.billTo === undefined
              ? []
              : [{ type: 'BillingAddressChanged' as const, data: { address: data.billTo } }]),
          ]),
        },
        ShippingAddressChanged: {},
        BillingAddressChanged: {},
        PayOrder: { actions: decide.PayOrder(({ command }) => ({ type: 'OrderPaid', data: command.data })) },
        OrderPaid: { actions: evolve.OrderPaid(({ state, event }) => ({ paid: state.paid + event.data.amount })) },
        ShipOrder: { actions: decide.ShipOrder(() => ({ type: 'OrderShipped', data: {} })) },
        OrderShipped: 'shipped',
      },
    },
    shipped: { type: 'final' },
  },
});
