// Stored orders: the events of the sample domain as their commits and blocks, and the same as JSON.
import { codecs } from '../../../generated/codecs.js';
import { type BlockEntry, commitBytes, encodeBlock, readDirectory } from '../../../src/codec/block.js';
import { type Commit, decodeCommit, encodeCommit } from '../../../src/codec/commit.js';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { type Tag, tagOf } from '../../../src/kernel/hash.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { type Version, version } from '../../../src/kernel/version.js';
import { customerId, lineOf } from '../../support/shop.js';

/** Commits of a block. */
export const BLOCK = 256;
const BLOCKS = 8;

const PRODUCTS = [
  'Chai',
  'Aniseed Syrup',
  "Chef Anton's Cajun Seasoning",
  'Mishi Kobe Niku',
  'Queso Cabrales',
  'Rössle Sauerkraut',
];
const CUSTOMERS = ['ALFKI', 'BERGS', 'BLAUS', 'CHOPS', 'ERNSH', 'FOLKO'];
const CARRIERS = ['Speedy Express', 'United Package', 'Federal Shipping'];
const ADDRESSES = [
  ['Alfreds Futterkiste', 'Obere Str. 57', 'Berlin', null, '12209', 'Germany'],
  ['Berglunds snabbköp', 'Berguvsvägen 8', 'Luleå', null, 'S-958 22', 'Sweden'],
  ['Rattlesnake Canyon Grocery', '2817 Milton Dr.', 'Albuquerque', 'NM', '87110', 'USA'],
  ['Around the Horn', '120 Hanover Sq.', 'London', null, 'WA1 1DP', 'UK'],
] as const;

const all = new EventCodecs(Object.values(codecs));

/** A commit with what a block's directory says of it. */
export interface StoredOrder extends Commit {
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: Version;
  readonly tag: Tag;
}

/** Blocks of commits of one event each: orders are placed, grow, are paid, shipped and delivered, in turns; a few are changed. */
export function storedOrders(): readonly (readonly StoredOrder[])[] {
  return Array.from({ length: BLOCKS }, (_, block) =>
    Array.from({ length: BLOCK }, (_, index) => storedOrder(block * BLOCK + index)),
  );
}

function storedOrder(number: number): StoredOrder {
  const commandId = systemRuntime.freshId();
  const event = eventOf(number);
  return {
    aggregate: { type: 'Order', id: `order-${Math.floor(number / 6)}` },
    version: version((number % 6) + 1),
    tag: tagOf(commandId),
    commandId,
    digest: digestOfContent(event.type, event.data),
    time: 1_767_225_600_000 + number * 1_234,
    metadata: { userId: `user-${number % 40}` },
    events: [event],
  };
}

function eventOf(number: number): Commit['events'][number] {
  switch (number % 6) {
    case 0: {
      const lines = Array.from({ length: 1 + (number % 4) }, (_, index) => line(number + index));
      const data = { customerId: customerId(pick(CUSTOMERS, number)), lines, shipTo: address(number) };
      return { type: 'OrderPlaced', data };
    }
    case 1:
      return number % 18 === 1
        ? { type: 'AddressChanged', data: { shipTo: address(number) } }
        : { type: 'LineAdded', data: { line: line(number) } };
    case 2:
      return number % 12 === 2
        ? { type: 'LineRemoved', data: { sku: line(number).sku } }
        : { type: 'LineAdded', data: { line: line(number) } };
    case 3:
      return {
        type: 'OrderPaid',
        data: { amount: 1_250 + number * 7, method: pick(['card', 'invoice', 'cash'], number) },
      };
    case 4:
      return { type: 'OrderShipped', data: { carrier: pick(CARRIERS, number), freight: 500 + (number % 900) } };
    default:
      return number % 30 === 5
        ? { type: 'OrderReturned', data: { reason: 'It came too late, and one glass was broken.' } }
        : { type: 'OrderDelivered', data: {} };
  }
}

function line(number: number) {
  const product = pick(PRODUCTS, number);
  const price = 100 + ((number * 37) % 9_000);
  return {
    ...lineOf(`NW-${1_000 + (number % 77)}`),
    product,
    quantity: 1 + (number % 40),
    unitPrice: price,
    discount: number % 3 === 0 ? 500 : 0,
  };
}

function address(number: number) {
  const [name, street, city, region, postalCode, country] = pick(ADDRESSES, number);
  return { name, street, city, region, postalCode, country };
}

function pick<T>(items: readonly T[], number: number): T {
  return items[number % items.length] as T;
}

/** Commits as a block, from the events on. */
export function encodeOrders(orders: readonly StoredOrder[]): Uint8Array {
  return encodeBlock(
    orders.map((order): BlockEntry => {
      const { aggregate, version, tag } = order;
      return { expects: { aggregate }, next: { version, tag }, payload: encodeCommit(order, all) };
    }),
  );
}

/** All that a block holds, down to the events. Answers how many there were. */
export function decodeOrders(bytes: Uint8Array): number {
  const directory = readDirectory(bytes);
  let events = 0;
  for (let index = 0; index < directory.length; index++) {
    events += decodeCommit(commitBytes(bytes, directory, index), all).events.length;
  }
  return events;
}

/** How many bytes the events of some commits take. */
export function bytesOfEvents(orders: readonly StoredOrder[]): number {
  return orders.reduce((sum, order) => {
    return sum + encodeCommit(order, all).length - encodeCommit({ ...order, events: [] }, all).length;
  }, 0);
}
