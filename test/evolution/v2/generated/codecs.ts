// Generated from domain/schema.lock.json. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { EventCodec, Reader, Writer } from 'statefold/contract';

interface AddressChanged {
  shipTo: string;
  billTo?: string;
}

function writeAddressChanged(to: Writer, value: AddressChanged): void {
  const fields = value.billTo !== undefined ? 2 : 1;
  to.event(49527, 1, fields);
  to.text(value.shipTo);
  if (value.billTo !== undefined) to.text(value.billTo);
}

function readAddressChanged(from: Reader, fields: number): AddressChanged {
  from.needs(1, fields);
  const value: AddressChanged = {
    shipTo: from.text(),
  };
  if (fields > 1 && !from.skipAbsent()) value.billTo = from.text();
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OrderFlagged {
  reason: string;
}

function writeOrderFlagged(to: Writer, value: OrderFlagged): void {
  to.event(31083, 1, 1);
  to.text(value.reason);
}

function readOrderFlagged(from: Reader, fields: number): OrderFlagged {
  from.needs(1, fields);
  const value: OrderFlagged = {
    reason: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderPaid {
  amount: number;
}

function writeOrderPaid(to: Writer, value: OrderPaid): void {
  to.event(1015, 1, 1);
  to.number(value.amount);
}

function readOrderPaid(from: Reader, fields: number): OrderPaid {
  from.needs(1, fields);
  const value: OrderPaid = {
    amount: from.number(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OrderPlaced {
  customer: string;
  total: number;
  note?: string;
}

function writeOrderPlaced(to: Writer, value: OrderPlaced): void {
  const fields = value.note !== undefined ? 3 : 2;
  to.event(28175, 1, fields);
  to.text(value.customer);
  to.number(value.total);
  if (value.note !== undefined) to.text(value.note);
}

function readOrderPlaced(from: Reader, fields: number): OrderPlaced {
  from.needs(2, fields);
  const value: OrderPlaced = {
    customer: from.text(),
    total: from.number(),
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

export const codecs = {
  AddressChanged: {
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
    write: writeAddressChanged,
    read: readAddressChanged,
  },
  OrderFlagged: {
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
    write: writeOrderFlagged,
    read: readOrderFlagged,
  },
  OrderPaid: {
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
    write: writeOrderPaid,
    read: readOrderPaid,
  },
  OrderPlaced: {
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
} satisfies Record<string, EventCodec>;
