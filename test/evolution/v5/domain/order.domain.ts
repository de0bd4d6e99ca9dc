// A shop's orders, fifth release: amounts are whole cents, and nobody flags orders any more.
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
 * @maximum 100000000
 */
export type Cents = Int;

export interface Order extends Aggregate<OrderId> {
  state: { paid: Cents };
  commands: {
    PlaceOrder: { customerId: CustomerId; total: Cents; note?: string };
    ChangeAddress: { shipTo: string; billTo?: string };
    PayOrder: { amount: Cents };
    ShipOrder: Empty;
  };
  events: {
    /** @version 3 */
    OrderPlaced: {
      customerId: CustomerId;
      total: Cents;
      note?: string;
    };
    /** @retired */
    AddressChanged: { shipTo: string; billTo?: string };
    ShippingAddressChanged: { address: string };
    BillingAddressChanged: { address: string };
    /** @retired */
    OrderFlagged: { reason: string };
    /** @version 2 */
    OrderPaid: { amount: Cents };
    OrderShipped: Empty;
  };
}

export interface OrderRow extends Projection<Order> {
  /** @key */
  orderId: OrderId;
  customerId: CustomerId;
  status: 'open' | 'shipped';
  total: Cents;
  note: string | null;
  paid: Cents;
  shipTo: string;
  billTo: string;
  placedAt: Date;
}

export interface CustomerTotals extends Rollup<OrderRow, { key: 'customerId' }> {
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
