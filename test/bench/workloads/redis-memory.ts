// What events take in the memory of a Redis server: in a log with its index, and as bare stream entries that say the same.
import { encodeValue } from '../../../src/codec/packer.js';
import { accountPast, blocksOf, type PastEvent, storeAll } from './account-history.js';
import { benchRedis } from './redis.js';

const EVENTS_EACH = 20;

/** Bytes per event of a log whose blocks hold so many commits of one event each, index included. */
export async function logBytesPerEvent(accounts: number, block: number): Promise<number> {
  return bytesPerEvent(accounts, async (past) => {
    const redis = await benchRedis();
    const connection = await redis.store('bench').connect();
    await storeAll(connection.log, blocksOf(past, block));
    await connection.close();
  });
}

/** Bytes per event of one stream with an entry for each: a MessagePack map with the names of all fields. */
export async function bareBytesPerEvent(accounts: number): Promise<number> {
  return bytesPerEvent(accounts, async (past) => {
    const redis = await benchRedis();
    const rest = past[Symbol.iterator]();
    await redis.pipelined(accounts * EVENTS_EACH, (pipeline) => {
      const { id: aggregateId, time, ...event } = rest.next().value as PastEvent;
      const told = { aggregate: 'Account', aggregateId, ...event, time: new Date(time), metadata: {} };
      pipeline.xadd('bare', '*', 'event', Buffer.from(encodeValue(told)));
    });
  });
}

async function bytesPerEvent(accounts: number, store: (past: Iterable<PastEvent>) => Promise<void>): Promise<number> {
  const redis = await benchRedis();
  await redis.empty();
  const before = await redis.usedBytes();
  await store(accountPast(accounts, EVENTS_EACH));
  return ((await redis.usedBytes()) - before) / (accounts * EVENTS_EACH);
}
