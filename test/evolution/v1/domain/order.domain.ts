// A shop's orders as they began: amounts are in euros, an address is one event, and orders can be flagged.
import type {
  Aggregate,
  Branded,
  Count,
  Empty,
  Int,
  Max,
  Page,
  Paging,
  Projection,
  Query,
  Rollup,
  Sum,
} from 'statefold/domain';

export type OrderId = Branded<string, 'OrderId'>;

/** @pattern ^[A-Z]{5}$ */
export type CustomerId = Branded<string, 'CustomerId'>;

/**
 * @minimum 0
 * @maximum 1000000
 */
export type Euros = number;

/** What can be summed up. */
export type Cents = Int;

export interface Order extends Aggregate<OrderId> {
  state: { paid: Euros; flagged: boolean };
  commands: {
    PlaceOrder: { customer: CustomerId; total: Euros };
    ChangeAddress: { shipTo: string; billTo?: string };
    FlagOrder: { reason: string };
    PayOrder: { amount: Euros };
    ShipOrder: Empty;
  };
  events: {
    OrderPlaced: { customer: CustomerId; total: Euros };
    AddressChanged: { shipTo: string; billTo?: string };
    OrderFlagged: { reason: string };
    OrderPaid: { amount: Euros };
    OrderShipped: Empty;
  };
}

export interface OrderRow extends Projection<Order> {
  /** @key */
  orderId: OrderId;
  customer: CustomerId;
  status: 'open' | 'shipped';
  total: Cents;
  paid: Cents;
  shipTo: string;
  billTo: string;
  flags: string[];
  placedAt: Date;
}

export interface CustomerTotals extends Rollup<OrderRow, { key: 'customer' }> {
  orders: Count;
  spent: Sum<OrderRow, 'total'>;
  lastOrderAt: Max<OrderRow, 'placedAt'>;
}

/** @sort placedAt asc */
export interface GetOrders extends Query<Page<OrderRow>> {
  paging?: Paging;
}

/** @sort spent desc */
export interface GetCustomers extends Query<Page<CustomerTotals>> {
  paging?: Paging;
}
