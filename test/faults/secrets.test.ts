// Every kind of error, with a secret in payload and password: no text of it, no log and no look into it shows the secret, or a forged line.
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { type ErrorCode, isStatefoldError } from '../../src/kernel/error.js';
import type { Place, Receipt } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import type { RedisStoreOptions } from '../../src/store/redis/options.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { PARTITION } from '../contract/drafts.js';
import { describeRedis, redisBench } from '../redis/bench.js';
import type { RedisServer } from '../support/redis-server.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import { type DiaryEngine, startDiaries } from './diary.js';
import { caughtUp } from './read-models.js';

const CANARY = 'canary-4711';
const PASSWORD = 'password-4711';
const FORGED = 'FATAL all is lost';
/** An id that would begin a line of its own wherever it is printed as it is. */
const ID = `d-1\r\n${FORGED}\u2028${FORGED}`;
const PAGE = { writer: CANARY, text: CANARY };

/** All ways in which the secrets could be written down. */
const SECRETS = [CANARY, PASSWORD].flatMap((secret) => {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('hex'), bytes.toString('base64').slice(0, 12)];
});

/** What a test provokes errors with. */
interface Stage {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  start(
    options?: Partial<Parameters<typeof startDiaries>[0]>,
    store?: Partial<RedisStoreOptions>,
  ): Promise<DiaryEngine>;
}

type Provoke = (stage: Stage) => Promise<unknown>;

/** One way at least for each code that there is. */
const PROVOKED: { readonly [Code in ErrorCode]: Provoke } = {
  INVALID: async ({ start }) => (await start()).commands.write(ID, { ...PAGE, text: 4711, [ID]: CANARY } as never),
  REJECTED: async ({ start }) => {
    const engine = await start();
    await engine.commands.write(ID, PAGE);
    await engine.commands.close(ID);
    return engine.commands.write(ID, PAGE);
  },
  CONFLICT: async ({ start }) => (await start()).commands.write(ID, PAGE, { expectedVersion: 9 }),
  DUPLICATE: async ({ start }) => {
    const engine = await start();
    await engine.commands.write(ID, PAGE, { commandId: ID });
    return engine.commands.write(ID, { ...PAGE, text: 'other' }, { commandId: ID });
  },
  DEFECT: async ({ start }) =>
    (await start({ enrich: { Write: () => ({ writer: 4711 }) } as never })).commands.write(ID, PAGE),
  NOT_FOUND: async ({ start }) => (await start()).aggregates.diary(ID).stateAsOf({ version: 9 }),
  FORBIDDEN: async ({ start }) =>
    (await start({ authorize: { Write: () => false } as never })).commands.write(ID, PAGE),
  OVERLOADED: async ({ start }) => {
    const engine = await start({ limits: { maxMailbox: 1 } });
    const all = [engine.commands.write(ID, PAGE), engine.commands.write(ID, PAGE)];
    await Promise.allSettled(all);
    return Promise.all(all);
  },
  TIMEOUT: async ({ start, proxy }) => {
    const engine = await start();
    proxy.mode = 'black-hole';
    return engine.commands.write(ID, PAGE, { timeout: 100 });
  },
  OUTCOME_UNKNOWN: async ({ start, proxy }) => {
    const engine = await start({}, { timeout: 1000 });
    await engine.commands.write(ID, PAGE);
    proxy.mode = 'drop-replies';
    return engine.commands.write(ID, PAGE, { timeout: 200 });
  },
  UNAVAILABLE: async ({ start, proxy }) => {
    const engine = await start({}, { timeout: 300 });
    await proxy.shut();
    return engine.commands.write(ID, PAGE, { timeout: 2000 });
  },
  UNSAFE_SERVER: ({ start }) => start({}, { durability: 'fsync' }),
  LOG_TRUNCATED: async ({ start }) => {
    const engine = await start();
    const receipt = await engine.commands.write(ID, PAGE);
    const place = { ...(receipt.place as Place), mark: CANARY as never, position: 4711 as never };
    return engine.queries.getDiary({ diaryId: ID }, { after: { ...receipt, place } satisfies Receipt });
  },
  BUILDING: async ({ start }) => (await start({ fold: false })).queries.getDiary({ diaryId: CANARY }),
  INCOMPATIBLE: ({ start }) => start({}, { partitions: 2 }),
  CORRUPT: async ({ start, server }) => {
    const engine = await start();
    await engine.commands.write(ID, PAGE);
    await damage(server);
    return (await start()).aggregates.diary(ID).history();
  },
  CLOSED: async ({ start }) => {
    const engine = await start();
    await engine.close();
    return engine.commands.write(ID, PAGE);
  },
};

/** Puts the secret in the place of what was stored. */
let damage: (server: RedisServer) => Promise<void>;

/** All that anybody could print of an error. */
function everything(error: unknown): string {
  const told = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : String(error);
  return `${told} ${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)}`;
}

describeRedis('an error', () => {
  const bench = redisBench();
  damage = async (server) => {
    const client = bench.client(`redis://:${PASSWORD}@127.0.0.1:${server.port}`);
    const segment = new Keys('statefold').of(PARTITION).segment(1);
    const [[id, fields] = ['', []]] = (await client.xrange(segment, '-', '+')) as [string, string[]][];
    fields[fields.indexOf('block') + 1] = CANARY;
    await client.del(segment);
    await client.xadd(segment, id, ...fields);
  };

  it.each(Object.keys(PROVOKED) as ErrorCode[])(
    '%s shows no payload and no password, and forges no line of a log',
    async (code) => {
      const server = await bench.server(['--requirepass', PASSWORD]);
      const proxy = await bench.proxy(server.port);
      const heard: unknown[] = [];
      const engines: DiaryEngine[] = [];
      const printed: string[] = [];
      const restore = captured(printed);
      const stage: Stage = {
        server,
        proxy,
        start: async (options = {}, more = {}) => {
          const store = redisStore({
            ...{
              url: `redis://:${PASSWORD}@127.0.0.1:${proxy.port}`,
              durability: 'memory',
              onWarning: (text) => heard.push(text),
            },
            ...more,
          });
          // Without `onError` an engine prints: that is looked at, too.
          const engine = await startDiaries({ store, ...options });
          engines.push(engine);
          if (options.fold !== false) await caughtUp(engine);
          return engine;
        },
      };
      let caught: unknown;
      try {
        // A log that exists, made with one partition.
        if (code === 'INCOMPATIBLE') await stage.start();
        await PROVOKED[code](stage);
      } catch (error) {
        caught = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      proxy.mode = 'pass';
      proxy.reset();
      await proxy.reopen().catch(() => {});
      await Promise.allSettled(engines.map((engine) => engine.close()));
      restore();
      expect(isStatefoldError(caught, code), everything(caught)).toBe(true);
      const told = [everything(caught), ...heard.map(everything), ...printed].join('\n');
      for (const secret of SECRETS) expect(told).not.toContain(secret);
      for (const text of [(caught as Error).message, ...heard.map(String), ...printed.map((text) => text.trimEnd())]) {
        expect(text.split(/[\r\n\u2028]/).filter((line) => line.startsWith(FORGED))).toEqual([]);
      }
    },
  );
});

/** Takes in what the process prints from now on, warnings included. Returns how to stop. */
function captured(into: string[]): () => void {
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = ((chunk: unknown) => {
      into.push(String(chunk));
      return true;
    }) as typeof stream.write;
  }
  const onWarning = (warning: Error): void => {
    into.push(everything(warning));
  };
  process.on('warning', onWarning);
  return () => {
    process.off('warning', onWarning);
    streams.forEach((stream, index) => {
      stream.write = writes[index] as typeof stream.write;
    });
  };
}
