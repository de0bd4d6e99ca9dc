// What the read models hold, and whether a rebuild gives the same.
import { isDeepStrictEqual } from 'node:util';
import type { RebuildProgress } from 'statefold';
import type { CustomerTotals, OrderSummary, ProductSales } from '../../../domain/order.domain.js';
import type { Desk } from './shop.js';

/** Every row of every read model. */
export interface Rows {
  readonly OrderSummary: readonly OrderSummary[];
  readonly CustomerTotals: readonly CustomerTotals[];
  readonly ProductSales: readonly ProductSales[];
}

/** A rebuild of all projections. */
export interface Rebuilt {
  readonly projections: readonly { readonly name: string; readonly events: number; readonly seconds: number }[];
  readonly events: number;
  readonly seconds: number;
  /** Every row reads the same before and after, and the engine's own comparison found no difference in any table or index. */
  readonly identical: boolean;
}

/** Reads every row, page by page. */
export async function allRows({ queries }: Desk): Promise<Rows> {
  return {
    OrderSummary: await allPages((paging) => queries.getOrders({ paging })),
    CustomerTotals: await allPages((paging) => queries.getBestCustomers({ paging })),
    ProductSales: await allPages((paging) => queries.getBestSellers({ paging })),
  };
}

/** Rebuilds every projection from the log's first event, and compares. `before` are the rows that must come out again. */
export async function rebuildAll(
  desk: Desk,
  before: Rows,
  onProgress: (progress: RebuildProgress) => void,
): Promise<Rebuilt> {
  const projections: { name: string; events: number; seconds: number }[] = [];
  let identical = true;
  for (const { name: projection } of await desk.projections.status()) {
    // Of the projections' names and their rollups' only the former are here.
    const name = projection as keyof Rows;
    const { events, seconds } = await desk.projections.rebuild(name, { onProgress });
    projections.push({ name, events, seconds });
    identical &&= (await desk.projections.verify(name)).identical;
  }
  identical &&= isDeepStrictEqual(await allRows(desk), before);
  const sum = (field: 'events' | 'seconds') => projections.reduce((total, one) => total + one[field], 0);
  return { projections, events: sum('events'), seconds: sum('seconds'), identical };
}

async function allPages<Row>(
  ask: (paging: { size: number; cursor?: string }) => Promise<{ rows: readonly Row[]; cursor: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await ask(cursor === '' ? { size: 1000 } : { size: 1000, cursor });
    rows.push(...page.rows);
    cursor = page.cursor;
  }
  return rows;
}
