// What read models must hold, from scratch and without any of the engine's code: the oracle of the projection properties.
import type { Line, OrderEvent, TestCommit } from '../../unit/projection/orders.js';

export type OrderRow = {
  readonly orderId: string;
  readonly customer: string | null;
  readonly status: string;
  readonly lines: readonly Line[];
  readonly total: number;
  readonly placedAt: Date;
  readonly rating?: number | null;
};

/** The rows after all commits, in any order of keys. */
export function ordersOf(commits: readonly TestCommit[]): OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const { id, time, events, type } of commits) {
    if (type !== undefined && type !== 'Order') continue;
    for (const event of events as readonly OrderEvent[]) {
      if (event.type === 'Opened') {
        rows.set(id, { ...event.data, orderId: id, status: 'open', placedAt: new Date(time) });
        continue;
      }
      const row = rows.get(id);
      if (row === undefined) continue;
      const { rating, ...unrated } = row;
      if (event.type === 'LineAdded') rows.set(id, { ...row, lines: [...row.lines, event.data.line] });
      if (event.type === 'Moved') rows.set(id, { ...row, customer: event.data.customer });
      if (event.type === 'Rated') rows.set(id, { ...row, rating: event.data.rating });
      if (event.type === 'Unrated') rows.set(id, unrated);
      if (event.type === 'Closed') rows.set(id, { ...row, status: event.data.status });
      if (event.type === 'Forgotten') rows.delete(id);
    }
  }
  return [...rows.values()];
}

export function customerTotalsOf(rows: readonly OrderRow[]): Record<string, unknown>[] {
  const included = rows.filter(({ status }) => status !== 'cancelled');
  return [...new Set(included.map(({ customer }) => customer))].map((customer) => {
    const group = included.filter((row) => row.customer === customer);
    const times = group.map(({ placedAt }) => placedAt.getTime());
    const ratings = group.map(({ rating }) => rating).filter((rating) => rating !== undefined);
    const numbers = ratings.filter((rating) => rating !== null);
    const nothing = ratings.length > 0 ? null : undefined;
    return withoutAbsent({
      customer,
      orders: group.length,
      spent: group.reduce((sum, { total }) => sum + total, 0),
      firstAt: new Date(Math.min(...times)),
      lastAt: new Date(Math.max(...times)),
      bestRating: numbers.length > 0 ? Math.max(...numbers) : nothing,
      worstRating: numbers.length > 0 ? Math.min(...numbers) : nothing,
    });
  });
}

export function productSalesOf(rows: readonly OrderRow[]): Record<string, unknown>[] {
  const skus = new Set(rows.flatMap(({ lines }) => lines.map(({ sku }) => sku)));
  return [...skus].map((sku) => {
    const group = rows.filter(({ lines }) => lines.some((line) => line.sku === sku));
    const quantities = group.flatMap(({ lines }) =>
      lines.filter((line) => line.sku === sku).map(({ quantity }) => quantity),
    );
    return {
      sku,
      orders: group.length,
      units: quantities.reduce((sum, quantity) => sum + quantity, 0),
      largest: Math.max(...quantities),
      smallest: Math.min(...quantities),
    };
  });
}

/** Order of values in a page: absent and `null` first, then by value. */
export function compareValues(a: unknown, b: unknown): number {
  const [x, y] = [rank(a), rank(b)];
  if (x === null || y === null) return x === y ? 0 : x === null ? -1 : 1;
  return x < y ? -1 : x > y ? 1 : 0;
}

function rank(value: unknown): number | string | null {
  if (value === undefined || value === null) return null;
  return value instanceof Date ? value.getTime() : (value as number | string);
}

function withoutAbsent(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
