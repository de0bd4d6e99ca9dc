// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type {
  AggregateDefinition,
  HandlerQuery,
  PageQuery,
  ProjectionDefinition,
  RollupDefinition,
  RowQuery,
} from 'statefold/contract';

export const aggregates = {
  Order: {
    type: 'Order',
    commands: ['PlaceOrder', 'ChangeAddress', 'FlagOrder', 'PayOrder', 'ShipOrder'],
    events: [
      'OrderPlaced',
      'ShippingAddressChanged',
      'BillingAddressChanged',
      'OrderFlagged',
      'OrderPaid',
      'OrderShipped',
    ],
    id: 'OrderId',
    fingerprint: '816d284a63f95e5f',
  },
} satisfies Record<string, Omit<AggregateDefinition, 'machine'>>;

export const projections = {
  OrderRow: { name: 'OrderRow', aggregate: 'Order', key: 'orderId', slaMs: null, fingerprint: '762b52b7a93dcc83' },
} satisfies Record<string, Omit<ProjectionDefinition, 'folds'>>;

export const rollups = {
  CustomerTotals: {
    name: 'CustomerTotals',
    source: 'OrderRow',
    key: 'customerId',
    keyField: 'customerId',
    unnest: null,
    where: {},
    fields: {
      orders: { kind: 'count' },
      spent: { kind: 'sum', path: 'total' },
      lastOrderAt: { kind: 'max', path: 'placedAt' },
    },
    fingerprint: '814562701123d0ff',
  },
} satisfies Record<string, RollupDefinition>;

export const queries = {
  GetOrders: {
    kind: 'page',
    name: 'GetOrders',
    source: 'OrderRow',
    filters: [],
    sortable: [],
    defaultOrder: { by: 'placedAt', direction: 'asc' },
  },
  GetCustomers: {
    kind: 'page',
    name: 'GetCustomers',
    source: 'CustomerTotals',
    filters: [],
    sortable: [],
    defaultOrder: { by: 'spent', direction: 'desc' },
  },
} satisfies Record<string, RowQuery | PageQuery | Omit<HandlerQuery, 'handle'>>;
