// How an order's events make its row.
import { projection } from '../generated/projections.js';

export const orderRow = projection.OrderRow({
  creates: {
    OrderPlaced: ({ event }) => ({
      orderId: event.aggregateId,
      customerId: event.data.customerId,
      status: 'open',
      total: event.data.total,
      note: event.data.note ?? null,
      paid: 0,
      shipTo: '',
      billTo: '',
      placedAt: event.time,
    }),
  },
  updates: {
    ShippingAddressChanged: ({ row, event }) => ({ ...row, shipTo: event.data.address }),
    BillingAddressChanged: ({ row, event }) => ({ ...row, billTo: event.data.address }),
    OrderPaid: ({ row, event }) => ({ ...row, paid: row.paid + event.data.amount }),
    OrderShipped: ({ row }) => ({ ...row, status: 'shipped' }),
  },
});
