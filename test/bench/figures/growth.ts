// growth: whether a log that has grown long takes blocks as fast as one that has not.
import type { StoreConnection } from '../../../src/store/store.js';
import { median } from '../compare.js';
import type { Figure, Side } from '../figure.js';
import { rateOf } from '../rate.js';
import { accountPast, blocksOf, storeAll } from '../workloads/account-history.js';
import { atEnd, benchRedis, endBenchRedis } from '../workloads/redis.js';

const BLOCK = 64;
const APPENDED = 20_000;
const EVENTS_EACH = 20;
/** Appends of one turn, each of a tenth of a second: a collection of garbage in the middle of one would decide it. */
const APPENDS = 3;

/** A log that holds so many events. */
async function logOf(events: number, namespace: string): Promise<StoreConnection> {
  const connection = await (await benchRedis()).store(namespace).connect();
  await storeAll(connection.log, blocksOf(accountPast(events / EVENTS_EACH, EVENTS_EACH), BLOCK));
  return connection;
}

/** Commits per second of accounts that are new to the log. */
async function appendTo({ log }: StoreConnection, number: number): Promise<number> {
  const fresh = [...accountPast(APPENDED, 1)].map((event) => ({ ...event, id: `new-${number}-${event.id}` }));
  const blocks = [...blocksOf(fresh, BLOCK)];
  return rateOf(APPENDED, () => storeAll(log, blocks));
}

/** The median of some appends. */
async function medianOf(append: () => Promise<number>): Promise<number> {
  const rates: number[] = [];
  while (rates.length < APPENDS) rates.push(await append());
  return median(rates);
}

/** One log for all turns: it only grows longer. */
const toALongLog: Side = async ({ quick }) => {
  const connection = await logOf(quick ? 100_000 : 1_000_000, 'long');
  atEnd(() => connection.close());
  let appends = 0;
  return () => medianOf(() => appendTo(connection, appends++));
};

/** A log for each append: the last one has grown. */
const toAShortLog: Side = () => {
  let appends = 0;
  const append = async (): Promise<number> => {
    const connection = await logOf(10_000, `short-${appends++}`);
    const rate = await appendTo(connection, appends);
    await connection.close();
    return rate;
  };
  return () => medianOf(append);
};

/** Commits per second, before and after. */
export const growth: Figure = {
  name: 'growth',
  measures: 'appends in blocks of 64 to a log of 1,000,000 events (100,000 if quick) ÷ to one of 10,000',
  unit: 'commits/s',
  goal: 0.9,
  server: 'redis',
  ours: toALongLog,
  baseline: toAShortLog,
  close: endBenchRedis,
};
