// Generated from domain/schema.lock.json. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { EventCodec, Reader, Writer } from 'statefold/contract';

const orderPaidMethod = ['card', 'invoice', 'cash'] as const;

interface Address {
  name: string;
  street: string;
  city: string;
  region: string | null;
  postalCode: string | null;
  country: string;
}

function writeAddress(to: Writer, value: Address): void {
  to.array(6);
  to.text(value.name);
  to.text(value.street);
  to.text(value.city);
  value.region === null ? to.null(null) : to.text(value.region);
  value.postalCode === null ? to.null(null) : to.text(value.postalCode);
  to.text(value.country);
}

function readAddress(from: Reader): Address {
  const fields = from.fields(6);
  const value: Address = {
    name: from.text(),
    street: from.text(),
    city: from.text(),
    region: from.skipNull() ? null : from.text(),
    postalCode: from.skipNull() ? null : from.text(),
    country: from.text(),
  };
  if (fields > 6) from.skip(fields - 6);
  return value;
}

interface AddressChanged {
  shipTo: Address;
}

function writeAddressChanged(to: Writer, value: AddressChanged): void {
  to.event(49527, 1, 1);
  writeAddress(to, value.shipTo);
}

function readAddressChanged(from: Reader, fields: number): AddressChanged {
  from.needs(1, fields);
  const value: AddressChanged = {
    shipTo: readAddress(from),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderLine {
  sku: string;
  product: string;
  quantity: number;
  unitPrice: number;
  discount: number;
}

function writeOrderLine(to: Writer, value: OrderLine): void {
  to.array(5);
  to.text(value.sku);
  to.text(value.product);
  to.integer(value.quantity);
  to.integer(value.unitPrice);
  to.integer(value.discount);
}

function readOrderLine(from: Reader): OrderLine {
  const fields = from.fields(5);
  const value: OrderLine = {
    sku: from.text(),
    product: from.text(),
    quantity: from.integer(),
    unitPrice: from.integer(),
    discount: from.integer(),
  };
  if (fields > 5) from.skip(fields - 5);
  return value;
}

interface LineAdded {
  line: OrderLine;
}

function writeLineAdded(to: Writer, value: LineAdded): void {
  to.event(1365, 1, 1);
  writeOrderLine(to, value.line);
}

function readLineAdded(from: Reader, fields: number): LineAdded {
  from.needs(1, fields);
  const value: LineAdded = {
    line: readOrderLine(from),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface LineRemoved {
  sku: string;
}

function writeLineRemoved(to: Writer, value: LineRemoved): void {
  to.event(5516, 1, 1);
  to.text(value.sku);
}

function readLineRemoved(from: Reader, fields: number): LineRemoved {
  from.needs(1, fields);
  const value: LineRemoved = {
    sku: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderCancelled {
  reason: string;
}

function writeOrderCancelled(to: Writer, value: OrderCancelled): void {
  to.event(48639, 1, 1);
  to.text(value.reason);
}

function readOrderCancelled(from: Reader, fields: number): OrderCancelled {
  from.needs(1, fields);
  const value: OrderCancelled = {
    reason: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderDelivered {
}

function writeOrderDelivered(to: Writer, _value: OrderDelivered): void {
  to.event(58777, 1, 0);
}

function readOrderDelivered(from: Reader, fields: number): OrderDelivered {
  const value: OrderDelivered = {};
  from.skip(fields);
  return value;
}

interface OrderPaid {
  amount: number;
  method: 'card' | 'invoice' | 'cash';
}

function writeOrderPaid(to: Writer, value: OrderPaid): void {
  to.event(1015, 1, 2);
  to.integer(value.amount);
  to.oneOf(orderPaidMethod, value.method);
}

function readOrderPaid(from: Reader, fields: number): OrderPaid {
  from.needs(2, fields);
  const value: OrderPaid = {
    amount: from.integer(),
    method: from.oneOf(orderPaidMethod),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OrderPlaced {
  customerId: string;
  lines: OrderLine[];
  shipTo: Address;
}

function writeOrderPlaced(to: Writer, value: OrderPlaced): void {
  to.event(28175, 1, 3);
  to.text(value.customerId);
  to.list(value.lines, writeOrderLine);
  writeAddress(to, value.shipTo);
}

function readOrderPlaced(from: Reader, fields: number): OrderPlaced {
  from.needs(3, fields);
  const value: OrderPlaced = {
    customerId: from.text(),
    lines: from.list(readOrderLine),
    shipTo: readAddress(from),
  };
  if (fields > 3) from.skip(fields - 3);
  return value;
}

interface OrderReturned {
  reason: string;
}

function writeOrderReturned(to: Writer, value: OrderReturned): void {
  to.event(12321, 1, 1);
  to.text(value.reason);
}

function readOrderReturned(from: Reader, fields: number): OrderReturned {
  from.needs(1, fields);
  const value: OrderReturned = {
    reason: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderShipped {
  carrier: string;
  freight: number;
}

function writeOrderShipped(to: Writer, value: OrderShipped): void {
  to.event(11740, 1, 2);
  to.text(value.carrier);
  to.integer(value.freight);
}

function readOrderShipped(from: Reader, fields: number): OrderShipped {
  from.needs(2, fields);
  const value: OrderShipped = {
    carrier: from.text(),
    freight: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

export const codecs = {
  AddressChanged: {
    descriptor: {
      aggregate: 'Order',
      event: 'AddressChanged',
      number: 49527,
      version: 1,
      revisions: ['49a50849d64e9902'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { shipTo: { $ref: '#/$defs/Address' } },
        required: ['shipTo'],
        type: 'object',
      },
      types: {
        Address: {
          additionalProperties: false,
          properties: {
            name: { type: 'string' },
            street: { type: 'string' },
            city: { type: 'string' },
            region: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            postalCode: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            country: { type: 'string' },
          },
          required: ['name', 'street', 'city', 'region', 'postalCode', 'country'],
          type: 'object',
        },
      },
    } as const,
    write: writeAddressChanged,
    read: readAddressChanged,
  },
  LineAdded: {
    descriptor: {
      aggregate: 'Order',
      event: 'LineAdded',
      number: 1365,
      version: 1,
      revisions: ['ccc5a7e10142c9d7'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { line: { $ref: '#/$defs/OrderLine' } },
        required: ['line'],
        type: 'object',
      },
      types: {
        OrderLine: {
          additionalProperties: false,
          properties: {
            sku: { maxLength: 40, minLength: 1, type: 'string' },
            product: { type: 'string' },
            quantity: { maximum: 10000, minimum: 1, type: 'integer' },
            unitPrice: { maximum: 1000000000, minimum: 0, type: 'integer' },
            discount: { maximum: 10000, minimum: 0, type: 'integer' },
          },
          required: ['sku', 'product', 'quantity', 'unitPrice', 'discount'],
          type: 'object',
        },
      },
    } as const,
    write: writeLineAdded,
    read: readLineAdded,
  },
  LineRemoved: {
    descriptor: {
      aggregate: 'Order',
      event: 'LineRemoved',
      number: 5516,
      version: 1,
      revisions: ['aca7bcf17acec117'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { sku: { maxLength: 40, minLength: 1, type: 'string' } },
        required: ['sku'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeLineRemoved,
    read: readLineRemoved,
  },
  OrderCancelled: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderCancelled',
      number: 48639,
      version: 1,
      revisions: ['8edd5bf7af157645'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { reason: { type: 'string' } },
        required: ['reason'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderCancelled,
    read: readOrderCancelled,
  },
  OrderDelivered: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderDelivered',
      number: 58777,
      version: 1,
      revisions: ['774eff9bd703a67a'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: {}, required: [], type: 'object' },
      types: {},
    } as const,
    write: writeOrderDelivered,
    read: readOrderDelivered,
  },
  OrderPaid: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPaid',
      number: 1015,
      version: 1,
      revisions: ['ef8c6400793b3def'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          amount: { maximum: 1000000000, minimum: 0, type: 'integer' },
          method: { enum: ['card', 'invoice', 'cash'] },
        },
        required: ['amount', 'method'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPaid,
    read: readOrderPaid,
  },
  OrderPlaced: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPlaced',
      number: 28175,
      version: 1,
      revisions: ['bf747b7db6f4ece8'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          customerId: { pattern: '^[A-Z]{5}$', type: 'string' },
          lines: { items: { $ref: '#/$defs/OrderLine' }, type: 'array' },
          shipTo: { $ref: '#/$defs/Address' },
        },
        required: ['customerId', 'lines', 'shipTo'],
        type: 'object',
      },
      types: {
        Address: {
          additionalProperties: false,
          properties: {
            name: { type: 'string' },
            street: { type: 'string' },
            city: { type: 'string' },
            region: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            postalCode: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            country: { type: 'string' },
          },
          required: ['name', 'street', 'city', 'region', 'postalCode', 'country'],
          type: 'object',
        },
        OrderLine: {
          additionalProperties: false,
          properties: {
            sku: { maxLength: 40, minLength: 1, type: 'string' },
            product: { type: 'string' },
            quantity: { maximum: 10000, minimum: 1, type: 'integer' },
            unitPrice: { maximum: 1000000000, minimum: 0, type: 'integer' },
            discount: { maximum: 10000, minimum: 0, type: 'integer' },
          },
          required: ['sku', 'product', 'quantity', 'unitPrice', 'discount'],
          type: 'object',
        },
      },
    } as const,
    write: writeOrderPlaced,
    read: readOrderPlaced,
  },
  OrderReturned: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderReturned',
      number: 12321,
      version: 1,
      revisions: ['de1c87042cf0f5c3'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { reason: { type: 'string' } },
        required: ['reason'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderReturned,
    read: readOrderReturned,
  },
  OrderShipped: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderShipped',
      number: 11740,
      version: 1,
      revisions: ['7abcd831852593f4'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { carrier: { type: 'string' }, freight: { maximum: 1000000000, minimum: 0, type: 'integer' } },
        required: ['carrier', 'freight'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderShipped,
    read: readOrderShipped,
  },
} satisfies Record<string, EventCodec>;
