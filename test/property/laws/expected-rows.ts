// What the read models must hold, worked out plainly from the events: the folds one by one, and a group-by for each rollup.
import type { CustomerTotals, OrderId, OrderSummary, ProductSales } from '../../../domain/order.domain.js';
import { orderSummary } from '../../../domain/order.projections.js';
import type { AppTypes } from '../../../generated/buses.js';
import type { Engine, Message } from '../../../src/index.js';

/** The rows of the sample domain's read models, in no order. */
export interface ShopRows {
  readonly orders: readonly OrderSummary[];
  readonly customers: readonly CustomerTotals[];
  readonly products: readonly ProductSales[];
}

const COUNTED: readonly OrderSummary['status'][] = ['open', 'shipped', 'delivered'];

/** The rows that follow from the events of some orders. */
export function expectedRows(histories: readonly (readonly Message[])[]): ShopRows {
  const orders = histories.map(foldOne).filter((row) => row !== null);
  const counted = orders.filter((order) => COUNTED.includes(order.status));
  const customers = [...new Set(counted.map((order) => order.customerId))].map((customerId): CustomerTotals => {
    const own = counted.filter((order) => order.customerId === customerId);
    return {
      customerId,
      orders: own.length,
      spent: own.reduce((sum, order) => sum + order.total, 0),
      lastOrderAt: new Date(Math.max(...own.map((order) => order.placedAt.getTime()))),
    };
  });
  const sold = counted.flatMap((order) => order.lines.map((line) => ({ ...line, orderId: order.orderId })));
  const products = [...new Set(sold.map((line) => line.sku))].map((sku): ProductSales => {
    const lines = sold.filter((line) => line.sku === sku);
    return {
      sku,
      product:
        lines
          .map((line) => line.product)
          .sort()
          .at(-1) ?? '',
      orders: new Set(lines.map((line) => line.orderId)).size,
      units: lines.reduce((sum, line) => sum + line.quantity, 0),
      revenue: lines.reduce((sum, line) => sum + line.amount, 0),
    };
  });
  return { orders, customers, products };
}

function foldOne(events: readonly Message[]): OrderSummary | null {
  let row: Readonly<Record<string, unknown>> | null = null;
  for (const event of events) {
    const creates = orderSummary.creates[event.type];
    const updates = orderSummary.updates[event.type];
    if (creates !== undefined) row = creates({ row, event });
    else if (updates !== undefined && row !== null) row = updates({ row, event });
  }
  return row as OrderSummary | null;
}

/** The rows that an engine's queries give, all pages of them. */
export async function queriedRows(engine: Engine<AppTypes>): Promise<ShopRows> {
  const { queries } = engine;
  const size = 1000;
  return {
    orders: (await queries.getOrders({ paging: { size } })).rows,
    customers: (await queries.getBestCustomers({ paging: { size } })).rows,
    products: (await queries.getBestSellers({ paging: { size } })).rows,
  };
}

/** Rows in one order, whatever order they came in. */
export function sorted(rows: ShopRows): ShopRows {
  const by = <T>(list: readonly T[], key: (one: T) => string) => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    orders: by(rows.orders, (row) => row.orderId),
    customers: by(rows.customers, (row) => row.customerId),
    products: by(rows.products, (row) => row.sku),
  };
}

/** Orders that a history may touch. */
export const ORDER_IDS = ['o1', 'o2', 'o3', 'o4', 'o5'] as OrderId[];
