// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { SchemaTable } from 'statefold/contract';

export const schemas = {
  OrderId: { type: 'string' },
  Order: {
    type: 'object',
    properties: { paid: { type: 'integer', minimum: 0, maximum: 100000000 } },
    required: ['paid'],
    additionalProperties: false,
  },
  PlaceOrder: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      total: { type: 'integer', minimum: 0, maximum: 100000000 },
      note: { type: 'string' },
    },
    required: ['customerId', 'total'],
    additionalProperties: false,
  },
  ChangeAddress: {
    type: 'object',
    properties: { shipTo: { type: 'string' }, billTo: { type: 'string' } },
    required: ['shipTo'],
    additionalProperties: false,
  },
  PayOrder: {
    type: 'object',
    properties: { amount: { type: 'integer', minimum: 0, maximum: 100000000 } },
    required: ['amount'],
    additionalProperties: false,
  },
  ShipOrder: { type: 'object', properties: {}, required: [], additionalProperties: false },
  OrderPlaced: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      total: { type: 'integer', minimum: 0, maximum: 100000000 },
      note: { type: 'string' },
    },
    required: ['customerId', 'total'],
    additionalProperties: false,
  },
  ShippingAddressChanged: {
    type: 'object',
    properties: { address: { type: 'string' } },
    required: ['address'],
    additionalProperties: false,
  },
  BillingAddressChanged: {
    type: 'object',
    properties: { address: { type: 'string' } },
    required: ['address'],
    additionalProperties: false,
  },
  OrderPaid: {
    type: 'object',
    properties: { amount: { type: 'integer', minimum: 0, maximum: 100000000 } },
    required: ['amount'],
    additionalProperties: false,
  },
  OrderShipped: { type: 'object', properties: {}, required: [], additionalProperties: false },
  OrderRow: {
    type: 'object',
    properties: {
      orderId: { type: 'string' },
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      status: { enum: ['open', 'shipped'] },
      total: { type: 'integer', minimum: 0, maximum: 100000000 },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      paid: { type: 'integer', minimum: 0, maximum: 100000000 },
      shipTo: { type: 'string' },
      billTo: { type: 'string' },
      placedAt: { domain: { type: 'date' } },
    },
    required: ['orderId', 'customerId', 'status', 'total', 'note', 'paid', 'shipTo', 'billTo', 'placedAt'],
    additionalProperties: false,
  },
  CustomerTotals: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      orders: { type: 'integer', minimum: 0 },
      spent: { type: 'integer' },
      lastOrderAt: { domain: { type: 'date' } },
    },
    required: ['customerId', 'orders', 'spent', 'lastOrderAt'],
    additionalProperties: false,
  },
  GetOrders: {
    type: 'object',
    properties: {
      paging: {
        type: 'object',
        properties: {
          number: { type: 'integer', minimum: 1 },
          size: { type: 'integer', minimum: 1, maximum: 1000 },
          cursor: { type: 'string' },
        },
        required: [],
        additionalProperties: false,
      },
    },
    required: [],
    additionalProperties: false,
  },
  GetCustomers: {
    type: 'object',
    properties: {
      paging: {
        type: 'object',
        properties: {
          number: { type: 'integer', minimum: 1 },
          size: { type: 'integer', minimum: 1, maximum: 1000 },
          cursor: { type: 'string' },
        },
        required: [],
        additionalProperties: false,
      },
    },
    required: [],
    additionalProperties: false,
  },
} satisfies SchemaTable;
