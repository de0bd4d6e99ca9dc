// The queries that are written by hand.
import { query } from '../generated/queries.js';

export const dayReport = query.GetDayReport(async ({ query: { from, until }, rows }) => {
  let orders = 0;
  let open = 0;
  let revenue = 0;
  for await (const order of rows.OrderSummary.all()) {
    if (order.placedAt < from || order.placedAt >= until) continue;
    orders += 1;
    if (order.status === 'open') open += 1;
    if (order.status !== 'cancelled' && order.status !== 'returned') revenue += order.total;
  }
  let bestSeller: { product: string; units: number } | null = null;
  for await (const sales of rows.ProductSales.all()) {
    if (bestSeller === null || sales.units > bestSeller.units) bestSeller = sales;
  }
  return { orders, open, revenue, bestSeller: bestSeller?.product ?? null };
});
