// How an order's events make its row.
import { projection } from '../generated/projections.js';
import type { OrderLine, SoldLine } from './order.domain.js';
import { amountOf, totalOf } from './pricing.js';

const sold = (line: OrderLine): SoldLine => ({
  sku: line.sku,
  product: line.product,
  quantity: line.quantity,
  amount: amountOf(line),
});

export const orderSummary = projection.OrderSummary({
  creates: {
    OrderPlaced: ({ event }) => ({
      orderId: event.aggregateId,
      customerId: event.data.customerId,
      status: 'open',
      paid: false,
      country: event.data.shipTo.country,
      lines: event.data.lines.map(sold),
      total: totalOf(event.data.lines),
      placedAt: event.time,
      shippedAt: null,
    }),
  },
  updates: {
    LineAdded: ({ row, event }) => ({
      ...row,
      lines: [...row.lines, sold(event.data.line)],
      total: row.total + amountOf(event.data.line),
    }),
    LineRemoved: ({ row, event }) => {
      const lines = row.lines.filter((line) => line.sku !== event.data.sku);
      return { ...row, lines, total: lines.reduce((sum, line) => sum + line.amount, 0) };
    },
    AddressChanged: ({ row, event }) => ({ ...row, country: event.data.shipTo.country }),
    OrderPaid: ({ row }) => ({ ...row, paid: true }),
    OrderShipped: ({ row, event }) => ({ ...row, status: 'shipped', shippedAt: event.time }),
    OrderDelivered: ({ row }) => ({ ...row, status: 'delivered' }),
    OrderCancelled: ({ row }) => ({ ...row, status: 'cancelled' }),
    OrderReturned: ({ row }) => ({ ...row, status: 'returned' }),
  },
});
