// Prints what a run came to, for people. Works out nothing but how to show it.
import Table from 'cli-table3';
import type { OrderId } from '../../../domain/order.domain.js';
import { orderMachine } from '../../../domain/order.machine.js';
import type { Forecast } from './day.js';
import { drawStates } from './diagram.js';
import { formatAmount, fromCents } from './money.js';
import type { Run } from './run.js';
import type { Desk } from './shop.js';
import type { Latency, Tally } from './tally.js';

/** A table with a headline, as text. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const aligned = head.map((_, column) =>
    rows.every((row) => /^([\d−+-]|$)/.test(row[column] ?? '')) ? 'right' : 'left',
  );
  const grid = new Table({
    head: [...head],
    colAligns: aligned as ('left' | 'right')[],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) grid.push([...row]);
  return `\n${title}\n${grid.toString()}`;
}

/** Cents as `1,234.50`. */
function money(cents: number): string {
  return formatAmount(fromCents(cents), 2);
}

/** A count as `1,234`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Commands, events, speed, read models and rebuild of a run. */
export function runReport({ tally, seconds, overtaken, lag, caughtUpMs, rows, rebuilt }: Run): string {
  const { commands, accepted, refused, events, questions, stale } = tally;
  const outcomes = [
    ['accepted', count(accepted)],
    ...Object.entries(refused)
      .sort()
      .map(([code, times]) => [`refused: ${code}`, count(times)]),
    ['all', count(commands)],
  ];
  const numbers = [
    ['events stored', count(events)],
    ['commands per second', count(Math.round(commands / seconds))],
    ['command latency', latency(tally.commandLatency)],
    ...(questions === 0
      ? []
      : [
          [`questions after a receipt (${count(stale)} stale)`, count(questions)],
          ['their latency, wait included', latency(tally.questionLatency)],
        ]),
    ['answers overtaken by the other desk, decided again', count(overtaken)],
    ['seconds', seconds.toFixed(2)],
  ];
  const behind = lag.largest.map(({ projection, commits: late, ms }) => [
    projection,
    count(late),
    `${Math.round(ms)} ms`,
  ]);
  const speed = rebuilt.projections.map(({ name, events: folded, seconds: took }) => [
    name,
    count(folded),
    took.toFixed(3),
    took > 0 ? count(Math.round(folded / took)) : 'too fast to measure',
  ]);
  return [
    table('Commands', ['outcome', 'commands'], outcomes),
    table('Speed of this run', ['what', 'figure'], numbers),
    table(
      'Read models',
      ['name', 'rows'],
      Object.entries(rows).map(([name, all]) => [name, count(all.length)]),
    ),
    table(
      `Their largest lag in ${count(lag.looks)} looks during the run`,
      ['projection', 'commits', 'age of the oldest'],
      behind,
    ),
    `Caught up ${caughtUpMs.toFixed(1)} ms after the last answer.`,
    table('Rebuilt from the first event, rollups included', ['projection', 'events', 'seconds', 'events/s'], speed),
    rebuilt.identical
      ? 'Rebuilt = live: every row, rollup and index entry is the same.'
      : 'Rebuilt and live DIFFER. This is a fault of the engine: please report it with the command line of this run.',
  ].join('\n');
}

/** The story of the order with the most events. */
export async function storyReport(desk: Desk, { versions }: Tally): Promise<string> {
  const [longest] = [...versions].sort(([, a], [, b]) => b - a);
  return longest === undefined ? 'No order was placed.' : orderReport(desk, longest[0] as OrderId);
}

/** Whether a seeded day came to what its scripts say. */
export function planReport(seed: number, asPlanned: boolean, forecast: Forecast): string {
  return asPlanned
    ? `All as seed ${seed} has it: so many accepted, so many refused for each reason, whoever won a race.`
    : `NOT as seed ${seed} has it, which is ${JSON.stringify(forecast)}. This is a fault: please report it.`;
}

/** One order's events with the state that each led to, and where that is in the machine. */
async function orderReport(desk: Desk, orderId: OrderId): Promise<string> {
  const order = desk.aggregates.order(orderId);
  const rows: string[][] = [];
  const visited = new Set<string>([(await order.stateAsOf({ version: 0 })).name]);
  for (const { version, time, type, data, metadata } of await order.history()) {
    const { name, state } = await order.stateAsOf({ version });
    visited.add(name);
    const when = time.toISOString().slice(0, 16).replace('T', ' ');
    const what = JSON.stringify(data);
    const by = metadata.userId === undefined ? '' : ` by ${metadata.userId}`;
    const shown = what.length > 44 ? `${what.slice(0, 43)}…` : what;
    rows.push([String(version), when, type + by, shown, name, money(state.total)]);
  }
  const { name } = await order.state();
  return [
    table(`History of ${orderId}`, ['version', 'time (UTC)', 'event', 'data', 'state', 'total'], rows),
    `\nWhere it stands: ● was there, ◆ is there (all of it: generated/domain.md)`,
    drawStates(orderMachine, visited, name),
  ].join('\n');
}

/** What the shopkeeper asks for: the best customers and products. */
export async function shopReport({ queries }: Desk): Promise<string> {
  const paging = { size: 3 };
  const [customers, products] = await Promise.all([
    queries.getBestCustomers({ paging }),
    queries.getBestSellers({ paging }),
  ]);
  return [
    table(
      'Best customers',
      ['customer', 'orders', 'spent'],
      customers.rows.map(({ customerId, orders, spent }) => [customerId, count(orders), money(spent)]),
    ),
    table(
      'Best sellers',
      ['product', 'orders', 'units', 'revenue'],
      products.rows.map(({ product, orders, units, revenue }) => [
        product,
        count(orders),
        count(units),
        money(revenue),
      ]),
    ),
  ].join('\n');
}

function latency({ p50, p95, p99 }: Latency): string {
  return `p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
}
