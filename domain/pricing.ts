// How an order's money is worked out. All amounts are whole cents.
import type { Cents, OrderLine } from './order.domain.js';

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;

/** The highest total that one order may reach. */
export const LIMIT: Cents = 5_000_000;

/** Quantity times price less discount, rounded half up to the cent: a discount is given per line, so each line is rounded. */
export function amountOf(line: OrderLine): Cents {
  return Math.floor((line.quantity * line.unitPrice * (WHOLE - line.discount) + WHOLE / 2) / WHOLE);
}

/** The sum of the lines' rounded amounts. */
export function totalOf(lines: readonly OrderLine[]): Cents {
  return lines.reduce((sum, line) => sum + amountOf(line), 0);
}
