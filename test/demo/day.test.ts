// The seeded day, as a process and as a plan: what it prints, what it counts, and that its seed decides.
import { describe, expect, it } from 'vitest';
import { forecastOf, playDay } from '../../docs/examples/shop/day.js';
import { rebuildAll } from '../../docs/examples/shop/read-models.js';
import { runShop, summaryOf } from '../../docs/examples/shop/run.js';
import { openShop } from '../../docs/examples/shop/shop.js';
import { runDemo, summaryIn } from './demo-process.js';

const quiet = () => ({ step: () => {}, reach: () => {}, stop: () => {} });

async function playInProcess(plan: { seed: number; customers: number; orders: number }) {
  const shop = await openShop();
  const run = await runShop(shop, (tally) => playDay(shop, plan, tally, () => {}), quiet);
  await shop.close();
  return { run, summary: summaryOf(run) };
}

describe('the demo with --json', () => {
  it('prints a summary on the last line whose counts add up', async () => {
    const run = await runDemo('--seed', '7', '--customers', '5', '--orders', '60', '--json');
    expect(run.code, run.stderr).toBe(0);
    const summary = summaryIn(run);
    const refused = Object.values(summary.refused).reduce((sum, count) => sum + count, 0);
    expect(summary.accepted + refused).toBe(summary.commands);
    expect(summary.commands).toBeGreaterThan(200);
    expect(summary.projections.OrderSummary.rows).toBe(60);
    expect(summary.projections.CustomerTotals.rows).toBeGreaterThan(0);
    expect(summary.projections.CustomerTotals.rows).toBeLessThanOrEqual(5);
    expect(summary.projections.ProductSales.rows).toBeGreaterThan(10);
    expect(summary.rebuild.identical).toBe(true);
    expect(summary.rebuild.events).toBe(summary.events);
    expect(summary.rebuild.seconds).toBeGreaterThan(0);
  });

  it('prints nothing else on stdout, and how far it is on stderr', async () => {
    const { stdout, stderr } = await runDemo('--orders', '4', '--json');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain('Orders: 4/4 orders');
    expect(stderr).toMatch(/Rebuild: (\d+)\/\1 events/);
  });
});

describe('the demo for people', () => {
  it('reports commands, speed, read models, one order and the rebuild', async () => {
    const { code, stdout, stderr } = await runDemo('--orders', '30', '--customers', '3');
    expect(code, stderr).toBe(0);
    for (const part of [
      'History of order-',
      'OrderPlaced → open.unpaid',
      'accepted',
      'commands per second',
      'p50',
      'CustomerTotals',
      'largest lag',
      'events/s',
      'Rebuilt = live',
      'All as seed 1 has it',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(stdout.split('\n').filter((line) => line.startsWith('  ◆ '))).toHaveLength(1);
  });
});

describe('a seeded day', () => {
  it('comes to what its seed says, whoever wins the races', async () => {
    const plan = { seed: 11, customers: 13, orders: 300 };
    const { run, summary } = await playInProcess(plan);
    const { commands, accepted, refused, events } = summary;
    expect({ commands, accepted, refused, events }).toEqual(forecastOf(plan));
    expect(Object.keys(refused)).toEqual(['CONFLICT', 'DUPLICATE', 'INVALID', 'REJECTED']);
    expect(accepted, 'retries are accepted and store nothing').toBeGreaterThan(events);
    expect(run.overtaken, 'one desk overtook the other').toBeGreaterThan(0);
    expect(run.tally.stale, 'answers that miss their command').toBe(0);
  });

  it('counts the same twice, and otherwise for another seed', async () => {
    const counts = async (seed: number) => {
      const { summary } = await playInProcess({ seed, customers: 8, orders: 80 });
      const { commands, accepted, refused, events } = summary;
      return { commands, accepted, refused, events };
    };
    const first = await counts(3);
    expect(await counts(3)).toEqual(first);
    expect(await counts(4)).not.toEqual(first);
  });

  it('plays with fewer orders than customers', async () => {
    const { summary } = await playInProcess({ seed: 2, customers: 50, orders: 1 });
    expect(summary.projections.OrderSummary.rows).toBe(1);
    expect(summary.rebuild.identical).toBe(true);
  });
});

describe('a rebuild', () => {
  it('is not called identical to rows that were otherwise', async () => {
    const shop = await openShop();
    const { rows } = await runShop(
      shop,
      (tally) => playDay(shop, { seed: 1, customers: 2, orders: 6 }, tally, () => {}),
      quiet,
    );
    const [first, ...rest] = rows.OrderSummary;
    if (first === undefined) throw new Error('The day has no order.');
    const otherwise = { ...rows, OrderSummary: [{ ...first, paid: !first.paid }, ...rest] };
    expect((await rebuildAll(shop.site, otherwise, () => {})).identical).toBe(false);
    expect((await rebuildAll(shop.site, rows, () => {})).identical).toBe(true);
    await shop.close();
  });
});

describe('a command line that cannot be meant', () => {
  it.each([
    [['--sed', '3'], 'Did you mean --seed?'],
    [['--orders', '0'], 'Give a whole number from 1 to 100000.'],
    [['--customers', 'many'], 'Give a whole number from 1 to 10000.'],
    [['--input', 'a.ndjson', '--seed', '3'], "'--input <file>' cannot be used with option '--seed <n>'"],
    [['--input', 'no-such-file.ndjson'], 'no-such-file.ndjson cannot be read'],
  ])('is refused with a hint: %j', async (args, hint) => {
    const { code, stdout, stderr } = await runDemo(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });
});
