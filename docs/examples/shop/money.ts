// Exact amounts, in whole numbers of a millionth: cents times hundredths of a percent. No fractions, so nothing is lost.
import type { OrderLine } from '../../../domain/order.domain.js';
import { amountOf } from '../../../domain/pricing.js';

/** Hundredths of a percent in the whole, and millionths in a cent. */
const WHOLE = 10_000n;

/**
 * A number's decimal digits as a whole number of 10^-places: 9.8 with two places is 980.
 * `null` if it is negative, has more places, or is beyond what a double holds exactly.
 */
export function scaled(value: number, places: number): number | null {
  // JavaScript prints the shortest digits that mean the same double: those of the file, up to fifteen of them.
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(value));
  const [, whole = '', fraction = ''] = match ?? [];
  if (match === null || fraction.length > places) return null;
  const result = Number(whole + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(result) ? result : null;
}

/** Revenue before and after rounding, and what lies between. All in millionths. */
export interface Revenue {
  readonly lines: number;
  /** Quantity times price less discount, not rounded. */
  readonly exact: bigint;
  /** The sum of the lines' amounts, each rounded half up to the cent as the domain does. */
  readonly booked: bigint;
  /** Lines whose amount grew by rounding, and by how much together. */
  readonly up: { readonly lines: number; readonly by: bigint };
  /** Lines whose amount shrank by rounding, and by how much together. */
  readonly down: { readonly lines: number; readonly by: bigint };
}

/** Sums up lines: `exact + up.by − down.by = booked`. */
export function revenueOf(lines: Iterable<OrderLine>): Revenue {
  let count = 0;
  let exact = 0n;
  let booked = 0n;
  const up = { lines: 0, by: 0n };
  const down = { lines: 0, by: 0n };
  for (const line of lines) {
    const lineExact = BigInt(line.quantity) * BigInt(line.unitPrice) * (WHOLE - BigInt(line.discount));
    const lineBooked = BigInt(amountOf(line)) * WHOLE;
    count += 1;
    exact += lineExact;
    booked += lineBooked;
    const side = lineBooked > lineExact ? up : lineBooked < lineExact ? down : null;
    if (side === null) continue;
    side.lines += 1;
    side.by += lineBooked > lineExact ? lineBooked - lineExact : lineExact - lineBooked;
  }
  return { lines: count, exact, booked, up, down };
}

/** Cents in millionths. */
export function fromCents(cents: number): bigint {
  return BigInt(cents) * WHOLE;
}

/** Millionths as `1,265,793.0395`: at least `places` decimals, more only where they are not zero. */
export function formatAmount(millionths: bigint, places: number): string {
  const sign = millionths < 0n ? '-' : '';
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  const whole = digits.slice(0, -6).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits.slice(-6).replace(/0+$/, '').padEnd(places, '0');
  return `${sign}${whole}.${fraction}`;
}
