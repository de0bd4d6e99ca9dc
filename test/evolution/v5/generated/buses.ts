// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { CommandOptions, QueryMethod, Receipt } from 'statefold/contract';
import type { CustomerTotals, GetCustomers, GetOrders, Order, OrderId, OrderRow } from '../domain/order.domain.js';

/** One method per command. A refusal is a `StatefoldError`. */
export interface CommandBus {
  placeOrder(id: OrderId, data: Order['commands']['PlaceOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  changeAddress(id: OrderId, data: Order['commands']['ChangeAddress'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  payOrder(id: OrderId, data: Order['commands']['PayOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
  shipOrder(id: OrderId, data?: Order['commands']['ShipOrder'], options?: CommandOptions): Promise<Receipt<'Order'>>;
}

/** One method per query. With `after: receipt` it waits until the rows include that command. */
export interface QueryBus {
  readonly getOrders: QueryMethod<GetOrders, 'Order'>;
  readonly getCustomers: QueryMethod<GetCustomers, 'Order'>;
}

/** The domain's types, by name. */
export interface AppTypes {
  readonly aggregates: {
    readonly order: Order;
  };
  readonly queries: {
    readonly GetOrders: GetOrders;
    readonly GetCustomers: GetCustomers;
  };
  readonly rows: {
    readonly OrderRow: OrderRow;
    readonly CustomerTotals: CustomerTotals;
  };
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
}
