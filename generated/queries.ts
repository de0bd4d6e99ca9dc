// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { queryHelpers } from 'statefold/contract';
import type { QueryHelpers, RowsOf } from 'statefold/contract';
import type { GetDayReport, OrderSummary, ProductSales } from '../domain/order.domain.js';

interface Queries {
  GetDayReport: {
    query: GetDayReport;
    rows: {
      OrderSummary: RowsOf<OrderSummary, OrderSummary['orderId']>;
      ProductSales: RowsOf<ProductSales, ProductSales['sku']>;
    };
  };
}

/** `query.<Name>(async ({ query, rows }) => …)` gives a hand-written query its types. */
export const query: QueryHelpers<Queries> = queryHelpers<Queries>(['GetDayReport']);
