// Read models on a Redis store: folded live, asked by page, seen after a command; beside each what bare commands of Redis take.
import type { ChainableCommander } from 'ioredis';
import { encodeValue } from '../../../src/codec/packer.js';
import { startEngine } from '../../../src/engine/start-engine.js';
import type { Position, Receipt } from '../../../src/kernel/place.js';
import { PARTITION } from '../../contract/drafts.js';
import { median } from '../compare.js';
import type { Effort, Side } from '../figure.js';
import { concurrently, millisecondsOf, rateOf } from '../rate.js';
import { accountPast, blocksOf, type PastEvent, storeAll } from './account-history.js';
import { accountRowsApp, OWNERS } from './account-rows.js';
import { bareFold } from './bare-folds.js';
import { metered } from './metered.js';
import { atEnd, type BenchRedis, benchRedis } from './redis.js';

const BLOCK = 64;
const PAGE = 20;
const ASKING = 16;

const ownerOf = (number: number): string => `Owner ${number % OWNERS}`;

function startRows(redis: BenchRedis, namespace: string) {
  return startEngine(accountRowsApp, { store: redis.store(namespace), queryTimeout: 120_000 });
}

/** The past of accounts that some owners share. */
function pastOf(accounts: number, eventsEach: number): readonly PastEvent[] {
  return [...accountPast(accounts, eventsEach)].map((event, index) =>
    event.type === 'AccountOpened' ? { ...event, data: { owner: ownerOf(index), limit: 500 } } : event,
  );
}

/** Stores a past, and resolves once the rows of an engine hold it. */
async function foldPast(
  redis: BenchRedis,
  engine: Awaited<ReturnType<typeof startRows>>,
  {
    namespace,
    accounts,
    eventsEach,
  }: { readonly namespace: string; readonly accounts: number; readonly eventsEach: number },
): Promise<number> {
  const blocks = [...blocksOf(pastOf(accounts, eventsEach), BLOCK)];
  const { log, close } = await redis.store(namespace).connect();
  const took = await millisecondsOf(async () => {
    const { epoch, first, mark } = await storeAll(log, blocks);
    const position = first + (blocks.at(-1)?.commits.length ?? 1) - 1;
    const place = { partition: PARTITION, epoch, position, mark } as Receipt['place'];
    const last: Receipt<'Account'> = { aggregate: 'Account', aggregateId: '', commandId: '', version: 1, place };
    const { stale } = await engine.queries.getAccounts({ owner: ownerOf(0) }, { after: last });
    if (stale) throw new Error('The rows have not caught up.');
  });
  await close();
  return took;
}

const EVENTS_EACH = 5;
const foldedAccounts = ({ quick }: Effort): number => (quick ? 2_000 : 10_000);

/** Events per second that a waiting engine folds into rows, from the first append until the last row can be read. */
export const redisFolds: Side = async (effort) => {
  const redis = await benchRedis();
  const accounts = foldedAccounts(effort);
  return async () => {
    await redis.empty();
    const engine = await startRows(redis, 'bench');
    const count = accounts * EVENTS_EACH;
    const past = { namespace: 'bench', accounts, eventsEach: EVENTS_EACH };
    const took = await metered({ redis, whose: 'ours', count }, () => foldPast(redis, engine, past));
    await engine.close();
    return (count * 1000) / took;
  };
};

/** Events per second of the parts of the same fold, from the first append until the last step is there. */
export const bareRedisFolds: Side = async (effort) => {
  const redis = await benchRedis();
  const accounts = foldedAccounts(effort);
  return async () => {
    await redis.empty();
    const blocks = [...blocksOf(pastOf(accounts, EVENTS_EACH), BLOCK)];
    const [writing, folding] = [await redis.store('bench').connect(), await redis.store('bench').connect()];
    const count = accounts * EVENTS_EACH;
    const work = () =>
      rateOf(count, () => Promise.all([storeAll(writing.log, blocks), bareFold(folding, count as Position)]));
    const rate = await metered({ redis, whose: 'parts', count }, work);
    await Promise.all([writing.close(), folding.close()]);
    return rate;
  };
};

/** As many HSETs of the same rows and ZADDs of the same entries a second, an event each. */
export const bareRows: Side = async (effort) => {
  const redis = await benchRedis();
  const accounts = foldedAccounts(effort);
  const count = accounts * EVENTS_EACH;
  return async () => {
    await redis.empty();
    const add = (pipeline: ChainableCommander, index: number): void => {
      const accountId = `account-${index % accounts}`;
      const row = { accountId, owner: ownerOf(index), balance: index, movements: 1 };
      pipeline.hset('rows', accountId, Buffer.from(encodeValue(row)));
      pipeline.zadd('index', 0, `${row.owner}:${String(index).padStart(12, '0')}:${accountId}`);
    };
    const rate = () => rateOf(count, () => redis.pipelined(count, add));
    return metered({ redis, whose: 'baseline', count }, rate);
  };
};

/** How many rows there are, and how many pages of them are asked for in a turn. */
const asked = ({ quick }: Effort) => (quick ? { rows: 10_000, pages: 1_000 } : { rows: 100_000, pages: 20_000 });

/** Pages per second of 20 rows by one filter, sorted; every page tells how many rows there are in all. */
export const redisPages: Side = async (effort) => {
  const { rows: accounts, pages } = asked(effort);
  const redis = await benchRedis();
  const engine = await startRows(redis, 'pages');
  atEnd(() => engine.close());
  await foldPast(redis, engine, { namespace: 'pages', accounts, eventsEach: 2 });
  const ask = async (number: number): Promise<void> => {
    const { rows } = await engine.queries.getAccounts({ owner: ownerOf(number), paging: { size: PAGE } });
    if (rows.length !== PAGE) throw new Error(`A page has ${rows.length} rows.`);
  };
  const rate = () => rateOf(pages, () => concurrently(pages, ASKING, ask));
  return () => metered({ redis, whose: 'ours', count: pages }, rate);
};

/** One ZRANGE and one HMGET for each page, of a sorted set and a hash that hold the same. */
export const barePages: Side = async (effort) => {
  const { rows: accounts, pages } = asked(effort);
  const redis = await benchRedis();
  const { client } = redis;
  await redis.pipelined(accounts, (pipeline, index) => {
    const row = { accountId: `account-${index}`, owner: ownerOf(index), balance: index, movements: 1 };
    pipeline.hset('rows', row.accountId, Buffer.from(encodeValue(row)));
    pipeline.zadd(`index:${row.owner}`, row.balance, row.accountId);
  });
  const ask = async (number: number): Promise<void> => {
    const keys = await client.zrange(`index:${ownerOf(number)}`, '0', String(PAGE - 1), 'REV');
    const rows = await client.hmgetBuffer('rows', ...keys);
    if (rows.length !== PAGE) throw new Error(`A page has ${rows.length} rows.`);
  };
  const rate = () => rateOf(pages, () => concurrently(pages, ASKING, ask));
  return () => metered({ redis, whose: 'baseline', count: pages }, rate);
};

/** Each function on the way is called once or twice for a command: it takes thousands until all of them are compiled. */
const seen = ({ quick }: Effort): number => (quick ? 1_000 : 2_000);
let slowestOfHundred = Number.NaN;

/** The 99th percentile of the last turn of `redisVisible`, in ms. */
export const visibleP99 = (): number => slowestOfHundred;

/** Milliseconds from sending a command until its row is read by a query that waits for it; one at a time, the median. */
export const redisVisible: Side = async (effort) => {
  const redis = await benchRedis();
  const engine = await startRows(redis, 'visible');
  atEnd(() => engine.close());
  await engine.commands.openAccount('account', { owner: ownerOf(0), limit: 0 });
  return async () => {
    const times: number[] = [];
    for (let index = 0; index < seen(effort); index++) {
      times.push(await millisecondsOf(() => sendAndSee(engine)));
    }
    times.sort((a, b) => a - b);
    slowestOfHundred = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
    return median(times);
  };
};

async function sendAndSee({ commands, queries }: Awaited<ReturnType<typeof startRows>>): Promise<void> {
  const receipt = await commands.deposit('account', { amount: 1, reference: 'R' });
  const { value, stale } = await queries.getAccounts({ owner: ownerOf(0) }, { after: receipt as Receipt<'Account'> });
  if (stale || value.rows[0]?.balance === undefined) throw new Error('The row is not there.');
}

/** Milliseconds of a PING through the same client library, the median. */
export const barePing: Side = async (effort) => {
  const { client } = await benchRedis();
  return async () => {
    const times: number[] = [];
    for (let index = 0; index < seen(effort); index++) times.push(await millisecondsOf(() => client.ping()));
    return median(times);
  };
};
