// How an order's events make its row.
import { projection } from '../generated/projections.js';

/** Events hold euros. */
const cents = (euros: number): number => Math.round(euros * 100);

export const orderRow = projection.OrderRow({
  creates: {
    OrderPlaced: ({ event }) => ({
      orderId: event.aggregateId,
      customer: event.data.customer,
      status: 'open',
      total: cents(event.data.total),
      note: event.data.note ?? null,
      paid: 0,
      shipTo: '',
      billTo: '',
      flags: [],
      placedAt: event.time,
    }),
  },
  updates: {
    AddressChanged: ({ row, event }) => ({
      ...row,
      shipTo: event.data.shipTo,
      billTo: event.data.billTo ?? row.billTo,
    }),
    OrderFlagged: ({ row, event }) => ({ ...row, flags: [...row.flags, event.data.reason] }),
    OrderPaid: ({ row, event }) => ({ ...row, paid: row.paid + cents(event.data.amount) }),
    OrderShipped: ({ row }) => ({ ...row, status: 'shipped' }),
  },
});
