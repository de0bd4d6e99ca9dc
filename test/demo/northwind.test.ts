// The demo on real orders, against sums that are made here from the file alone, per order, customer and product.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importOrders, readOrders } from '../../docs/examples/shop/import.js';
import { fileTotals, revenueReport } from '../../docs/examples/shop/revenue-report.js';
import { runShop, summaryOf } from '../../docs/examples/shop/run.js';
import { openShop } from '../../docs/examples/shop/shop.js';
import type { CustomerId, OrderId } from '../../domain/order.domain.js';
import { runDemo, summaryIn } from './demo-process.js';

const path = fileURLToPath(new URL('../../../shared/data/northwind-orders.ndjson', import.meta.url));
const absent = !existsSync(path);
if (absent) process.stderr.write(`Skipped: the demo on real orders, because ${path} is not there.\n`);

interface FileOrder {
  readonly orderId: number;
  readonly customerId: string;
  readonly orderedAt: string;
  readonly shippedAt: string | null;
  readonly freight: number;
  readonly lines: readonly {
    readonly productId: number;
    readonly unitPrice: number;
    readonly quantity: number;
    readonly discount: number;
  }[];
}

// Whole cents and whole percents: the file holds nothing finer, which `hundredths` makes sure of.
function hundredths(value: number): bigint {
  const digits = value.toFixed(2);
  if (Number(digits) !== value) throw new Error(`The file holds ${value}: finer than hundredths.`);
  return BigInt(digits.replace('.', ''));
}

/** A line's amount in ten-thousandths, exact. */
function exactOf({ quantity, unitPrice, discount }: FileOrder['lines'][number]): bigint {
  return BigInt(quantity) * hundredths(unitPrice) * (100n - hundredths(discount));
}

/** A line's amount in cents, half a cent up. */
function centsOf(line: FileOrder['lines'][number]): number {
  const exact = exactOf(line);
  return Number(exact / 100n + (exact % 100n >= 50n ? 1n : 0n));
}

function sum<T>(things: readonly T[], of: (thing: T) => number): number {
  return things.reduce((total, thing) => total + of(thing), 0);
}

function groupBy<T>(things: readonly T[], by: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(by(thing), [...(groups.get(by(thing)) ?? []), thing]);
  return groups;
}

async function importFile() {
  const shop = await openShop();
  const file = await readOrders(path);
  let imported: Awaited<ReturnType<typeof importOrders>> | null = null;
  const quiet = () => ({ step: () => {}, reach: () => {}, stop: () => {} });
  const run = await runShop(
    shop,
    async (tally) => {
      imported = await importOrders(shop.site, file, tally, () => {});
    },
    quiet,
  );
  if (imported === null) throw new Error('Nothing was imported.');
  return { shop, file, run, totals: fileTotals(imported, run.rows) };
}

describe.skipIf(absent)('the demo on real orders', () => {
  const orders: FileOrder[] = [];
  let imported: Awaited<ReturnType<typeof importFile>>;

  beforeAll(async () => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    orders.push(...lines.map((line) => JSON.parse(line) as FileOrder));
    imported = await importFile();
  }, 60_000);
  afterAll(() => imported.shop.close());

  it('counts what is in the file', () => {
    expect(imported.file.bad).toEqual([]);
    expect(imported.totals).toMatchObject({ orders: 830, customers: 89, products: 77, notShipped: 21, addUp: true });
    expect(imported.totals.revenue.lines).toBe(2155);
    expect(orders).toHaveLength(830);
    expect(sum(orders, ({ lines }) => lines.length)).toBe(2155);
    expect(orders.filter(({ shippedAt }) => shippedAt === null)).toHaveLength(21);
    expect(summaryOf(imported.run)).toMatchObject({
      commands: 830 + 809,
      accepted: 830 + 809,
      refused: {},
      events: 830 + 809,
      projections: { OrderSummary: { rows: 830 }, CustomerTotals: { rows: 89 }, ProductSales: { rows: 77 } },
      rebuild: { events: 830 + 809, identical: true },
    });
  });

  it('explains the revenue to the cent', () => {
    const lines = orders.flatMap((order) => order.lines);
    const exact = lines.reduce((total, line) => total + exactOf(line), 0n);
    expect(exact).toBe(12_657_930_395n);
    const roundings = lines.map((line) => BigInt(centsOf(line)) * 100n - exactOf(line));
    const up = roundings.filter((by) => by > 0n);
    const down = roundings.filter((by) => by < 0n);
    const total = (of: readonly bigint[]) => of.reduce((all, by) => all + by, 0n);
    // The demo counts in millionths, this test in ten-thousandths.
    expect(imported.totals.revenue).toEqual({
      lines: 2155,
      exact: exact * 100n,
      booked: BigInt(sum(lines, centsOf)) * 10_000n,
      up: { lines: up.length, by: total(up) * 100n },
      down: { lines: down.length, by: -total(down) * 100n },
    });
    expect(revenueReport(imported.totals)).toContain('1,265,793.0395');
  });

  it('has every order as the file has it', async () => {
    const { queries } = imported.shop.site;
    for (const order of orders) {
      const row = await queries.getOrder({ orderId: String(order.orderId) as OrderId });
      expect(row).toMatchObject({
        customerId: order.customerId,
        status: order.shippedAt === null ? 'open' : 'shipped',
        total: sum(order.lines, centsOf),
        placedAt: new Date(order.orderedAt),
        shippedAt: order.shippedAt === null ? null : new Date(order.shippedAt),
        lines: order.lines.map((line) => ({
          sku: String(line.productId),
          quantity: line.quantity,
          amount: centsOf(line),
        })),
      });
    }
  });

  it('has every order’s events at their real times', async () => {
    for (const order of orders) {
      const events = await imported.shop.site.aggregates.order(String(order.orderId) as OrderId).history();
      const placed = { type: 'OrderPlaced', time: new Date(order.orderedAt) };
      const freight = Number(hundredths(order.freight));
      const shipped = { type: 'OrderShipped', time: new Date(order.shippedAt ?? 0), data: { freight } };
      expect(events).toMatchObject(order.shippedAt === null ? [placed] : [placed, shipped]);
    }
  });

  it('has every customer’s sums', async () => {
    const customers = groupBy(orders, ({ customerId }) => customerId);
    expect(customers.size).toBe(89);
    for (const [customerId, theirs] of customers) {
      const row = await imported.shop.site.queries.getCustomer({ customerId: customerId as CustomerId });
      expect(row).toEqual({
        customerId,
        orders: theirs.length,
        spent: sum(theirs, ({ lines }) => sum(lines, centsOf)),
        lastOrderAt: new Date(
          theirs
            .map(({ orderedAt }) => orderedAt)
            .sort()
            .at(-1) ?? 0,
        ),
      });
    }
  });

  it('has every product’s sums', () => {
    const sold = groupBy(
      orders.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, line }))),
      ({ line }) => String(line.productId),
    );
    expect(sold.size).toBe(77);
    const rows = new Map(imported.run.rows.ProductSales.map((row) => [String(row.sku), row]));
    expect(rows.size).toBe(77);
    for (const [sku, sales] of sold) {
      expect(rows.get(sku)).toMatchObject({
        orders: new Set(sales.map(({ orderId }) => orderId)).size,
        units: sum(sales, ({ line }) => line.quantity),
        revenue: sum(sales, ({ line }) => centsOf(line)),
      });
    }
  });

  it('says the same as a process', async () => {
    const run = await runDemo('--input', path, '--json');
    expect(run.code, run.stderr).toBe(0);
    const { rebuild, ...counts } = summaryIn(run);
    const { rebuild: expected, ...expectedCounts } = summaryOf(imported.run);
    expect(counts).toEqual(expectedCounts);
    expect(rebuild).toMatchObject({ events: expected.events, identical: true });
  });
});
