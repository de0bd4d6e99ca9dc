// A file of orders with bad lines among the good: each bad one is reported with its number and reason, the rest goes on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLine } from '../../docs/examples/shop/northwind.js';
import { runDemo, summaryIn } from './demo-process.js';

const good = {
  orderId: 1,
  customerId: 'VINET',
  employeeId: 5,
  orderedAt: '2016-07-04',
  requiredAt: '2016-08-01',
  shippedAt: '2016-07-16',
  shipper: 'Federal Shipping',
  freight: 32.38,
  shipTo: { name: 'N', address: 'A', city: 'C', region: null, postalCode: null, country: 'France' },
  lines: [
    { productId: 11, product: 'Queso Cabrales', unitPrice: 14, quantity: 12, discount: 0.0 },
    { productId: 42, product: 'Mee', unitPrice: 9.85, quantity: 1, discount: 0.15 },
  ],
};
const [firstLine, secondLine] = good.lines;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statefold-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function runOn(name: string, text: string) {
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, run: await runDemo('--input', path, '--json') };
}

describe('a file with bad lines', () => {
  it('has each reported on stderr, goes on with the rest, and exits 1', async () => {
    const { freight: _, ...noFreight } = { ...good, orderId: 3 };
    const texts = [
      JSON.stringify(good),
      '{"orderId": 2,',
      JSON.stringify(noFreight),
      JSON.stringify({ ...good, orderId: 4, customerId: 17 }),
      '',
      JSON.stringify({ ...good, customerId: 'TOMSP' }),
      JSON.stringify({ ...good, orderId: 7, lines: [firstLine, firstLine] }),
      JSON.stringify({ ...good, orderId: 8, shippedAt: null }),
      '[]',
    ];
    const { path, run } = await runOn('mixed.ndjson', `\uFEFF${texts.join('\r\n')}\r\n`);
    expect(run.code).toBe(1);
    const reported = run.stderr.split('\n').filter((line) => line.startsWith(path));
    expect(reported).toEqual([
      expect.stringMatching(/:2 not JSON: /),
      `${path}:3 freight is missing`,
      `${path}:4 customerId: expected five capital letters, found 17`,
      `${path}:6 duplicate order 1: line 1 has it`,
      `${path}:9 line: expected an object, found an array`,
      expect.stringMatching(/:7 PlaceOrder refused: REJECTED: .*eachProductOnce/),
    ]);
    expect(summaryIn(run)).toMatchObject({
      commands: 4,
      accepted: 3,
      refused: { REJECTED: 1 },
      events: 3,
      projections: { OrderSummary: { rows: 2 }, CustomerTotals: { rows: 1 }, ProductSales: { rows: 2 } },
      rebuild: { events: 3, identical: true },
    });
  });

  it('exits 0 without bad lines', async () => {
    const { run } = await runOn('good.ndjson', JSON.stringify(good));
    expect(run.code, run.stderr).toBe(0);
    expect(summaryIn(run)).toMatchObject({ commands: 2, accepted: 2, refused: {}, events: 2 });
  });

  it('exits 1 where nothing is in it', async () => {
    const { path, run } = await runOn('empty.ndjson', '\n');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`${path} holds no order that can be used.`);
    expect(summaryIn(run)).toMatchObject({ commands: 0, events: 0, rebuild: { events: 0, identical: true } });
  });
});

describe('a line', () => {
  const reasonOf = (line: unknown) => {
    const parsed = parseLine(JSON.stringify(line));
    return parsed.kind === 'bad' ? parsed.reason : null;
  };

  it('is an order in cents, hundredths of a percent and midnights in UTC', () => {
    const parsed = parseLine(JSON.stringify(good));
    expect(parsed).toMatchObject({
      kind: 'order',
      order: {
        orderId: '1',
        orderedAt: new Date('2016-07-04T00:00:00.000Z'),
        placed: {
          lines: [
            { sku: '11', quantity: 12, unitPrice: 1400, discount: 0 },
            { sku: '42', quantity: 1, unitPrice: 985, discount: 1500 },
          ],
        },
        shipment: { at: new Date('2016-07-16T00:00:00.000Z'), data: { carrier: 'Federal Shipping', freight: 3238 } },
      },
    });
  });

  it.each(Object.keys(good))('is bad without its %s', (field) => {
    const { [field as keyof typeof good]: _, ...rest } = good;
    expect(reasonOf(rest)).toBe(`${field} is missing`);
  });

  it.each(Object.keys(good))('is bad with a boolean as its %s', (field) => {
    expect(reasonOf({ ...good, [field]: true })).toMatch(new RegExp(`^${field}: expected .*, found true$`));
  });

  it.each(Object.keys(good.shipTo))('is bad without %s in its address', (field) => {
    const { [field as keyof typeof good.shipTo]: _, ...shipTo } = good.shipTo;
    expect(reasonOf({ ...good, shipTo })).toBe(`shipTo.${field} is missing`);
  });

  it.each([
    [
      { unitPrice: 9.855 },
      'lines[1].unitPrice: expected a number from 0 to 10000000 with at most 2 decimals, found 9.855',
    ],
    [{ unitPrice: -1 }, 'lines[1].unitPrice: expected a number from 0 to 10000000 with at most 2 decimals, found -1'],
    [
      { unitPrice: '14' },
      'lines[1].unitPrice: expected a number from 0 to 10000000 with at most 2 decimals, found "14"',
    ],
    [{ discount: 1.5 }, 'lines[1].discount: expected a number from 0 to 1 with at most 4 decimals, found 1.5'],
    [{ quantity: 0 }, 'lines[1].quantity: expected a whole number from 1 to 10000, found 0'],
    [{ quantity: 1.5, product: '' }, /^lines\[1\]\.product: .*; lines\[1\]\.quantity: /],
  ])('is bad with %j in a line', (change, reason) => {
    expect(reasonOf({ ...good, lines: [firstLine, { ...secondLine, ...change }] })).toMatch(reason);
  });

  it.each([
    [{ lines: [] }, 'lines is empty'],
    [{ orderedAt: '2016-02-30' }, 'orderedAt: expected a day as YYYY-MM-DD, found "2016-02-30"'],
    [{ orderedAt: '2016-07-04T10:00:00Z' }, 'orderedAt: expected a day as YYYY-MM-DD, found "2016-07-04T10:00:00Z"'],
    [{ shippedAt: '2016-07-03' }, 'shippedAt: expected a day not before orderedAt'],
    [{ customerId: 'vinet' }, 'customerId: expected five capital letters, found "vinet"'],
    [{ orderId: 2 ** 53 }, 'orderId: expected a whole number of at least 1, found 9007199254740992'],
  ])('is bad with %j', (change, reason) => {
    expect(reasonOf({ ...good, ...change })).toBe(reason);
  });

  it('is told off in bounded time and space however deep or long it is', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(parseLine(deep)).toEqual({ kind: 'bad', reason: 'line: expected an object, found an array' });
    expect(reasonOf({ ...good, customerId: 'A'.repeat(1_000_000) })?.length).toBeLessThan(120);
  });
});
