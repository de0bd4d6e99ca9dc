import type {
  Aggregate,
  Branded,
  Count,
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
export type CustomerId = Branded<string, 'CustomerId'>;
export type Cents = Int;
export interface OrderLine {
  sku: string;
  quantity: Int;
  unitPrice: Cents;
}
export interface Order extends Aggregate<OrderId> {
  state: { customerId: CustomerId | null; lines: OrderLine[]; total: Cents };
  commands: {
    PlaceOrder: { customerId: CustomerId; lines: OrderLine[] };
    AddLine: { line: OrderLine };
    CancelOrder: { reason: string };
  };
  events: {
    OrderPlaced: { customerId: CustomerId; lines: OrderLine[]; total: Cents };
    LineAdded: { line: OrderLine };
    OrderCancelled: { reason: string };
  };
}
export interface OrderSummary extends Projection<Order> {
  orderId: OrderId;
  customerId: CustomerId;
  status: 'open' | 'shipped' | 'cancelled';
  lines: OrderLine[];
  total: Cents;
  placedAt: Date;
}
export interface CustomerTotals
  extends Rollup<OrderSummary, { key: 'customerId'; where: { status: 'open' | 'shipped' } }> {
  orders: Count;
  spent: Sum<OrderSummary, 'total'>;
  lastOrderAt: Max<OrderSummary, 'placedAt'>;
}
export interface ProductSales extends Rollup<OrderSummary, { unnest: 'lines'; key: 'lines.sku' }> {
  orders: Count;
  units: Sum<OrderSummary, 'lines.quantity'>;
}
export interface GetOrder extends Query<OrderSummary | null> {
  orderId: OrderId;
}
export interface GetCustomerOrders extends Query<Page<OrderSummary>> {
  customerId: CustomerId;
  status?: OrderSummary['status'];
  sort?: Sort<OrderSummary, 'placedAt' | 'total'>;
  paging?: Paging;
}
