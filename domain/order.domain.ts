// A shop's orders: what can be asked of an order, what can happen to it, and what can be read about all of them.
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
  Sort,
  Sum,
} from 'statefold/domain';

export type OrderId = Branded<string, 'OrderId'>;

/**
 * Five letters, as the customer's card says.
 * @pattern ^[A-Z]{5}$
 */
export type CustomerId = Branded<string, 'CustomerId'>;

/**
 * A product's number in the catalogue.
 * @minLength 1
 * @maxLength 40
 */
export type Sku = Branded<string, 'Sku'>;

/**
 * Money in minor units: 12.50 is 1250.
 * @minimum 0
 * @maximum 1000000000
 */
export type Cents = Int;

export interface OrderLine {
  sku: Sku;
  /** What the product was called when it was sold. */
  product: string;
  /**
   * @minimum 1
   * @maximum 10000
   */
  quantity: Int;
  unitPrice: Cents;
  /**
   * Discount in hundredths of a percent: 1500 is 15 %.
   * @minimum 0
   * @maximum 10000
   */
  discount: Int;
}

export interface Address {
  name: string;
  street: string;
  city: string;
  region: string | null;
  postalCode: string | null;
  country: string;
}

export type PaymentMethod = 'card' | 'invoice' | 'cash';

/** A customer's order, from the first line to delivery, and sometimes back. */
export interface Order extends Aggregate<OrderId> {
  /** What the machine keeps as XState context. */
  state: {
    customerId: CustomerId | null;
    lines: OrderLine[];
    /** The sum of the lines' amounts, each rounded to the cent. */
    total: Cents;
    paid: boolean;
    deliveredAt: Date | null;
  };
  commands: {
    /** Opens the order. */
    PlaceOrder: {
      customerId: CustomerId;
      /** @minItems 1 */
      lines: OrderLine[];
      shipTo: Address;
    };
    /** Adds a product that is not yet in the order. */
    AddLine: { line: OrderLine };
    /** Takes a product out; the last one stays. */
    RemoveLine: { sku: Sku };
    ChangeAddress: { shipTo: Address };
    /** Pays the whole order, before or after delivery. */
    PayOrder: { amount: Cents; method: PaymentMethod };
    ShipOrder: { carrier: string; freight: Cents };
    DeliverOrder: Empty;
    CancelOrder: {
      /** @maxLength 500 */
      reason: string;
    };
    /** Sends a delivered order back, within 30 days. */
    ReturnOrder: {
      /** @maxLength 500 */
      reason: string;
    };
  };
  events: {
    OrderPlaced: { customerId: CustomerId; lines: OrderLine[]; shipTo: Address };
    LineAdded: { line: OrderLine };
    LineRemoved: { sku: Sku };
    AddressChanged: { shipTo: Address };
    OrderPaid: { amount: Cents; method: PaymentMethod };
    OrderShipped: { carrier: string; freight: Cents };
    OrderDelivered: Empty;
    OrderCancelled: { reason: string };
    OrderReturned: { reason: string };
  };
}

/** A line as the read models show it. */
export interface SoldLine {
  sku: Sku;
  product: string;
  quantity: Int;
  /** Quantity times price less discount, rounded to the cent. */
  amount: Cents;
}

/**
 * One row per order.
 * @sla 250ms
 */
export interface OrderSummary extends Projection<Order> {
  /** @key */
  orderId: OrderId;
  customerId: CustomerId;
  status: 'open' | 'shipped' | 'delivered' | 'cancelled' | 'returned';
  paid: boolean;
  country: string;
  lines: SoldLine[];
  total: Cents;
  placedAt: Date;
  shippedAt: Date | null;
}

/** One row per customer, over all orders that were neither cancelled nor returned. */
export interface CustomerTotals
  extends Rollup<OrderSummary, { key: 'customerId'; where: { status: 'open' | 'shipped' | 'delivered' } }> {
  orders: Count;
  spent: Sum<OrderSummary, 'total'>;
  lastOrderAt: Max<OrderSummary, 'placedAt'>;
}

/** One row per product, over the lines of the same orders. */
export interface ProductSales
  extends Rollup<
    OrderSummary,
    { unnest: 'lines'; key: 'lines.sku'; where: { status: 'open' | 'shipped' | 'delivered' } }
  > {
  product: Max<OrderSummary, 'lines.product'>;
  orders: Count;
  units: Sum<OrderSummary, 'lines.quantity'>;
  revenue: Sum<OrderSummary, 'lines.amount'>;
}

export interface GetOrder extends Query<OrderSummary | null> {
  orderId: OrderId;
}

/**
 * Orders of one customer, newest first.
 * @sort placedAt desc
 */
export interface GetCustomerOrders extends Query<Page<OrderSummary>> {
  customerId: CustomerId;
  status?: OrderSummary['status'];
  sort?: Sort<OrderSummary, 'placedAt' | 'total'>;
  paging?: Paging;
}

/**
 * All orders, by any of some statuses and by date, newest first.
 * @sort placedAt desc
 */
export interface GetOrders extends Query<Page<OrderSummary>> {
  status?: OrderSummary['status'][];
  /** @where placedAt >= */
  from?: Date;
  /** @where placedAt < */
  until?: Date;
  paging?: Paging;
}

export interface GetCustomer extends Query<CustomerTotals | null> {
  customerId: CustomerId;
}

/**
 * Customers by what they spent, best first.
 * @sort spent desc
 */
export interface GetBestCustomers extends Query<Page<CustomerTotals>> {
  sort?: Sort<CustomerTotals, 'spent' | 'orders'>;
  paging?: Paging;
}

/**
 * Products by the units sold, best first.
 * @sort units desc
 */
export interface GetBestSellers extends Query<Page<ProductSales>> {
  sort?: Sort<ProductSales, 'units' | 'revenue'>;
  paging?: Paging;
}

/** What a shopkeeper wants to see at a glance. */
export interface DayReport {
  orders: Int;
  open: Int;
  revenue: Cents;
  bestSeller: string | null;
}

/**
 * The shop at a glance: the one query of this domain that is written by hand.
 * @reads OrderSummary, ProductSales
 */
export interface GetDayReport extends Query<DayReport> {
  from: Date;
  until: Date;
}
