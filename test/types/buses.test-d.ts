// Misuse of the buses and of hand-written queries that must not compile. Checked by tsc alone: nothing here runs.

import type { Answer, Receipt } from 'statefold';
import type { Page } from 'statefold/domain';
import type { Address, CustomerId, OrderId, OrderSummary } from '../../domain/order.domain.js';
import type { CommandBus, QueryBus } from '../../generated/index.js';
import { query } from '../../generated/queries.js';

declare const commands: CommandBus;
declare const queries: QueryBus;
declare const orderId: OrderId;
declare const customerId: CustomerId;
declare const shipTo: Address;
declare const orderReceipt: Receipt<'Order'>;
declare const customerReceipt: Receipt<'Customer'>;

export async function rightUse(): Promise<void> {
  const receipt: Receipt<'Order'> = await commands.changeAddress(orderId, { shipTo }, { expectedVersion: 3 });
  await commands.deliverOrder(orderId);
  await commands.deliverOrder(orderId, {}, { commandId: 'once' });
  const row: OrderSummary | null = await queries.getOrder({ orderId });
  const page: Page<OrderSummary> = await queries.getCustomerOrders(
    { customerId, sort: { by: 'total' } },
    { timeout: 5 },
  );
  const answer: Answer<OrderSummary | null> = await queries.getOrder({ orderId }, { after: receipt, timeout: 100 });
  if (answer.stale) answer.behind.toFixed();
  void [row, page];
}

export const wrongCommands = [
  // @ts-expect-error: no such command
  () => commands.placeOrde(orderId, {}),
  // @ts-expect-error: a plain string is no OrderId
  () => commands.deliverOrder('order-1'),
  // @ts-expect-error: the id of something else
  () => commands.deliverOrder(customerId),
  // @ts-expect-error: data is missing
  () => commands.cancelOrder(orderId),
  // @ts-expect-error: a field is missing
  () => commands.cancelOrder(orderId, {}),
  // @ts-expect-error: a field that the command does not declare
  () => commands.cancelOrder(orderId, { reason: '', surplus: 5 }),
  // @ts-expect-error: data for a command that has none
  () => commands.deliverOrder(orderId, { at: 'home' }),
  // @ts-expect-error: no such option
  () => commands.deliverOrder(orderId, {}, { expectVersion: 3 }),
];

export const wrongQueries = [
  // @ts-expect-error: no such query
  () => queries.getOrdr({ orderId }),
  // @ts-expect-error: a parameter is missing
  () => queries.getOrder({}),
  // @ts-expect-error: no such parameter
  () => queries.getOrder({ orderId, surplus: 5 }),
  // @ts-expect-error: a field that this query does not sort by
  () => queries.getCustomerOrders({ customerId, sort: { by: 'country' } }),
  // @ts-expect-error: no such status
  () => queries.getCustomerOrders({ customerId, status: 'lost' }),
  // @ts-expect-error: the receipt of an aggregate that the query does not read
  () => queries.getOrder({ orderId }, { after: customerReceipt }),
  // @ts-expect-error: with `after` the result is in `value`, and says whether it is stale
  async () => (await queries.getOrder({ orderId }, { after: orderReceipt }))?.total,
  // @ts-expect-error: only a stale answer says how far behind it is
  async () => (await queries.getOrder({ orderId }, { after: orderReceipt })).behind,
];

const report = { orders: 0, open: 0, revenue: 0, bestSeller: null };

export const handlers = [
  query.GetDayReport(() => report),
  query.GetDayReport(async ({ query: { from }, rows }) => {
    const row = await rows.OrderSummary.get(orderId);
    return { ...report, open: row !== null && row.placedAt > from ? 1 : 0 };
  }),
  // @ts-expect-error: no such hand-written query
  query.GetOrder(() => null),
  // @ts-expect-error: a table that @reads does not name
  query.GetDayReport(async ({ rows }) => ({ ...report, orders: (await rows.CustomerTotals.getMany([])).length })),
  // @ts-expect-error: no such parameter
  query.GetDayReport(({ query: { since } }) => ({ ...report, orders: since })),
  // @ts-expect-error: the wrong type of a field of the result
  query.GetDayReport(() => ({ ...report, orders: 'many' })),
  // @ts-expect-error: a plain string is no key of this table
  query.GetDayReport(async ({ rows }) => ({ ...report, open: (await rows.OrderSummary.get('order-1'))?.total ?? 0 })),
];
