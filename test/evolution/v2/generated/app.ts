// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { domainSources } from 'statefold/contract';
import type { AppDefinition } from 'statefold/contract';
import { orderMachine } from '../domain/order.machine.js';
import { orderRow } from '../domain/order.projections.js';
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
    codecs.AddressChanged,
    codecs.OrderFlagged,
    codecs.OrderPaid,
    codecs.OrderPlaced,
    codecs.OrderShipped,
  ],
  sources: domainSources(import.meta, 'dd7c30c43aa126e2'),
};
