// Real orders from a file: reads them all, then sends their commands in the order of their days, with their real times.
import { open } from 'node:fs/promises';
import type { OrderLine } from '../../../domain/order.domain.js';
import { parseLine, type RealOrder } from './northwind.js';
import type { Desk, ShopCommand } from './shop.js';
import type { Tally } from './tally.js';

/** A line that could not be used, and why. Lines count from 1. */
export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

/** What a file holds. */
export interface OrderFile {
  readonly orders: readonly { readonly line: number; readonly order: RealOrder }[];
  readonly bad: readonly BadLine[];
}

/** Orders whose commands are under way at once. */
const AT_ONCE = 64;

/** Reads a file of newline-delimited JSON. Lines of nothing but space are passed over. Throws where the file cannot be read. */
export async function readOrders(path: string): Promise<OrderFile> {
  const orders: { line: number; order: RealOrder }[] = [];
  const bad: BadLine[] = [];
  const lineOf = new Map<string, number>();
  let line = 0;
  const file = await open(path);
  for await (const raw of file.readLines()) {
    line += 1;
    const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() === '') continue;
    const parsed = parseLine(text);
    const first = parsed.kind === 'order' ? lineOf.get(parsed.order.orderId) : undefined;
    if (parsed.kind === 'bad') bad.push({ line, reason: parsed.reason });
    else if (first !== undefined)
      bad.push({ line, reason: `duplicate order ${parsed.order.orderId}: line ${first} has it` });
    else {
      lineOf.set(parsed.order.orderId, line);
      orders.push({ line, order: parsed.order });
    }
  }
  return { orders, bad };
}

/** What became of a file's orders. */
export interface Imported {
  /** Orders that the shop has placed, in the file's order. */
  readonly placed: readonly RealOrder[];
  readonly shipped: number;
  /** Orders with a command that was refused. */
  readonly bad: readonly BadLine[];
}

interface Deed {
  readonly at: Date;
  readonly line: number;
  readonly order: RealOrder;
  readonly commands: ShopCommand[];
}

/**
 * Sends every order's real commands: placed on its day, on account, and shipped on its day if it was. All deeds of one
 * day are done before the next day begins. `onOrder` hears of every order that has been placed or refused.
 */
export async function importOrders(
  desk: Desk,
  { orders }: OrderFile,
  tally: Tally,
  onOrder: () => void,
): Promise<Imported> {
  const refused = new Map<RealOrder, BadLine>();
  const placed = new Set<RealOrder>();
  let shipped = 0;
  for (const deeds of days(orders)) {
    await inParallel(deeds, async ({ line, order, commands }) => {
      for (const command of commands) {
        if (refused.has(order)) continue;
        const reason = (text: string) => refused.set(order, { line, reason: `${command.type} refused: ${text}` });
        const receipt = await tally.command(() => desk.dispatch(command), reason);
        if (command.type === 'PlaceOrder') onOrder();
        if (receipt === null) continue;
        if (command.type === 'PlaceOrder') placed.add(order);
        else shipped += 1;
      }
    });
  }
  return {
    placed: orders.map(({ order }) => order).filter((order) => placed.has(order)),
    shipped,
    bad: [...refused.values()],
  };
}

// What happened on one day, day after day. An order that was placed and shipped on the same day is one deed.
function days(orders: OrderFile['orders']): Deed[][] {
  const byDay = new Map<number, Deed[]>();
  const add = (deed: Deed) => {
    const day = byDay.get(deed.at.getTime());
    if (day === undefined) byDay.set(deed.at.getTime(), [deed]);
    else day.push(deed);
  };
  for (const { line, order } of orders) {
    const { orderId: aggregateId, orderedAt, placed, shipment } = order;
    const metadata = { userId: order.employee };
    const place: ShopCommand = { type: 'PlaceOrder', aggregateId, data: placed, time: orderedAt, metadata };
    const first: Deed = { at: orderedAt, line, order, commands: [place] };
    add(first);
    if (shipment === null) continue;
    const ship: ShopCommand = { type: 'ShipOrder', aggregateId, data: shipment.data, time: shipment.at };
    if (shipment.at.getTime() === orderedAt.getTime()) first.commands.push(ship);
    else add({ at: shipment.at, line, order, commands: [ship] });
  }
  return [...byDay].sort(([a], [b]) => a - b).map(([, deeds]) => deeds);
}

async function inParallel<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const rest = things.values();
  const worker = async () => {
    for (const thing of rest) await work(thing);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** All lines of some orders. */
export function* linesOf(orders: readonly RealOrder[]): Generator<OrderLine> {
  for (const { placed } of orders) yield* placed.lines;
}
