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

/** OrderPlaced as version 1 stored it. */
export interface OrderPlacedV1 {
  customer: Order['events']['OrderPlaced']['customerId'];
  total: Order['events']['OrderPlaced']['total'];
  note?: Exclude<Order['events']['OrderPlaced']['note'], undefined>;
}

interface Versions {
  AddressChangedV1: { aggregate: OrderToday; event: 'AddressChanged'; data: AddressChangedV1; next: never };
}

/** `upcast.<Version>(({ event }) => …)` gives an upcaster its types. */
export const upcast: UpcastHelpers<Versions> = upcastHelpers<Versions>(['AddressChangedV1']);
