// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { SchemaTable } from 'statefold/contract';

export const schemas = {
  OrderLine: {
    type: 'object',
    properties: {
      sku: { type: 'string', minLength: 1, maxLength: 40 },
      product: { type: 'string' },
      quantity: { type: 'integer', minimum: 1, maximum: 10000 },
      unitPrice: { type: 'integer', minimum: 0, maximum: 1000000000 },
      discount: { type: 'integer', minimum: 0, maximum: 10000 },
    },
    required: ['sku', 'product', 'quantity', 'unitPrice', 'discount'],
    additionalProperties: false,
  },
  Address: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      street: { type: 'string' },
      city: { type: 'string' },
      region: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      postalCode: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      country: { type: 'string' },
    },
    required: ['name', 'street', 'city', 'region', 'postalCode', 'country'],
    additionalProperties: false,
  },
  SoldLine: {
    type: 'object',
    properties: {
      sku: { type: 'string', minLength: 1, maxLength: 40 },
      product: { type: 'string' },
      quantity: { type: 'integer' },
      amount: { type: 'integer', minimum: 0, maximum: 1000000000 },
    },
    required: ['sku', 'product', 'quantity', 'amount'],
    additionalProperties: false,
  },
  OrderId: { type: 'string' },
  Order: {
    type: 'object',
    properties: {
      customerId: { anyOf: [{ type: 'string', pattern: '^[A-Z]{5}$' }, { type: 'null' }] },
      lines: { type: 'array', items: { $ref: '#/$defs/OrderLine' } },
      total: { type: 'integer', minimum: 0, maximum: 1000000000 },
      paid: { type: 'boolean' },
      deliveredAt: { anyOf: [{ domain: { type: 'date' } }, { type: 'null' }] },
    },
    required: ['customerId', 'lines', 'total', 'paid', 'deliveredAt'],
    additionalProperties: false,
  },
  PlaceOrder: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      lines: { type: 'array', items: { $ref: '#/$defs/OrderLine' }, minItems: 1 },
      shipTo: { $ref: '#/$defs/Address' },
    },
    required: ['customerId', 'lines', 'shipTo'],
    additionalProperties: false,
  },
  AddLine: {
    type: 'object',
    properties: { line: { $ref: '#/$defs/OrderLine' } },
    required: ['line'],
    additionalProperties: false,
  },
  RemoveLine: {
    type: 'object',
    properties: { sku: { type: 'string', minLength: 1, maxLength: 40 } },
    required: ['sku'],
    additionalProperties: false,
  },
  ChangeAddress: {
    type: 'object',
    properties: { shipTo: { $ref: '#/$defs/Address' } },
    required: ['shipTo'],
    additionalProperties: false,
  },
  PayOrder: {
    type: 'object',
    properties: {
      amount: { type: 'integer', minimum: 0, maximum: 1000000000 },
      method: { enum: ['card', 'invoice', 'cash'] },
    },
    required: ['amount', 'method'],
    additionalProperties: false,
  },
  ShipOrder: {
    type: 'object',
    properties: { carrier: { type: 'string' }, freight: { type: 'integer', minimum: 0, maximum: 1000000000 } },
    required: ['carrier', 'freight'],
    additionalProperties: false,
  },
  DeliverOrder: { type: 'object', properties: {}, required: [], additionalProperties: false },
  CancelOrder: {
    type: 'object',
    properties: { reason: { type: 'string', maxLength: 500 } },
    required: ['reason'],
    additionalProperties: false,
  },
  ReturnOrder: {
    type: 'object',
    properties: { reason: { type: 'string', maxLength: 500 } },
    required: ['reason'],
    additionalProperties: false,
  },
  OrderPlaced: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      lines: { type: 'array', items: { $ref: '#/$defs/OrderLine' } },
      shipTo: { $ref: '#/$defs/Address' },
    },
    required: ['customerId', 'lines', 'shipTo'],
    additionalProperties: false,
  },
  LineAdded: {
    type: 'object',
    properties: { line: { $ref: '#/$defs/OrderLine' } },
    required: ['line'],
    additionalProperties: false,
  },
  LineRemoved: {
    type: 'object',
    properties: { sku: { type: 'string', minLength: 1, maxLength: 40 } },
    required: ['sku'],
    additionalProperties: false,
  },
  AddressChanged: {
    type: 'object',
    properties: { shipTo: { $ref: '#/$defs/Address' } },
    required: ['shipTo'],
    additionalProperties: false,
  },
  OrderPaid: {
    type: 'object',
    properties: {
      amount: { type: 'integer', minimum: 0, maximum: 1000000000 },
      method: { enum: ['card', 'invoice', 'cash'] },
    },
    required: ['amount', 'method'],
    additionalProperties: false,
  },
  OrderShipped: {
    type: 'object',
    properties: { carrier: { type: 'string' }, freight: { type: 'integer', minimum: 0, maximum: 1000000000 } },
    required: ['carrier', 'freight'],
    additionalProperties: false,
  },
  OrderDelivered: { type: 'object', properties: {}, required: [], additionalProperties: false },
  OrderCancelled: {
    type: 'object',
    properties: { reason: { type: 'string' } },
    required: ['reason'],
    additionalProperties: false,
  },
  OrderReturned: {
    type: 'object',
    properties: { reason: { type: 'string' } },
    required: ['reason'],
    additionalProperties: false,
  },
  OrderSummary: {
    type: 'object',
    properties: {
      orderId: { type: 'string' },
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      status: { enum: ['open', 'shipped', 'delivered', 'cancelled', 'returned'] },
      paid: { type: 'boolean' },
      country: { type: 'string' },
      lines: { type: 'array', items: { $ref: '#/$defs/SoldLine' } },
      total: { type: 'integer', minimum: 0, maximum: 1000000000 },
      placedAt: { domain: { type: 'date' } },
      shippedAt: { anyOf: [{ domain: { type: 'date' } }, { type: 'null' }] },
    },
    required: ['orderId', 'customerId', 'status', 'paid', 'country', 'lines', 'total', 'placedAt', 'shippedAt'],
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
  ProductSales: {
    type: 'object',
    properties: {
      sku: { type: 'string', minLength: 1, maxLength: 40 },
      product: { type: 'string' },
      orders: { type: 'integer', minimum: 0 },
      units: { type: 'integer' },
      revenue: { type: 'integer' },
    },
    required: ['sku', 'product', 'orders', 'units', 'revenue'],
    additionalProperties: false,
  },
  GetOrder: {
    type: 'object',
    properties: { orderId: { type: 'string' } },
    required: ['orderId'],
    additionalProperties: false,
  },
  GetCustomerOrders: {
    type: 'object',
    properties: {
      customerId: { type: 'string', pattern: '^[A-Z]{5}$' },
      status: { enum: ['open', 'shipped', 'delivered', 'cancelled', 'returned'] },
      sort: {
        type: 'object',
        properties: { by: { enum: ['placedAt', 'total'] }, direction: { enum: ['asc', 'desc'] } },
        required: ['by'],
        additionalProperties: false,
      },
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
    required: ['customerId'],
    additionalProperties: false,
  },
  GetOrders: {
    type: 'object',
    properties: {
      status: { type: 'array', items: { enum: ['open', 'shipped', 'delivered', 'cancelled', 'returned'] } },
      from: { domain: { type: 'date' } },
      until: { domain: { type: 'date' } },
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
  GetCustomer: {
    type: 'object',
    properties: { customerId: { type: 'string', pattern: '^[A-Z]{5}$' } },
    required: ['customerId'],
    additionalProperties: false,
  },
  GetBestCustomers: {
    type: 'object',
    properties: {
      sort: {
        type: 'object',
        properties: { by: { enum: ['spent', 'orders'] }, direction: { enum: ['asc', 'desc'] } },
        required: ['by'],
        additionalProperties: false,
      },
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
  GetBestSellers: {
    type: 'object',
    properties: {
      sort: {
        type: 'object',
        properties: { by: { enum: ['units', 'revenue'] }, direction: { enum: ['asc', 'desc'] } },
        required: ['by'],
        additionalProperties: false,
      },
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
  GetDayReport: {
    type: 'object',
    properties: { from: { domain: { type: 'date' } }, until: { domain: { type: 'date' } } },
    required: ['from', 'until'],
    additionalProperties: false,
  },
} satisfies SchemaTable;
