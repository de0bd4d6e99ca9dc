// Whole commands on a Redis store, and bare XADDs of the same event bytes through the same client library.
import type { ChainableCommander } from 'ioredis';
import { encodeCommit } from '../../../src/codec/commit.js';
import { digestOfText } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { startEngine } from '../../../src/engine/start-engine.js';
import type { Side } from '../figure.js';
import { concurrently, rateOf } from '../rate.js';
import { accountApp } from './account.js';
import { bareCommands } from './bare-commands.js';
import { metered } from './metered.js';
import { benchRedis, type Persistence } from './redis.js';

/** Who sends how much to whom. */
export interface Traffic {
  readonly clients: number;
  readonly accounts: number;
  readonly partitions: number;
  readonly persistence: Persistence;
  /** Commands of a turn. */
  readonly commands: number;
}

const countOf = ({ commands }: Traffic, quick: boolean): number => (quick ? Math.ceil(commands / 5) : commands);
const depositOf = (index: number) => ({ amount: 100 + (index % 200), reference: `R-${index}` });

/** Commands per second of one engine, to open accounts that are warm: what it costs to get there is not counted. */
export function redisCommands(traffic: Traffic): Side {
  const { clients, accounts, partitions, persistence } = traffic;
  return async ({ quick }) => {
    const redis = await benchRedis(persistence);
    const count = countOf(traffic, quick);
    return async () => {
      await redis.empty();
      const engine = await startEngine(accountApp, {
        store: redis.store('bench', partitions),
        fold: false,
        commandTimeout: 60_000,
      });
      const { openAccount, deposit } = engine.commands;
      await concurrently(accounts, clients, (index) => openAccount(`account-${index}`, { owner: 'Owner', limit: 0 }));
      const send = (index: number) => deposit(`account-${index % accounts}`, depositOf(index));
      const rate = await metered({ redis, whose: 'ours', count }, () =>
        rateOf(count, () => concurrently(count, clients, send)),
      );
      await engine.close();
      return rate;
    };
  };
}

/** Commands per second of the parts of the same way, on the same store. */
export function bareRedisCommands(traffic: Traffic): Side {
  const { clients, accounts, partitions, persistence } = traffic;
  return async ({ quick }) => {
    const redis = await benchRedis(persistence);
    const count = countOf(traffic, quick);
    return async () => {
      await redis.empty();
      const connection = await redis.store('bench', partitions).connect();
      const send = bareCommands(connection.log);
      const open = (index: number) => send('OpenAccount', `account-${index}`, { owner: 'Owner', limit: 0 });
      await concurrently(accounts, clients, open);
      const deposit = (index: number) => send('Deposit', `account-${index % accounts}`, depositOf(index));
      const rate = await metered({ redis, whose: 'parts', count }, () =>
        rateOf(count, () => concurrently(count, clients, deposit)),
      );
      await connection.close();
      return rate;
    };
  };
}

/** XADDs per second, one event each: 256 in a pipeline, three pipelines in flight. */
export function bareXadds(traffic: Traffic): Side {
  return async ({ quick }) => {
    const redis = await benchRedis(traffic.persistence);
    const count = countOf(traffic, quick);
    const events = Array.from({ length: count }, (_, index) => eventBytes(index));
    return async () => {
      await redis.empty();
      const add = (pipeline: ChainableCommander, index: number) =>
        pipeline.xadd('bare', '*', 'event', events[index] as Buffer);
      const rate = await metered({ redis, whose: 'baseline', count }, () =>
        rateOf(count, () => redis.pipelined(count, add)),
      );
      const stored = await redis.client.xlen('bare');
      if (stored !== count) throw new Error(`${stored} of ${count} events were stored.`);
      return rate;
    };
  };
}

const codecs = new EventCodecs(accountApp.codecs);

/** An event as the log holds it: number, version, fields. */
function eventBytes(index: number): Buffer {
  const said = { commandId: 'c', digest: digestOfText('0123456789abcdef'), time: 0, metadata: {} };
  const none = encodeCommit({ ...said, events: [] }, codecs).length;
  return Buffer.from(
    encodeCommit({ ...said, events: [{ type: 'Deposited', data: depositOf(index) }] }, codecs).subarray(none),
  );
}
