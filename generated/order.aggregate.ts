// Generated from domain/order.domain.ts. Do not edit.
import { aggregateSetup } from 'statefold/contract';
import type { CommandOf, DecisionOf, EventOf } from 'statefold/contract';
import type { Order } from '../domain/order.domain.js';

export type OrderState = Order['state'];
export type OrderCommand = CommandOf<Order>;
export type OrderEvent = EventOf<Order>;
export type OrderDecision = DecisionOf<Order>;

export const order = aggregateSetup<Order>({
  commands: ['PlaceOrder', 'AddLine', 'CancelOrder'],
  events: ['OrderPlaced', 'LineAdded', 'OrderCancelled'],
});
