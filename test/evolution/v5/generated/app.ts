// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { domainSources, sameData } from 'statefold/contract';
import type { AppDefinition } from 'statefold/contract';
import { orderMachine } from '../domain/order.machine.js';
import { orderRow } from '../domain/order.projections.js';
import { addressChangedV1, orderFlaggedV1, orderPaidV1, orderPlacedV2 } from '../domain/order.upcasters.js';
import type { AppTypes } from './buses.js';
import { codecs } from './codecs.js';
import { aggregates, projections, queries, rollups } from './handlers.js';
import { schemas } from './validators.js';

export const app: AppDefinition<AppTypes> = {
  contract: 2,
  schemas: schemas,
  aggregates: [
    { ...aggregates.Order, machine: orderMachine },
  ],
  projections: [
    { ...projections.OrderRow, folds: orderRow },
  ],
  rollups: [
    rollups.CustomerTotals,
  ],
  queries: [
    queries.GetOrders,
    queries.GetCustomers,
  ],
  codecs: [
    { ...codecs.AddressChangedV1, upcast: addressChangedV1 },
    codecs.BillingAddressChanged,
    { ...codecs.OrderFlaggedV1, upcast: orderFlaggedV1 },
    { ...codecs.OrderPaidV1, upcast: orderPaidV1 },
    codecs.OrderPaid,
    { ...codecs.OrderPlacedV1, read: codecs.OrderPlacedV2.read, upcast: sameData },
    { ...codecs.OrderPlacedV2, upcast: orderPlacedV2 },
    codecs.OrderPlaced,
    codecs.OrderShipped,
    codecs.ShippingAddressChanged,
  ],
  sources: domainSources(import.meta, '35805b3fdec12205'),
};
