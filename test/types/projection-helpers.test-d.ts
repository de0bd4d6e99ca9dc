// Misuse of `projection` that must not compile. Checked by tsc alone: nothing here runs.
import { projection } from '../../generated/projections.js';

const fold = projection.OrderSummary;

export const rightUse = fold({
  creates: {
    OrderPlaced: ({ row, event }) => ({
      orderId: event.aggregateId,
      customerId: event.data.customerId,
      status: 'open',
      paid: row?.paid ?? false,
      country: event.data.shipTo.country,
      lines: [],
      total: 0,
      placedAt: event.time,
      shippedAt: null,
    }),
    OrderPaid: ({ row }) => row,
  },
  updates: {
    OrderShipped: ({ row, event }) => (event.version > 3 ? row : { ...row, status: 'shipped', shippedAt: event.time }),
    OrderCancelled: () => null,
  },
});

export const createsOnly = fold({ creates: {} });

export const misuses = [
  // @ts-expect-error: no such projection
  projection.OrderSumary({ creates: {} }),
  // @ts-expect-error: without `creates` there can be no row
  fold({ updates: {} }),
  // @ts-expect-error: no such event, so the case has no types either
  fold({ creates: {}, updates: { OrderPay: ({ row }) => row } }),
  // @ts-expect-error: a command is no event
  fold({ creates: {}, updates: { PayOrder: () => null } }),
  // @ts-expect-error: a field that the row does not declare
  fold({ creates: {}, updates: { OrderPaid: ({ row }) => ({ ...row, surplus: 1 }) } }),
  // @ts-expect-error: the wrong type of a field
  fold({ creates: {}, updates: { OrderPaid: ({ row }) => ({ ...row, total: '' }) } }),
  // @ts-expect-error: no such status
  fold({ creates: {}, updates: { OrderPaid: ({ row }) => ({ ...row, status: 'lost' }) } }),
  // @ts-expect-error: a whole row is wanted
  fold({ creates: {}, updates: { OrderPaid: () => ({ paid: true }) } }),
  // @ts-expect-error: in `creates` there may be no row to spread
  fold({ creates: { OrderPaid: ({ row }) => ({ ...row, paid: true }) } }),
  // @ts-expect-error: no such field of the event
  fold({ creates: { OrderPaid: ({ row, event }) => (event.data.no ? row : null) } }),
  // @ts-expect-error: a fold answers at once
  fold({ creates: {}, updates: { OrderPaid: async ({ row }) => row } }),
  // @ts-expect-error: a fold answers with a row or null
  fold({ creates: {}, updates: { OrderPaid: () => undefined } }),
];
