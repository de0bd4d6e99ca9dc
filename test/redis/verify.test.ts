// `verifyLog` on a server: whatever was changed behind the log's back is found, and said where.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import type { Position } from '../../src/kernel/place.js';
import type { LogFinding } from '../../src/log/log-audit.js';
import { verifyLog } from '../../src/log/verify-log.js';
import { RECORD_BYTES } from '../../src/store/redis/index-record.js';
import { Keys } from '../../src/store/redis/keys.js';
import type { StoreConnection } from '../../src/store/store.js';
import { chain, commit, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { runsOf } from '../support/seed.js';
import { describeRedis, redisBench } from './bench.js';

const keys = new Keys('n').of(PARTITION);
type Entry = [id: string, fields: Buffer[]];

/** Numbers below a bound, the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describeRedis('a log that is verified', () => {
  const bench = redisBench();

  interface Written {
    readonly connection: StoreConnection;
    readonly client: Redis;
    /** The entries of all segments, in order. */
    readonly entries: readonly Entry[];
    readonly found: () => Promise<readonly LogFinding[]>;
  }

  /** A log of several segments, with blocks of one to four commits, of twelve aggregates. */
  async function written(random: (below: number) => number): Promise<Written> {
    const server = await bench.server();
    const connection = await bench.connect({ url: server.url, namespace: 'n', segmentBytes: 2000 });
    const heads = new Map(Array.from({ length: 12 }, (_, index) => [`o${index}`, NOWHERE]));
    for (let number = 0; number < 60; number++) {
      const id = `o${random(12)}`;
      const names = Array.from({ length: 1 + random(4) }, (_, index) => `c${number}.${index}`);
      const drafts = chain(order(id), heads.get(id) ?? NOWHERE, names);
      heads.set(id, drafts.at(-1)?.next ?? NOWHERE);
      await store(connection.log, drafts);
    }
    const client = bench.client(server.url);
    const entries: Entry[] = [];
    for (let segment = 1; (await client.exists(keys.segment(segment))) === 1; segment++) {
      entries.push(...(await entriesOf(client, segment)));
    }
    return { connection, client, entries, found: async () => (await verifyLog(connection)).findings };
  }

  async function entriesOf(client: Redis, segment: number): Promise<Entry[]> {
    const found = (await client.callBuffer('XRANGE', keys.segment(segment), '-', '+')) as [Buffer, Buffer[]][];
    return found.map(([id, fields]): Entry => [id.toString(), fields]);
  }

  /** Writes a segment with other entries. */
  async function rewrite(
    client: Redis,
    segment: number,
    change: (entries: Entry[]) => Entry[],
  ): Promise<() => Promise<void>> {
    const key = keys.segment(segment);
    const original = (await client.dumpBuffer(key)) as Buffer;
    const entries = change(await entriesOf(client, segment));
    await client.del(key);
    for (const [id, fields] of entries) await client.call('XADD', key, id, ...fields);
    return async () => {
      await client.restore(key, 0, original, 'REPLACE');
    };
  }

  it('is whole, and says what it has looked at', async () => {
    const { connection, entries } = await written(randomOf(1));
    const places: number[] = [];
    const result = await verifyLog(connection, { onProgress: ({ position }) => places.push(position) });
    expect(result).toMatchObject({ blocks: 60, aggregates: 12, findings: [] });
    expect(result.commits).toBe((await connection.log.head(PARTITION)).position);
    expect(places.at(-1)).toBe(result.commits);
    expect(entries).toHaveLength(60);
    const half = await verifyLog(connection, { after: 70 as Position });
    expect(half.findings).toEqual([]);
    expect(half.blocks).toBeLessThan(60);
  });

  it('is whole while others append to it', async () => {
    const { connection } = await written(randomOf(2));
    let isOver = false;
    let appended = 0;
    const appending = (async () => {
      for (; !isOver; appended++) await store(connection.log, [commit(order(`new${appended}`), NOWHERE, 'c')]);
    })();
    for (let round = 0; round < 10; round++) expect((await verifyLog(connection)).findings).toEqual([]);
    isOver = true;
    await appending;
    expect(appended).toBeGreaterThan(20);
  });

  it('is found out by every byte that is flipped in any entry', async () => {
    const { seed, numRuns } = runsOf('flipped bytes', 150, 5000);
    const random = randomOf(seed);
    const { client, found } = await written(random);
    const segments = await client.llen(keys.segments);
    expect(segments).toBeGreaterThan(2);
    const flipped = new Map<string, number>();
    for (let run = 0; run < numRuns; run++) {
      const segment = 1 + random(segments);
      let what = '';
      const undo = await rewrite(client, segment, (entries) => {
        const [id, fields] = entries[random(entries.length)] as Entry;
        const at = random(fields.length);
        const value = fields[at] as Buffer;
        const byte = random(value.length);
        value[byte] = (value[byte] ?? 0) ^ (1 << random(8));
        what = `${id}: byte ${byte} of ${at % 2 === 0 ? 'a name' : (fields[at - 1] ?? '').toString()}`;
        const kind = at % 2 === 0 ? 'name' : String(fields[at - 1]);
        flipped.set(kind, (flipped.get(kind) ?? 0) + 1);
        return entries;
      });
      const findings = await found();
      expect(findings.length, `STATEFOLD_SEED=${seed}, run ${run}: ${what}`).toBeGreaterThan(0);
      expect(findings[0]?.message).toMatch(/^Partition 0: .*position.*\. (Restore|Compare) /);
      await undo();
    }
    for (const kind of ['name', 'first', 'before', 'mark', 'time', 'number', 'block'])
      expect(flipped.get(kind)).toBeGreaterThan(0);
    expect(await found()).toEqual([]);
  });

  it('is found out before the position that it is verified from, and said once', async () => {
    const { connection, client } = await written(randomOf(8));
    const { position: after } = await connection.log.head(PARTITION);
    const segments = await client.llen(keys.segments);
    for (const segment of [1, segments]) {
      const undo = await rewrite(client, segment, (entries) => {
        const value = entries[0]?.[1].at(-1) as Buffer;
        value[9] = (value[9] ?? 0) ^ 1;
        return entries;
      });
      const told = (await verifyLog(connection, { after })).findings.map(({ message }) => message);
      expect(told[0]).toMatch(
        /^Partition 0: the block at positions? \d+ [^:]* is not the one that was written\. Restore [^.]*\.$/,
      );
      await undo();
    }
  });

  it('is found out by an entry of another epoch', async () => {
    const { client, found } = await written(randomOf(3));
    await rewrite(client, 1, (entries) =>
      entries.map(
        ([id, fields], index): Entry => [
          index === 3 ? id.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : id,
          fields,
        ],
      ),
    );
    expect(await found()).toHaveLength(1);
  });

  const changes: readonly (readonly [string, (entries: Entry[], random: (below: number) => number) => Entry[]])[] = [
    ['was deleted', (entries, random) => entries.toSpliced(random(entries.length), 1)],
    [
      'changed places with the next',
      (entries, random) => {
        const at = random(entries.length - 1);
        const [one, other] = [entries[at] as Entry, entries[at + 1] as Entry];
        return entries.with(at, [one[0], other[1]]).with(at + 1, [other[0], one[1]]);
      },
    ],
    [
      'is foreign',
      (entries, random) => {
        const at = random(entries.length);
        const [id, fields] = entries[at] as Entry;
        const [position, epoch] = id.split('-').map(Number) as [number, number];
        return entries.toSpliced(at + 1, 0, [`${position}-${epoch + 1}`, fields]);
      },
    ],
    ['is foreign and names nothing', (entries) => [...entries, ['99999-1', [Buffer.from('a'), Buffer.from('b')]]]],
  ];
  it.each(changes)('is found out by an entry that %s', async (what, change) => {
    const { seed, numRuns } = runsOf(`an entry that ${what}`, 8, 500);
    const random = randomOf(seed);
    const { client, found } = await written(random);
    const segments = await client.llen(keys.segments);
    for (let run = 0; run < numRuns; run++) {
      const undo = await rewrite(client, 1 + random(segments), (entries) => change(entries, random));
      expect(await found(), `STATEFOLD_SEED=${seed}, run ${run}`).not.toEqual([]);
      await undo();
    }
    expect(await found()).toEqual([]);
  });

  it('is found out where its tail is gone, with or without its head put back', async () => {
    const { client, found, entries } = await written(randomOf(4));
    const segments = await client.llen(keys.segments);
    const [id, fields] = entries.at(-2) as Entry;
    await rewrite(client, segments, (all) => all.slice(0, -1));
    expect((await found())[0]?.message).toMatch(
      /the log ends at position \d+, and its head says \d+: the blocks behind are gone/,
    );
    // As somebody would who knows how a log is kept: but the index of an aggregate still knows.
    const [position, epoch] = id.split('-');
    const mark = fields[fields.findIndex((field) => field.toString() === 'mark') + 1] as Buffer;
    const bytes = Number(await client.hget(keys.head, 'bytes')) - ((entries.at(-1)?.[1] ?? []).at(-1)?.length ?? 0);
    const blocks = Number(await client.hget(keys.head, 'blocks')) - 1;
    await client.hset(keys.head, { position: position ?? '', mark, tail: epoch ?? '', bytes, blocks });
    expect((await found()).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Partition 0: the index of "Order-o\d+" lists position \d+, and the log does not reach it/,
      ),
    ]);
  });

  it.each(['position', 'mark', 'tail', 'segment', 'bytes', 'blocks'])(
    'is found out by a head with another %s',
    async (field) => {
      const { client, found } = await written(randomOf(5));
      const value = String(await client.hget(keys.head, field));
      const digit = value.slice(-1);
      await client.hset(keys.head, field, `${value.slice(0, -1)}${digit === '1' ? '2' : '1'}`);
      expect(await found()).not.toEqual([]);
    },
  );

  it('is found out by a list of segments that says something else', async () => {
    const { client, found } = await written(randomOf(6));
    await client.lset(keys.segments, 1, '3');
    expect(await found()).not.toEqual([]);
    await client.lset(keys.segments, 1, String((await entriesOf(client, 2))[0]?.[1][1]));
    expect(await found()).toEqual([]);
    await client.rpush(keys.segments, '9999');
    expect(await found()).not.toEqual([]);
  });

  it('is found out by an index that misses a commit, lists another, or is of nobody', async () => {
    const { client, found } = await written(randomOf(7));
    const key = keys.aggregate(order('o1'));
    const whole = (await client.getBuffer(key)) as Buffer;
    const said = async () => (await found()).map(({ message }) => message.split('. ')[0]);
    await client.set(key, whole.subarray(RECORD_BYTES));
    expect(await said()).toEqual([
      expect.stringMatching(/the index of "Order-o1" lists \d+ of the \d+ commits in the log/),
    ]);
    for (const at of [3, 9, 15]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 2;
      await client.set(key, changed);
      expect(await found()).not.toEqual([]);
    }
    await client.del(key);
    expect(await said()).toEqual([expect.stringContaining('the index of "Order-o1" lists 0 of the')]);
    await client.set(key, whole);
    await client.set(keys.aggregate(order('nobody')), whole);
    expect(await said()).toEqual([expect.stringContaining('"Order-nobody" lists commits, and the log has none of it')]);
    await client.del(keys.aggregate(order('nobody')));
    expect(await said()).toEqual([]);
  });
});
