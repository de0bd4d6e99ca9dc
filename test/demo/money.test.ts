// Exact money: digits in, whole numbers out, and no cent unexplained.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, revenueOf, scaled } from '../../docs/examples/shop/money.js';
import type { Sku } from '../../domain/order.domain.js';

const lineArbitrary = fc.record({
  sku: fc.constant('1' as Sku),
  product: fc.constant('Tea'),
  quantity: fc.integer({ min: 1, max: 100 }),
  unitPrice: fc.integer({ min: 0, max: 100_000 }),
  discount: fc.integer({ min: 0, max: 10_000 }),
});

describe('scaled', () => {
  it('gives back the cents of every amount that has cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (cents) => {
        const digits = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        expect(scaled(Number(digits), 2)).toBe(cents);
      }),
    );
  });

  it.each([0.001, -1, 1e21, 1e-7, Number.NaN, 90_071_992_547_409.94])('has no cents for %d', (value) => {
    expect(scaled(value, 2)).toBeNull();
  });
});

describe('revenue', () => {
  it('is exact plus what was rounded up less what was rounded down, never more than half a cent a line', () => {
    fc.assert(
      fc.property(fc.array(lineArbitrary, { maxLength: 30 }), (lines) => {
        const { exact, booked, up, down } = revenueOf(lines);
        expect(exact + up.by - down.by).toBe(booked);
        expect(booked % 10_000n).toBe(0n);
        expect(up.by).toBeLessThanOrEqual(BigInt(up.lines) * 5_000n);
        expect(down.by).toBeLessThanOrEqual(BigInt(down.lines) * 4_999n);
      }),
    );
  });

  it('rounds half a cent up', () => {
    const line = { sku: '1' as Sku, product: 'Tea', quantity: 1, unitPrice: 5, discount: 1_000 };
    expect(revenueOf([line])).toMatchObject({ exact: 45_000n, booked: 50_000n, up: { lines: 1, by: 5_000n } });
  });
});

describe('formatAmount', () => {
  it.each([
    [1_265_793_039_500n, 4, '1,265,793.0395'],
    [1_265_793_290_000n, 2, '1,265,793.29'],
    [123_456n, 4, '0.123456'],
    [0n, 2, '0.00'],
    [-1_000_000_000n, 2, '-1,000.00'],
  ])('shows %s with %d places as %s', (millionths, places, shown) => {
    expect(formatAmount(millionths, places)).toBe(shown);
  });
});
