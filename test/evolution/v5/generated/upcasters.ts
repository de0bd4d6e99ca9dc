// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { upcastHelpers } from 'statefold/contract';
import type { UpcastHelpers } from 'statefold/contract';
import type { Order } from '../domain/order.domain.js';
import type { OrderToday } from './order.aggregate.js';

/** AddressChanged as version 1 stored it. */
export type AddressChangedV1 = Order['events']['AddressChanged'];

/** OrderFlagged as version 1 stored it. */
export type OrderFlaggedV1 = Order['events']['OrderFlagged'];

/** OrderPaid as version 1 stored it. */
export interface OrderPaidV1 {
  amount: number;
}

/** OrderPlaced as version 1 stored it. */
export interface OrderPlacedV1 {
  customer: OrderPlacedV2['customerId'];
  total: OrderPlacedV2['total'];
  note?: Exclude<OrderPlacedV2['note'], undefined>;
}

/** OrderPlaced as version 2 stored it. */
export interface OrderPlacedV2 {
  customerId: Order['events']['OrderPlaced']['customerId'];
  total: number;
  note?: Exclude<Order['events']['OrderPlaced']['note'], undefined>;
}

interface Versions {
  AddressChangedV1: { aggregate: OrderToday; event: 'AddressChanged'; data: AddressChangedV1; next: never };
  OrderFlaggedV1: { aggregate: OrderToday; event: 'OrderFlagged'; data: OrderFlaggedV1; next: never };
  OrderPaidV1: { aggregate: OrderToday; event: 'OrderPaid'; data: OrderPaidV1; next: Order['events']['OrderPaid'] };
  OrderPlacedV2: { aggregate: OrderToday; event: 'OrderPlaced'; data: OrderPlacedV2; next: Order['events']['OrderPlaced'] };
}

/** `upcast.<Version>(({ event }) => …)` gives an upcaster its types. */
export const upcast: UpcastHelpers<Versions> = upcastHelpers<Versions>([
  'AddressChangedV1',
  'OrderFlaggedV1',
  'OrderPaidV1',
  'OrderPlacedV2',
]);
