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
    commands: [
      'PlaceOrder',
      'AddLine',
      'RemoveLine',
      'ChangeAddress',
      'PayOrder',
      'ShipOrder',
      'DeliverOrder',
      'CancelOrder',
      'ReturnOrder',
    ],
    events: [
      'OrderPlaced',
      'LineAdded',
      'LineRemoved',
      'AddressChanged',
      'OrderPaid',
      'OrderShipped',
      'OrderDelivered',
      'OrderCancelled',
      'OrderReturned',
    ],
    id: 'OrderId',
    fingerprint: '0f30637b067becf7',
  },
} satisfies Record<string, Omit<AggregateDefinition, 'machine'>>;

export const projections = {
  OrderSummary: {
    name: 'OrderSummary',
    aggregate: 'Order',
    key: 'orderId',
    slaMs: 250,
    fingerprint: '2ec811a2c46ad1c4',
  },
} satisfies Record<string, Omit<ProjectionDefinition, 'folds'>>;

export const rollups = {
  CustomerTotals: {
    name: 'CustomerTotals',
    source: 'OrderSummary',
    key: 'customerId',
    keyField: 'customerId',
    unnest: null,
    where: { status: ['open', 'shipped', 'delivered'] },
    fields: {
      orders: { kind: 'count' },
      spent: { kind: 'sum', path: 'total' },
      lastOrderAt: { kind: 'max', path: 'placedAt' },
    },
    fingerprint: '1ebc14a77f212d6b',
  },
  ProductSales: {
    name: 'ProductSales',
    source: 'OrderSummary',
    key: 'lines.sku',
    keyField: 'sku',
    unnest: 'lines',
    where: { status: ['open', 'shipped', 'delivered'] },
    fields: {
      product: { kind: 'max', path: 'lines.product' },
      orders: { kind: 'count' },
      units: { kind: 'sum', path: 'lines.quantity' },
      revenue: { kind: 'sum', path: 'lines.amount' },
    },
    fingerprint: '47ae50bbdaa4e51c',
  },
} satisfies Record<string, RollupDefinition>;

export const queries = {
  GetOrder: {
    kind: 'row',
    name: 'GetOrder',
    source: 'OrderSummary',
    filters: [{ field: 'orderId', parameter: 'orderId', operator: '=', optional: false }],
  },
  GetCustomerOrders: {
    kind: 'page',
    name: 'GetCustomerOrders',
    source: 'OrderSummary',
    filters: [
      { field: 'customerId', parameter: 'customerId', operator: '=', optional: false },
      { field: 'status', parameter: 'status', operator: '=', optional: true },
    ],
    sortable: ['placedAt', 'total'],
    defaultOrder: { by: 'placedAt', direction: 'desc' },
  },
  GetOrders: {
    kind: 'page',
    name: 'GetOrders',
    source: 'OrderSummary',
    filters: [
      { field: 'status', parameter: 'status', operator: 'in', optional: true },
      { field: 'placedAt', parameter: 'from', operator: '>=', optional: true },
      { field: 'placedAt', parameter: 'until', operator: '<', optional: true },
    ],
    sortable: [],
    defaultOrder: { by: 'placedAt', direction: 'desc' },
  },
  GetCustomer: {
    kind: 'row',
    name: 'GetCustomer',
    source: 'CustomerTotals',
    filters: [{ field: 'customerId', parameter: 'customerId', operator: '=', optional: false }],
  },
  GetBestCustomers: {
    kind: 'page',
    name: 'GetBestCustomers',
    source: 'CustomerTotals',
    filters: [],
    sortable: ['spent', 'orders'],
    defaultOrder: { by: 'spent', direction: 'desc' },
  },
  GetBestSellers: {
    kind: 'page',
    name: 'GetBestSellers',
    source: 'ProductSales',
    filters: [],
    sortable: ['units', 'revenue'],
    defaultOrder: { by: 'units', direction: 'desc' },
  },
  GetDayReport: { kind: 'handler', name: 'GetDayReport', sources: ['OrderSummary', 'ProductSales'] },
} satisfies Record<string, RowQuery | PageQuery | Omit<HandlerQuery, 'handle'>>;
