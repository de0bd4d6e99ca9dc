// Generated from domain/order.domain.ts. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { aggregateSetup } from 'statefold/contract';
import type { AggregateSetup, CommandOf, DecisionOf, EventOf } from 'statefold/contract';
import type { Order } from '../domain/order.domain.js';

export type OrderState = Order['state'];
export type OrderCommand = CommandOf<Order>;
export type OrderEvent = EventOf<Order>;
export type OrderDecision = DecisionOf<Order>;

/** XState's `setup` for Order, with its helpers `decide`, `evolve` and `guard`. */
export const order: AggregateSetup<Order> = aggregateSetup<Order>({
  commands: ['PlaceOrder', 'ChangeAddress', 'FlagOrder', 'PayOrder', 'ShipOrder'],
  events: ['OrderPlaced', 'AddressChanged', 'OrderFlagged', 'OrderPaid', 'OrderShipped'],
});
