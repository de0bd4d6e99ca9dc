// Generated from domain/order.domain.ts. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { aggregateSetup } from 'statefold/contract';
import type { AggregateSetup, CommandOf, DecisionOf, EventOf, WithoutRetired } from 'statefold/contract';
import type { Order } from '../domain/order.domain.js';

/** Order without its retired events. */
export type OrderToday = WithoutRetired<Order, 'AddressChanged' | 'OrderFlagged'>;
export type OrderState = Order['state'];
export type OrderCommand = CommandOf<OrderToday>;
export type OrderEvent = EventOf<OrderToday>;
export type OrderDecision = DecisionOf<OrderToday>;

/** XState's `setup` for Order, with its helpers `decide`, `evolve` and `guard`. */
export const order: AggregateSetup<OrderToday> = aggregateSetup<OrderToday>({
  commands: ['PlaceOrder', 'ChangeAddress', 'PayOrder', 'ShipOrder'],
  events: ['OrderPlaced', 'ShippingAddressChanged', 'BillingAddressChanged', 'OrderPaid', 'OrderShipped'],
});
