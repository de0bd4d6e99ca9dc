// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { Order } from '../domain/order.domain.js';

/** OrderPlaced as version 1 stored it. */
export interface OrderPlacedV1 {
  customer: Order['events']['OrderPlaced']['customerId'];
  total: Order['events']['OrderPlaced']['total'];
  note?: Exclude<Order['events']['OrderPlaced']['note'], undefined>;
}
