// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { CommandOptions, QueryMethod, Receipt } from 'statefold/contract';
import type {
  CustomerTotals,
  GetBestCustomers,
  GetBestSellers,
  GetCustomer,
  GetCustomerOrders,
  GetDayReport,
  GetOrder,
  GetOrders,
  Order,
  OrderId,
  OrderSummary,
  ProductSales,
} from '../domain/order.domain.js';

/** One method per command. A refusal is a `StatefoldError`. */
export interface CommandBus {
  /** Opens the order. */
  placeOrder(id: OrderId, data: Order['commands']['PlaceOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  /** Adds a product that is not yet in the order. */
  addLine(id: OrderId, data: Order['commands']['AddLine'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  /** Takes a product out; the last one stays. */
  removeLine(id: OrderId, data: Order['commands']['RemoveLine'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  changeAddress(id: OrderId, data: Order['commands']['ChangeAddress'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  /** Pays the whole order, before or after delivery. */
  payOrder(id: OrderId, data: Order['commands']['PayOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  shipOrder(id: OrderId, data: Order['commands']['ShipOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  deliverOrder(id: OrderId, data?: Order['commands']['DeliverOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  cancelOrder(id: OrderId, data: Order['commands']['CancelOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  /** Sends a delivered order back, within 30 days. */
  returnOrder(id: OrderId, data: Order['commands']['ReturnOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
}

/** One method per query. With `after: receipt` it waits until the rows include that command. */
export interface QueryBus {
  readonly getOrder: QueryMethod<GetOrder, 'Order'>;
  /** Orders of one customer, newest first. */
  readonly getCustomerOrders: QueryMethod<GetCustomerOrders, 'Order'>;
  /** All orders, by any of some statuses and by date, newest first. */
  readonly getOrders: QueryMethod<GetOrders, 'Order'>;
  readonly getCustomer: QueryMethod<GetCustomer, 'Order'>;
  /** Customers by what they spent, best first. */
  readonly getBestCustomers: QueryMethod<GetBestCustomers, 'Order'>;
  /** Products by the units sold, best first. */
  readonly getBestSellers: QueryMethod<GetBestSellers, 'Order'>;
  /** The shop at a glance: the one query of this domain that is written by hand. */
  readonly getDayReport: QueryMethod<GetDayReport, 'Order'>;
}

/** The domain's types, by name. */
export interface AppTypes {
  readonly aggregates: {
    readonly order: Order;
  };
  readonly queries: {
    readonly GetOrder: GetOrder;
    readonly GetCustomerOrders: GetCustomerOrders;
    readonly GetOrders: GetOrders;
    readonly GetCustomer: GetCustomer;
    readonly GetBestCustomers: GetBestCustomers;
    readonly GetBestSellers: GetBestSellers;
    readonly GetDayReport: GetDayReport;
  };
  readonly rows: {
    readonly OrderSummary: OrderSummary;
    readonly CustomerTotals: CustomerTotals;
    readonly ProductSales: ProductSales;
  };
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
}
