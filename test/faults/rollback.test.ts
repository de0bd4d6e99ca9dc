// A replica is promoted that lacks the last blocks: everybody who knew more finds out, nobody skips what comes in their place.
import { expect, it } from 'vitest';
import { readLog } from '../../src/engine/log-reader.js';
import type { StatefoldError } from '../../src/kernel/error.js';
import type { Message } from '../../src/kernel/message.js';
import type { Receipt } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { checkHistory } from '../../src/testing/history-checker/check-history.js';
import { type OperationLine, operationsOf } from '../../src/testing/history-checker/operation-lines.js';
import { plainFoldOf } from '../../src/testing/history-checker/plain-fold.js';
import { recorder } from '../../src/testing/history-checker/recorder.js';
import { commit, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { checkpointAt, contents, step } from '../contract/steps.js';
import { Random } from '../property/declarations/random.js';
import { describeRedis, follow, redisBench, rounds } from '../redis/bench.js';
import type { RedisServer } from '../support/redis-server.js';
import { runsOf } from '../support/seed.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import { type DiaryEngine, diaryApp, startDiaries } from './diary.js';
import { caughtUp, commitsOn, judgeReadModels } from './read-models.js';

const PROMOTIONS = rounds(2, 50);
const { seed } = runsOf('promotions of a stale replica', PROMOTIONS, PROMOTIONS);
const PAGE = { writer: 'ann', text: 'a page' };

/** A master and its replica, and the way that clients take to whichever of both serves. */
interface Pair {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly way: TcpProxy;
  /** From now on the replica gets nothing more, and nobody is told. */
  cut(): void;
  /** Lets the replica serve, as it is, and ends the master. */
  promote(): Promise<void>;
}

describeRedis('a stale replica that is promoted', () => {
  const bench = redisBench();

  async function pair(): Promise<Pair> {
    const [master, replica] = [await bench.server(), await bench.server()];
    const [link, way] = [await bench.proxy(master.port), await bench.proxy(master.port)];
    const [onMaster, onReplica] = [bench.client(master.url), bench.client(replica.url)];
    await follow(onMaster, onReplica, link.port);
    return {
      ...{ master, replica, way },
      cut: () => {
        link.mode = 'black-hole';
      },
      promote: async () => {
        // The kernel keeps for a replica what it has not read: only what the link has swallowed is lost.
        await until('something that the replica does not get', () => (link.happened.get('black-hole') ?? 0) > 0);
        await onReplica.replicaof('NO', 'ONE');
        way.target = replica.port;
        way.reset();
        await master.kill();
      },
    };
  }

  /** Waits until a replica has all that its master has now. */
  async function replicated({ master, replica }: Pair): Promise<void> {
    const [onMaster, onReplica] = [bench.client(master.url), bench.client(replica.url)];
    const offset = async (client: typeof onMaster): Promise<string | undefined> =>
      /(?:master|slave)_repl_offset:(\d+)/.exec(await client.info('replication'))?.[1];
    await until('the replica', async () => (await offset(onMaster)) === (await offset(onReplica)));
  }

  function start(url: string, errors: StatefoldError[]): Promise<DiaryEngine> {
    const durable = {
      durability: 'memory',
      timeout: 1000,
      onWarning: (text: string) => bench.warnings.push(text),
    } as const;
    return startDiaries({ store: redisStore({ url, ...durable }), onError: (error) => errors.push(error) });
  }

  /** Writes until it is done: a loss is told to somebody's command, once. */
  async function written(engine: DiaryEngine, diary: string): Promise<Receipt> {
    for (const end = performance.now() + 5000; ; ) {
      try {
        return await engine.commands.write(diary, PAGE);
      } catch (error) {
        if (performance.now() > end) throw error;
      }
    }
  }

  it('is LOG_TRUNCATED to every holder of a later place, and all of them go on with the log as it is', async () => {
    const servers = await pair();
    const errors: StatefoldError[] = [];
    const engine = await start(servers.way.url, errors);
    const { log, registry } = await bench.connect({ url: servers.way.url, namespace: 'statefold', timeout: 1000 });
    for (const diary of ['a', 'b', 'a', 'b', 'a', 'b']) await engine.commands.write(diary, PAGE);
    await caughtUp(engine);
    await replicated(servers);
    servers.cut();
    const heard: Message[] = [];
    const lost: unknown[] = [];
    const onError = (error: unknown): void => void lost.push(error);
    engine.aggregates.diary('a').subscribe((event) => heard.push(event), { after: 0, onError });
    const followed: unknown[] = [];
    const following = (async () => {
      for await (const { place } of readLog({ log, registry }, { partition: PARTITION, follow: true }))
        followed.push(place);
    })();
    const ended = following.then(
      () => null,
      (error: unknown) => error,
    );
    const receipts: Receipt[] = [];
    for (const diary of ['a', 'b', 'a', 'b', 'a']) receipts.push(await engine.commands.write(diary, PAGE));
    await caughtUp(engine);
    await until('the last page', () => heard.length === 6 && followed.length === 11);
    await servers.promote();

    // Everybody who holds a place says so; nothing has been written here since.
    await until('the subscription to end', () => lost.length > 0);
    expect(lost).toMatchObject([{ code: 'LOG_TRUNCATED', details: { known: 11, actual: 6 } }]);
    await until('the projection to tell it', () => errors.length > 0);
    const after = receipts.at(-1) as Receipt;
    const details = { partition: 0, known: 11, actual: 6, epoch: after.place?.epoch };
    expect(errors).toMatchObject([{ code: 'LOG_TRUNCATED', details }]);
    await expect(engine.queries.getDiary({ diaryId: 'a' }, { after })).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      details,
    });
    expect(bench.warnings.join()).toMatch(/goes on in epoch \d+: before, it was \d+/);
    const told = await engine.commands.write('a', PAGE).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: 'LOG_TRUNCATED', details });

    // Positions are given out again, up to the one that was known and beyond.
    for (let number = 0; number < 7; number++) await written(engine, number % 2 === 0 ? 'a' : 'b');
    const last = await written(engine, 'c');
    expect(last.place?.position).toBeGreaterThan(11);
    expect(await ended).toMatchObject({ code: 'LOG_TRUNCATED' });
    const answer = await engine.queries.getDiary({ diaryId: 'c' }, { after: last });
    expect(answer).toMatchObject({ stale: false, value: { pages: 1 } });
    expect(heard.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    await caughtUp(engine);
    await engine.close();
    const judged = await judgeReadModels(servers.replica.url);
    expect(judged).toMatchObject({ violations: [], events: 14 });
  });

  it('takes no step that was made of blocks that it does not hold', async () => {
    const servers = await pair();
    const { log, tables } = await bench.connect({ url: servers.way.url, namespace: 'n', timeout: 1000 });
    const append = async (id: string) => checkpointAt(log, (await store(log, [commit(order(id), NOWHERE, id)])).first);
    const first = await append('a');
    expect(await tables.apply(step(null, first, { rows: { a: 'kept' } }))).toEqual({ kind: 'applied' });
    await replicated(servers);
    const readIn = await log.epoch(PARTITION);
    servers.cut();
    await append('b');
    const next = await append('c');
    await servers.promote();
    const late = { ...step(first, next, { rows: { a: 'of a lost block', b: 'of a lost block' } }), readIn };
    // The checkpoint is the one that the step was made on: nothing but the epoch tells.
    expect(await tables.apply(late)).toEqual({ kind: 'conflict', actual: first });
    expect(await contents(tables)).toEqual([['a', 'kept']]);
    // What is made of blocks that are there is taken.
    const again = step(first, await checkpointAt(log, 1, 2), { rows: { b: 'kept' } });
    expect(await tables.apply({ ...again, readIn: await log.epoch(PARTITION) })).toEqual({ kind: 'applied' });
  });

  it('gets back what describes events, before it stores any that its registry has lost', async () => {
    const servers = await pair();
    const engine = await start(servers.way.url, []);
    await caughtUp(engine);
    await replicated(servers);
    servers.cut();
    await engine.commands.write('a', PAGE);
    await servers.promote();
    const told = await written(engine, 'b');
    await engine.close();
    expect(told.place?.position).toBe(1);
    // Read without the code that wrote it: by nothing but the registry.
    const { log, registry } = await bench.connect({ url: servers.replica.url, namespace: 'statefold' });
    const read: unknown[] = [];
    for await (const { events } of readLog({ log, registry }, { partition: PARTITION })) read.push(...events);
    expect(read).toMatchObject([{ descriptor: { event: 'Written' } }]);
  });

  it('is no reason to stop: what was stored before the change is folded after it, though nothing new comes', async () => {
    const servers = await pair();
    const writing = await start(servers.way.url, []);
    await caughtUp(writing);
    await writing.projections.stopFolding();
    for (const diary of ['a', 'b', 'a']) await writing.commands.write(diary, PAGE);
    await replicated(servers);
    servers.cut();
    await writing.commands.write('a', PAGE);
    await servers.promote();
    writing.projections.startFolding();
    await until('the three pages that are left', async () => {
      const [status] = await writing.projections.status();
      return status?.lag.commits === 0 && status.partitions[0]?.position === 3;
    });
    await writing.close();
  });

  it(`loses what it lacks and nothing else, under load (STATEFOLD_SEED=${seed})`, async () => {
    const random = new Random(seed);
    let lostCommits = 0;
    for (let promotion = 0; promotion < PROMOTIONS; promotion++) {
      const servers = await pair();
      const errors: StatefoldError[] = [];
      const lines: OperationLine[] = [];
      const write = (line: OperationLine): void => void lines.push(line);
      const plain = await start(servers.way.url, errors);
      const engine = recorder(diaryApp, { session: `engine-${promotion}`, write })(plain);
      let isOver = false;
      const clients = Array.from({ length: 6 }, async (_, client) => {
        for (let sent = 0; !isOver; sent++) {
          const commandId = `${client}-${sent}`;
          // Whatever comes of it is written down, and judged in the end.
          await engine.commands.write(`d${random.between(1, 4)}`, PAGE, { commandId, timeout: 500 }).catch(() => {});
        }
      });
      await new Promise((resolve) => setTimeout(resolve, random.between(100, 400)));
      servers.cut();
      await new Promise((resolve) => setTimeout(resolve, random.between(50, 400)));
      const head = bench.client(servers.replica.url);
      const key = new Keys('statefold').of(PARTITION).head;
      const before = await head.hget(key, 'epoch');
      await servers.promote();
      await until('the next epoch', async () => (await head.hget(key, 'epoch')) !== before);
      const at = Number(process.hrtime.bigint() / 1000n);
      const epoch = String(await head.hget(key, 'epoch'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      isOver = true;
      await Promise.all(clients);
      await caughtUp(plain);
      await plain.close();
      const commits = await commitsOn(servers.replica.url);
      const operations = operationsOf(lines);
      const adopted = [{ partition: 0, epoch, at }];
      expect(checkHistory({ operations, commits, adopted, fold: plainFoldOf(diaryApp) })).toEqual([]);
      const judged = await judgeReadModels(servers.replica.url);
      expect(judged).toMatchObject({ violations: [], events: commits.length });
      const acknowledged = operations.filter((one) => one.kind === 'command' && one.outcome.kind === 'ok').length;
      lostCommits += Math.max(0, acknowledged - commits.length);
      expect(bench.warnings.filter((text) => text.includes('no longer holds position')).length).toBe(promotion + 1);
    }
    process.stdout.write(
      `promotions of a stale replica: ${PROMOTIONS}, at least ${lostCommits} acknowledged commits lost, and told\n`,
    );
    expect(lostCommits).toBeGreaterThan(0);
  });
});
