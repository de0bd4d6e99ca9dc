// Mistakes that the proofs on real servers must find: without these, their passing would prove nothing. Each is planted, and then not.
import { afterEach, describe, expect, it } from 'vitest';
import type { Place, Position } from '../../src/kernel/place.js';
import type { EventLog, StoredBlock } from '../../src/log/event-log.js';
import { LogCursor } from '../../src/log/log-cursor.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Store, StoreConnection } from '../../src/store/store.js';
import type { Tables } from '../../src/table/tables.js';
import { checkHistory } from '../../src/testing/history-checker/check-history.js';
import { commit, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { rivals } from '../contract/engines.contract.js';
import { until } from '../contract/open-stores.js';
import { describeRedis, follow, redisBench } from '../redis/bench.js';
import { overriding } from '../support/overriding.js';
import { clearNamespace, freshNamespace, sharedRedis } from '../support/redis-server.js';
import { altered } from './altered-script.js';
import { type DiaryEngine, startDiaries } from './diary.js';
import { commitsOn, judgeReadModels } from './read-models.js';

const repairs: (() => void)[] = [];
afterEach(() => {
  for (const repair of repairs.splice(0)) repair();
});

describe('rivalling engines on Redis', () => {
  /** What rivals find within some seeds; stops at the first violation. */
  async function found(wrap: (log: EventLog) => EventLog = (log) => log, seeds = 10): Promise<readonly string[]> {
    const url = await sharedRedis();
    for (let seed = 1; seed <= seeds; seed++) {
      const namespace = freshNamespace();
      const opened = redisStore({ url, namespace, durability: 'memory', onWarning: () => {} });
      const { violations } = await rivals(opened, { seed, commands: 200, wrap });
      await clearNamespace(url, namespace);
      if (violations.length > 0) return violations;
    }
    return [];
  }

  it('find nothing where nothing is planted', async () => {
    expect(await found(undefined, 2)).toEqual([]);
  });

  it('find a block that is stored on a version, whatever its tag', async () => {
    // A head is a version, and a tag of 8 bytes.
    const versions = 'string.sub(actual, 1, HEAD - 8) ~= string.sub(expected, $1, $2 - 8)';
    repairs.push(altered('append', /actual ~= string\.sub\(expected, ([^,]+), ([^)]+)\)/, versions));
    expect((await found()).join('\n')).toMatch(/was decided on .*, and stands on/);
  });

  it('find a retry that nobody recognises', async () => {
    const forgetful = (log: EventLog): EventLog => overriding(log, { find: async () => [] });
    expect((await found(forgetful)).join('\n')).toMatch(/got two receipts|stands at \d+, \d+/);
  });
});

describeRedis('the history checker', () => {
  const bench = redisBench();

  /** What it finds of three commands to one diary, by two engines, of which one is a command behind. */
  async function violations(): Promise<readonly string[]> {
    const server = await bench.server();
    const diaries = redisStore({ url: server.url, durability: 'memory', onWarning: () => {} });
    const engines = await Promise.all([1, 2].map(() => startDiaries({ store: diaries, fold: false })));
    const [one, two] = engines as [DiaryEngine, DiaryEngine];
    for (const engine of [one, two, one]) await engine.commands.write('a', { writer: 'ann', text: 'a page' });
    await Promise.all(engines.map((engine) => engine.close()));
    const commits = await commitsOn(server.url);
    return checkHistory({ operations: [], commits, others: true }).map(({ rule, what }) => `${rule}: ${what}`);
  }

  it('finds nothing where nothing is planted', async () => {
    expect(await violations()).toEqual([]);
  });

  it('finds a block that is stored whatever its aggregates stand at', async () => {
    repairs.push(altered('append', /then fine = false end/, 'then fine = fine end'));
    expect((await violations()).join('\n')).toMatch(/order: Diary a: .* on version 2, and says version 2/);
  });
});

describeRedis('a server that changes under an open connection', () => {
  const bench = redisBench();

  /** The epochs of a block before the server changes, and of one after it. */
  async function epochs(): Promise<readonly string[]> {
    const server = await bench.server(['--enable-debug-command', 'yes']);
    const { log } = await bench.connect({ url: server.url });
    const first = await store(log, [commit(order('a'), NOWHERE, 'a')]);
    await bench.client(server.url).call('DEBUG', 'CHANGE-REPL-ID');
    const second = await store(log, [commit(order('b'), NOWHERE, 'b')]);
    return [first.epoch, second.epoch];
  }

  it('writes in another epoch', async () => {
    expect(new Set(await epochs()).size).toBe(2);
  });

  it('is not noticed where the epoch is compared once for each connection, and not by the script', async () => {
    repairs.push(altered('append', /if server ~= serving then return \{ 'server' \} end/, ''));
    expect(new Set(await epochs()).size).toBe(1);
  });
});

describeRedis('a consumer across a promotion', () => {
  const bench = redisBench();

  /** What a consumer has in the end: told of the loss, or other commits than the log holds. */
  interface Consumed {
    readonly told: boolean;
    readonly missed: readonly number[];
  }

  /**
   * A consumer has read six positions; the last three are lost with the master, and others given out in their place, and more. It
   * then goes on, by its place or in the middle of a read.
   */
  async function consume(how: 'by its place' | 'in a read', plant: (log: EventLog) => EventLog): Promise<Consumed> {
    const [master, replica] = [await bench.server(), await bench.server()];
    const [link, way] = [await bench.proxy(master.port), await bench.proxy(master.port)];
    const [onMaster, onReplica] = [bench.client(master.url), bench.client(replica.url)];
    await follow(onMaster, onReplica, link.port);
    const connection = await bench.connect({ url: way.url, namespace: 'n', timeout: 2000 });
    const log = plant(connection.log);
    for (const id of ['a', 'b', 'c']) await store(log, [commit(order(id), NOWHERE, id)]);
    await until('the replica', async () => (await onReplica.hget('{n:0}head', 'position')) === '3');
    link.mode = 'black-hole';
    for (const id of ['d', 'e', 'f']) await store(log, [commit(order(id), NOWHERE, id)]);
    const seen: StoredBlock[] = [];
    const cursor = new LogCursor(log, PARTITION, 0 as Position);
    while (seen.length < 6) seen.push(...(await cursor.next(1)));
    const last = seen.at(-1) as StoredBlock;
    const place: Place = { partition: PARTITION, epoch: last.epoch, position: last.last, mark: last.mark };

    // The read is sent, and swallowed: when the connection ends it is sent again, to whoever serves then.
    way.mode = 'black-hole';
    const reading = how === 'in a read' ? cursor.next(1 << 20) : null;
    const outcome = reading?.then(
      (blocks) => ({ blocks }),
      () => ({ blocks: null }),
    );
    await until('the read', () => reading === null || (way.happened.get('black-hole') ?? 0) > 0);
    await onReplica.replicaof('NO', 'ONE');
    const other = await bench.connect({ url: replica.url, namespace: 'n' });
    for (const id of ['u', 'v', 'w', 'x', 'y']) await store(other.log, [commit(order(id), NOWHERE, id)]);
    way.mode = 'pass';
    way.target = replica.port;
    way.reset();

    let blocks: readonly StoredBlock[] | null = null;
    if (outcome !== undefined) ({ blocks } = await outcome);
    else if (await log.holds(place)) blocks = await log.read(PARTITION, place.position, 1 << 20);
    const read = [...seen, ...(blocks ?? [])].map(({ mark }) => mark);
    const stored = await other.log.read(PARTITION, 0 as Position, 1 << 20);
    const missed = stored.filter(({ mark }) => !read.includes(mark)).map(({ first }) => first);
    return { told: blocks === null, missed };
  }

  it.each(['by its place', 'in a read'] as const)('is told when it goes on %s', async (how) => {
    expect(await consume(how, (log) => log)).toMatchObject({ told: true });
  });

  it('misses commits where a place is proved by its position alone', async () => {
    const byPosition = (log: EventLog): EventLog =>
      overriding(log, {
        holds: async ({ partition, position }) => (await log.head(partition)).position >= position,
      });
    expect(await consume('by its place', byPosition)).toEqual({ told: false, missed: [4, 5, 6] });
  });

  it('misses commits where a read goes on after it was sent again, whatever comes next', async () => {
    let before: StoredBlock | undefined;
    const unproved = (log: EventLog): EventLog =>
      overriding(log, {
        read: async (partition, after, maxBytes) => {
          const [first, ...others] = await log.read(partition, after, maxBytes);
          if (first === undefined) return [];
          const taken = before === undefined ? first : { ...first, markBefore: before.mark };
          before = others.at(-1) ?? first;
          return [taken, ...others];
        },
      });
    expect(await consume('in a read', unproved)).toEqual({ told: false, missed: [4, 5, 6] });
  });
});

describeRedis('the comparison of rows with the log', () => {
  const bench = redisBench();

  /** What is found of rows that were folded with a mistake; errors of the folding count. */
  async function found(plant: (connection: StoreConnection) => Partial<StoreConnection>): Promise<readonly string[]> {
    const server = await bench.server();
    const sound = redisStore({ url: server.url, durability: 'memory', onWarning: () => {} });
    const mistaken: Store = {
      name: 'mistaken',
      connect: async () => {
        const connection = await sound.connect();
        return { ...connection, ...plant(connection) };
      },
    };
    const errors: string[] = [];
    const engine = await startDiaries({ store: mistaken, onError: ({ code }) => errors.push(code) });
    const write = async (number: number): Promise<void> => {
      await engine.commands.write(`d${number % 4}`, { writer: 'ann', text: `page ${number}` });
    };
    for (let number = 0; number < 20; number++) await write(number);
    // Some are folded as they come, and some all at once.
    await expect.poll(() => isFolded(engine, errors), { timeout: 10_000 }).toBe(true);
    await engine.projections.stopFolding();
    for (let number = 20; number < 40; number++) await write(number);
    engine.projections.startFolding();
    await expect.poll(() => isFolded(engine, errors), { timeout: 10_000 }).toBe(true);
    await engine.close();
    if (errors.length > 0) return errors;
    return (await judgeReadModels(server.url)).violations;
  }

  const tables = (change: (tables: Tables) => Partial<Tables>) => (connection: StoreConnection) => ({
    tables: overriding(connection.tables, change(connection.tables)),
  });
  const log = (change: (log: EventLog) => Partial<EventLog>) => (connection: StoreConnection) => ({
    log: overriding(connection.log, change(connection.log)),
  });

  it('finds nothing where nothing is planted', async () => {
    expect(await found(() => ({}))).toEqual([]);
  });

  it('finds a checkpoint that was written before its rows, by a worker that did not get to the rows', async () => {
    let steps = 0;
    const torn = tables((sound) => ({
      apply: (step) => {
        steps += 1;
        return sound.apply(steps % 3 === 0 ? { ...step, rows: [], indexes: [] } : step);
      },
    }));
    expect((await found(torn)).join('\n')).toMatch(/its row has seen/);
  });

  it('finds rows that were written before their checkpoint, and written again', async () => {
    let steps = 0;
    const torn = tables((sound) => ({
      apply: async (step) => {
        steps += 1;
        if (steps % 3 !== 0 || step.expects === null) return sound.apply(step);
        // Killed between both: whoever comes next finds the rows, and the checkpoint of before.
        await sound.apply({ ...step, next: step.expects });
        return { kind: 'conflict', actual: step.expects };
      },
    }));
    expect((await found(torn)).join('\n')).toMatch(/its row has seen/);
  });

  it('finds a reader that goes on one position too far, by the chain of marks', async () => {
    const beyond = log((sound) => ({
      read: (partition, after, maxBytes) =>
        sound.read(partition, (after === 0 ? after : after + 1) as Position, maxBytes),
    }));
    expect((await found(beyond)).join('\n')).toMatch(/LOG_TRUNCATED|its row has seen/);
  });

  it('finds it by the rows, too, where nobody looks at marks', async () => {
    const beyond = log((sound) => ({
      read: async (partition, after, maxBytes) => {
        const blocks = await sound.read(partition, after, maxBytes);
        const [first, second, ...others] = blocks;
        if (after === 0 || first === undefined || second === undefined) return blocks;
        return [{ ...second, first: first.first, markBefore: first.markBefore }, ...others];
      },
    }));
    expect((await found(beyond)).join('\n')).toMatch(/its row has seen|LOG_TRUNCATED|CORRUPT/);
  });
});

/** Whether an engine has folded all that there is, or says that it cannot. */
async function isFolded(engine: DiaryEngine, errors: readonly string[]): Promise<boolean> {
  const [status] = await engine.projections.status();
  return errors.length > 0 || (status?.state === 'live' && status.lag.commits === 0);
}
