// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { domainSources } from 'statefold/contract';
import type { AppDefinition } from 'statefold/contract';
import { orderMachine } from '../domain/order.machine.js';
import { orderSummary } from '../domain/order.projections.js';
import { dayReport } from '../domain/order.queries.js';
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
    { ...projections.OrderSummary, folds: orderSummary },
  ],
  rollups: [
    rollups.CustomerTotals,
    rollups.ProductSales,
  ],
  queries: [
    queries.GetOrder,
    queries.GetCustomerOrders,
    queries.GetOrders,
    queries.GetCustomer,
    queries.GetBestCustomers,
    queries.GetBestSellers,
    { ...queries.GetDayReport, handle: dayReport.handle },
  ],
  codecs: [
    codecs.AddressChanged,
    codecs.LineAdded,
    codecs.LineRemoved,
    codecs.OrderCancelled,
    codecs.OrderDelivered,
    codecs.OrderPaid,
    codecs.OrderPlaced,
    codecs.OrderReturned,
    codecs.OrderShipped,
  ],
  sources: domainSources(import.meta, '1bd2f739480f51bd'),
};
