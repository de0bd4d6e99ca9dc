// The demo's command line: a seeded day of a shop, or real orders from a file. `npm run demo -- --help` lists the options.
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isStatefoldError, memoryStore, type Store } from 'statefold';
import { redisStore } from 'statefold/redis';
import { forecastOf, playDay } from './day.js';
import { type BadLine, type Imported, importOrders, type OrderFile, readOrders } from './import.js';
import { progressOnStderr } from './progress.js';
import { planReport, runReport, shopReport, storyReport } from './report.js';
import { fileTotals, revenueReport } from './revenue-report.js';
import { runShop, summaryOf } from './run.js';
import { openShop } from './shop.js';
import type { Tally } from './tally.js';

interface Options {
  readonly seed: number;
  readonly customers: number;
  readonly orders: number;
  readonly input?: string;
  readonly redis?: string;
  readonly json?: true;
}

/** Of this run's own log, where it is kept on a server. */
const namespace = `demo-${Date.now().toString(36)}`;

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

const program = new Command('demo')
  .description('Plays a day of a shop on an engine in memory, or real orders from a file, and says what came of it.')
  .option('--seed <n>', 'what happens: the same seed, the same day', whole(0, 2 ** 32 - 1), 1)
  .option('--customers <n>', 'customers who order at the same time', whole(1, 10_000), 40)
  .option('--orders <n>', 'orders of the day', whole(1, 100_000), 1_000)
  .addOption(
    new Option('--input <file>', 'real orders as newline-delimited JSON instead').conflicts([
      'seed',
      'customers',
      'orders',
    ]),
  )
  .option('--redis <url>', 'keep the log on a Redis server, in a namespace of its own, instead of in memory')
  .option('--json', 'print only the summary, as one JSON object on the last line')
  .addHelpText(
    'after',
    `
A line of --input is one order; shippedAt, region and postalCode may be null, and all fields must be there:
  {"orderId": 10248, "customerId": "VINET", "employeeId": 5, "orderedAt": "2016-07-04", "requiredAt": "2016-08-01",
   "shippedAt": "2016-07-16", "shipper": "Federal Shipping", "freight": 32.38,
   "shipTo": {"name": "…", "address": "…", "city": "Reims", "region": null, "postalCode": "51100", "country": "France"},
   "lines": [{"productId": 11, "product": "Queso Cabrales", "unitPrice": 14, "quantity": 12, "discount": 0.05}]}`,
  )
  .showHelpAfterError('(--help lists the options)')
  .action(async (options: Options) => {
    try {
      const sound =
        options.input === undefined ? await playSeededDay(options) : await playFile(whereTyped(options.input), options);
      process.exitCode = sound ? 0 : 1;
      if (options.redis !== undefined) process.stderr.write(leftOn(options.redis));
    } catch (error) {
      // What a server is asked to be is said by the message; where in our code it was found out helps nobody.
      if (!isStatefoldError(error) && !(error instanceof RangeError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  });

await program.parseAsync();

/** An empty store. */
function emptyStore({ redis }: Options): Store {
  if (redis === undefined) return memoryStore();
  process.stderr.write(`The log's keys begin with {${namespace}:\n`);
  // A day of a shop that does not exist is not worth a disk; a real shop leaves this out.
  return redisStore({ url: redis, namespace, durability: 'memory' });
}

/** How to look at what stays on a server, and how to delete it. The URL is told without its password. */
function leftOn(redis: string): string {
  const url = Object.assign(new URL(redis), { username: '', password: '' }).href;
  const client = `redis-cli -u ${url}`;
  return `The log stays on the server, in namespace ${namespace}.
  Look at it: npm run statefold -- doctor --store ${url} --namespace ${namespace} --durability memory
  Delete it:  ${client} --scan --pattern '{${namespace}:*' | xargs ${client} UNLINK
`;
}

/** A seeded day. True if it came to what its plan says. */
async function playSeededDay(options: Options): Promise<boolean> {
  const shop = await openShop(emptyStore(options));
  const showProgress = progressOnStderr(options.json === true);
  const day = async (tally: Tally) => {
    const progress = showProgress('Orders', options.orders, 'orders');
    await playDay(shop, options, tally, progress.step);
    progress.stop();
  };
  const run = await runShop(shop, day, showProgress);
  const summary = summaryOf(run);
  const { commands, accepted, refused, events } = summary;
  const forecast = forecastOf(options);
  const asPlanned = isDeepStrictEqual({ commands, accepted, refused, events }, forecast);
  if (options.json !== true) {
    print(await storyReport(shop.site, run.tally), await shopReport(shop.site), runReport(run));
    print(planReport(options.seed, asPlanned, forecast));
  }
  await shop.close();
  if (options.json === true) print(JSON.stringify(summary));
  return asPlanned && summary.rebuild.identical;
}

/** npm runs scripts in the package's folder: a relative path is meant from where the command was typed. */
function whereTyped(path: string): string {
  return resolve(process.env.INIT_CWD ?? '', path);
}

/** Real orders. True if every line could be used and all sums agree. */
async function playFile(path: string, options: Options): Promise<boolean> {
  const file = await readFile(path);
  if (file === null) return false;
  reportBad(path, file.bad);
  if (file.orders.length === 0) {
    process.stderr.write(`${path} holds no order that can be used. One order a line is expected, as JSON.\n`);
  }
  const shop = await openShop(emptyStore(options));
  const showProgress = progressOnStderr(options.json === true);
  let imported: Imported = { placed: [], shipped: 0, bad: [] };
  const orders = async (tally: Tally) => {
    const progress = showProgress('Orders', file.orders.length, 'orders');
    imported = await importOrders(shop.site, file, tally, progress.step);
    progress.stop();
  };
  const run = await runShop(shop, orders, showProgress);
  reportBad(path, imported.bad);
  const summary = summaryOf(run);
  const totals = fileTotals(imported, run.rows);
  if (options.json !== true) {
    print(await storyReport(shop.site, run.tally), await shopReport(shop.site), runReport(run), revenueReport(totals));
  }
  await shop.close();
  if (options.json === true) print(JSON.stringify(summary));
  const usable = file.orders.length > 0 && file.bad.length + imported.bad.length === 0;
  return usable && totals.addUp && summary.rebuild.identical;
}

async function readFile(path: string): Promise<OrderFile | null> {
  try {
    return await readOrders(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    process.stderr.write(`${path} cannot be read: ${error.message}. Give the path of a file of orders.\n`);
    return null;
  }
}

function reportBad(path: string, bad: readonly BadLine[]): void {
  for (const { line, reason } of bad) process.stderr.write(`${path}:${line} ${reason}\n`);
}

function print(...parts: readonly string[]): void {
  for (const part of parts) process.stdout.write(`${part}\n`);
}
