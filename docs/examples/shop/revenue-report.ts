// Explains a file's revenue to the cent: exact, rounded, and as the read models have it. Prints nothing itself.
import { type Imported, linesOf } from './import.js';
import { formatAmount, fromCents, type Revenue, revenueOf } from './money.js';
import type { Rows } from './read-models.js';
import { count, table } from './report.js';

/** The sums of a file's orders, from the file and from the read models. Amounts in millionths of a unit. */
export interface FileTotals {
  readonly orders: number;
  readonly customers: number;
  readonly products: number;
  readonly notShipped: number;
  readonly revenue: Revenue;
  /** What the customers have spent together. */
  readonly customerTotals: bigint;
  /** What the products have brought in together. */
  readonly productSales: bigint;
  /** Exact revenue plus all rounding is the booked revenue, and both rollups say the same. */
  readonly addUp: boolean;
}

/** Adds up. */
export function fileTotals({ placed, shipped }: Imported, rows: Rows): FileTotals {
  const revenue = revenueOf(linesOf(placed));
  const customerTotals = fromCents(rows.CustomerTotals.reduce((sum, { spent }) => sum + spent, 0));
  const productSales = fromCents(rows.ProductSales.reduce((sum, { revenue: cents }) => sum + cents, 0));
  const { exact, booked, up, down } = revenue;
  return {
    orders: placed.length,
    customers: rows.CustomerTotals.length,
    products: rows.ProductSales.length,
    notShipped: placed.length - shipped,
    revenue,
    customerTotals,
    productSales,
    addUp: exact + up.by - down.by === booked && booked === customerTotals && booked === productSales,
  };
}

/** The totals of a file as text. */
export function revenueReport({ orders, customers, products, notShipped, revenue, ...totals }: FileTotals): string {
  const { lines, exact, booked, up, down } = revenue;
  const unrounded = lines - up.lines - down.lines;
  const rows = [
    ['exact: quantity × price × (1 − discount), not rounded', count(lines), formatAmount(exact, 4)],
    ['rounded up to the cent', count(up.lines), `+${formatAmount(up.by, 4)}`],
    ['rounded down to the cent', count(down.lines), `−${formatAmount(down.by, 4)}`],
    ['whole cents already', count(unrounded), formatAmount(0n, 4)],
    ['booked: the sum of the rounded lines', count(lines), formatAmount(booked, 2)],
    ['spent, over all CustomerTotals', '', formatAmount(totals.customerTotals, 2)],
    ['revenue, over all ProductSales', '', formatAmount(totals.productSales, 2)],
  ];
  return [
    `\nThe file: ${count(orders)} orders, ${count(lines)} lines, ${count(customers)} customers, ${count(products)} products; ${count(notShipped)} orders not shipped.`,
    'Prices are kept in whole cents, discounts in hundredths of a percent; each line is rounded half up to the cent.',
    table('Revenue after discount', ['what', 'lines', 'amount'], rows),
    totals.addUp
      ? 'Exact plus rounding is booked, and both read models say the same, to the cent.'
      : 'These do NOT add up. This is a fault: please report it with the file.',
  ].join('\n');
}
