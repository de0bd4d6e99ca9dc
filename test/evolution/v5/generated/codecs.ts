// Generated from domain/schema.lock.json. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { EventCodec, Reader, Writer } from 'statefold/contract';

interface AddressChangedV1 {
  shipTo: string;
  billTo?: string;
}

function writeAddressChangedV1(to: Writer, value: AddressChangedV1): void {
  const fields = value.billTo !== undefined ? 2 : 1;
  to.event(49527, 1, fields);
  to.text(value.shipTo);
  if (value.billTo !== undefined) to.text(value.billTo);
}

function readAddressChangedV1(from: Reader, fields: number): AddressChangedV1 {
  from.needs(1, fields);
  const value: AddressChangedV1 = {
    shipTo: from.text(),
  };
  if (fields > 1 && !from.skipAbsent()) value.billTo = from.text();
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface BillingAddressChanged {
  address: string;
}

function writeBillingAddressChanged(to: Writer, value: BillingAddressChanged): void {
  to.event(53282, 1, 1);
  to.text(value.address);
}

function readBillingAddressChanged(from: Reader, fields: number): BillingAddressChanged {
  from.needs(1, fields);
  const value: BillingAddressChanged = {
    address: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderFlaggedV1 {
  reason: string;
}

function writeOrderFlaggedV1(to: Writer, value: OrderFlaggedV1): void {
  to.event(31083, 1, 1);
  to.text(value.reason);
}

function readOrderFlaggedV1(from: Reader, fields: number): OrderFlaggedV1 {
  from.needs(1, fields);
  const value: OrderFlaggedV1 = {
    reason: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderPaidV1 {
  amount: number;
}

function writeOrderPaidV1(to: Writer, value: OrderPaidV1): void {
  to.event(1015, 1, 1);
  to.number(value.amount);
}

function readOrderPaidV1(from: Reader, fields: number): OrderPaidV1 {
  from.needs(1, fields);
  const value: OrderPaidV1 = {
    amount: from.number(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderPaid {
  amount: number;
}

function writeOrderPaid(to: Writer, value: OrderPaid): void {
  to.event(1015, 2, 1);
  to.integer(value.amount);
}

function readOrderPaid(from: Reader, fields: number): OrderPaid {
  from.needs(1, fields);
  const value: OrderPaid = {
    amount: from.integer(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderPlacedV1 {
  customer: string;
  total: number;
  note?: string;
}

function writeOrderPlacedV1(to: Writer, value: OrderPlacedV1): void {
  const fields = value.note !== undefined ? 3 : 2;
  to.event(28175, 1, fields);
  to.text(value.customer);
  to.number(value.total);
  if (value.note !== undefined) to.text(value.note);
}

function readOrderPlacedV1(from: Reader, fields: number): OrderPlacedV1 {
  from.needs(2, fields);
  const value: OrderPlacedV1 = {
    customer: from.text(),
    total: from.number(),
  };
  if (fields > 2 && !from.skipAbsent()) value.note = from.text();
  if (fields > 3) from.skip(fields - 3);
  return value;
}

interface OrderPlacedV2 {
  customerId: string;
  total: number;
  note?: string;
}

function writeOrderPlacedV2(to: Writer, value: OrderPlacedV2): void {
  const fields = value.note !== undefined ? 3 : 2;
  to.event(28175, 2, fields);
  to.text(value.customerId);
  to.number(value.total);
  if (value.note !== undefined) to.text(value.note);
}

function readOrderPlacedV2(from: Reader, fields: number): OrderPlacedV2 {
  from.needs(2, fields);
  const value: OrderPlacedV2 = {
    customerId: from.text(),
    total: from.number(),
  };
  if (fields > 2 && !from.skipAbsent()) value.note = from.text();
  if (fields > 3) from.skip(fields - 3);
  return value;
}

interface OrderPlaced {
  customerId: string;
  total: number;
  note?: string;
}

function writeOrderPlaced(to: Writer, value: OrderPlaced): void {
  const fields = value.note !== undefined ? 3 : 2;
  to.event(28175, 3, fields);
  to.text(value.customerId);
  to.integer(value.total);
  if (value.note !== undefined) to.text(value.note);
}

function readOrderPlaced(from: Reader, fields: number): OrderPlaced {
  from.needs(2, fields);
  const value: OrderPlaced = {
    customerId: from.text(),
    total: from.integer(),
  };
  if (fields > 2 && !from.skipAbsent()) value.note = from.text();
  if (fields > 3) from.skip(fields - 3);
  return value;
}

interface OrderShipped {
}

function writeOrderShipped(to: Writer, _value: OrderShipped): void {
  to.event(11740, 1, 0);
}

function readOrderShipped(from: Reader, fields: number): OrderShipped {
  const value: OrderShipped = {};
  from.skip(fields);
  return value;
}

interface ShippingAddressChanged {
  address: string;
}

function writeShippingAddressChanged(to: Writer, value: ShippingAddressChanged): void {
  to.event(65424, 1, 1);
  to.text(value.address);
}

function readShippingAddressChanged(from: Reader, fields: number): ShippingAddressChanged {
  from.needs(1, fields);
  const value: ShippingAddressChanged = {
    address: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

export const codecs = {
  AddressChangedV1: {
    descriptor: {
      aggregate: 'Order',
      event: 'AddressChanged',
      number: 49527,
      version: 1,
      revisions: ['9758d491ca2c9604'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { shipTo: { type: 'string' }, billTo: { type: 'string' } },
        required: ['shipTo'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeAddressChangedV1,
    read: readAddressChangedV1,
  },
  BillingAddressChanged: {
    descriptor: {
      aggregate: 'Order',
      event: 'BillingAddressChanged',
      number: 53282,
      version: 1,
      revisions: ['6aba29bdbf94e55d'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { address: { type: 'string' } },
        required: ['address'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeBillingAddressChanged,
    read: readBillingAddressChanged,
  },
  OrderFlaggedV1: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderFlagged',
      number: 31083,
      version: 1,
      revisions: ['65543651b130392a'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { reason: { type: 'string' } },
        required: ['reason'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderFlaggedV1,
    read: readOrderFlaggedV1,
  },
  OrderPaidV1: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPaid',
      number: 1015,
      version: 1,
      revisions: ['676cee63120373b6'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { amount: { maximum: 1000000, minimum: 0, type: 'number' } },
        required: ['amount'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPaidV1,
    read: readOrderPaidV1,
  },
  OrderPaid: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPaid',
      number: 1015,
      version: 2,
      revisions: ['a3a8d8dc5365eb1c'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { amount: { maximum: 100000000, minimum: 0, type: 'integer' } },
        required: ['amount'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPaid,
    read: readOrderPaid,
  },
  OrderPlacedV1: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPlaced',
      number: 28175,
      version: 1,
      revisions: ['5f91ea7fd4147f82', 'cf925e457f556658'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          customer: { pattern: '^[A-Z]{5}$', type: 'string' },
          total: { maximum: 1000000, minimum: 0, type: 'number' },
          note: { type: 'string' },
        },
        required: ['customer', 'total'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPlacedV1,
    read: readOrderPlacedV1,
  },
  OrderPlacedV2: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPlaced',
      number: 28175,
      version: 2,
      revisions: ['1fe28b05351e1f50'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          customerId: { pattern: '^[A-Z]{5}$', type: 'string' },
          total: { maximum: 1000000, minimum: 0, type: 'number' },
          note: { type: 'string' },
        },
        required: ['customerId', 'total'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPlacedV2,
    read: readOrderPlacedV2,
  },
  OrderPlaced: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderPlaced',
      number: 28175,
      version: 3,
      revisions: ['72fabe385fa6f768'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          customerId: { pattern: '^[A-Z]{5}$', type: 'string' },
          total: { maximum: 100000000, minimum: 0, type: 'integer' },
          note: { type: 'string' },
        },
        required: ['customerId', 'total'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOrderPlaced,
    read: readOrderPlaced,
  },
  OrderShipped: {
    descriptor: {
      aggregate: 'Order',
      event: 'OrderShipped',
      number: 11740,
      version: 1,
      revisions: ['065cdac96b2999e1'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: {}, required: [], type: 'object' },
      types: {},
    } as const,
    write: writeOrderShipped,
    read: readOrderShipped,
  },
  ShippingAddressChanged: {
    descriptor: {
      aggregate: 'Order',
      event: 'ShippingAddressChanged',
      number: 65424,
      version: 1,
      revisions: ['64274dd663e7a179'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { address: { type: 'string' } },
        required: ['address'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeShippingAddressChanged,
    read: readShippingAddressChanged,
  },
} satisfies Record<string, EventCodec>;
