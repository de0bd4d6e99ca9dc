// A log that is not as it was written is found out by whoever reads it: a flipped byte, a missing, foreign or reordered entry.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { tagOf } from '../../src/kernel/hash.js';
import { NO_VERSION } from '../../src/kernel/version.js';
import type { EventLog } from '../../src/log/event-log.js';
import { Keys } from '../../src/store/redis/keys.js';
import { commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { describeRedis, redisBench } from './bench.js';

const keys = new Keys('n').of(PARTITION);
type Entry = [id: string, fields: Buffer[]];

describeRedis('a log that was changed behind our back', () => {
  const bench = redisBench();

  async function fiveBlocks(): Promise<{ log: EventLog; client: Redis; rewrite: Rewrite }> {
    const server = await bench.server();
    const { log } = await bench.connect({ url: server.url, namespace: 'n' });
    for (let number = 0; number < 5; number++) await store(log, [commit(order(`o${number}`), NOWHERE, `c${number}`)]);
    const client = bench.client(server.url);
    const rewrite: Rewrite = async (change) => {
      const found = (await client.callBuffer('XRANGE', keys.segment(1), '-', '+')) as [Buffer, Buffer[]][];
      const entries = change(found.map(([id, fields]): Entry => [id.toString(), fields]));
      await client.del(keys.segment(1));
      for (const [id, fields] of entries) await client.call('XADD', keys.segment(1), id, ...fields);
    };
    return { log, client, rewrite };
  }

  type Rewrite = (change: (entries: Entry[]) => Entry[]) => Promise<void>;

  /** Flips a byte of the third entry, and looks: every so many bytes of each field. Answers the entries as they were. */
  async function withEachByteFlipped(
    rewrite: Rewrite,
    steps: Readonly<Record<string, number>>,
    look: () => Promise<void>,
  ): Promise<readonly Entry[]> {
    let original: Entry[] = [];
    await rewrite((entries) => {
      original = entries;
      return entries;
    });
    const fields = original[2]?.[1] ?? [];
    for (const [name, step] of Object.entries(steps)) {
      const value = fields[fields.findIndex((field) => field.toString() === name) + 1] as Buffer;
      for (let at = 0; at < value.length; at += step) {
        value[at] = (value[at] ?? 0) ^ 1;
        await rewrite(() => original);
        await look();
        value[at] = (value[at] ?? 0) ^ 1;
      }
    }
    return original;
  }

  it('is whole before anybody has touched it', async () => {
    const { log, rewrite } = await fiveBlocks();
    await rewrite((entries) => entries);
    expect(await log.read(PARTITION, START, 1 << 20)).toHaveLength(5);
  });

  it('is found out by every byte that is flipped in a block, its mark or the mark before', async () => {
    const { log, rewrite } = await fiveBlocks();
    await withEachByteFlipped(rewrite, { block: 3, mark: 5, before: 5 }, async () => {
      await expect(log.read(PARTITION, START, 1 << 20)).rejects.toMatchObject({ code: 'CORRUPT' });
    });
  });

  it.each<readonly [string, (entries: Entry[]) => Entry[]]>([
    ['is missing', (entries) => entries.filter((_, index) => index !== 2)],
    [
      'stands in the place of another',
      (entries) => entries.map(([id, own], index): Entry => [id, index === 2 ? (entries[3]?.[1] ?? own) : own]),
    ],
    [
      'was put in twice',
      (entries) => [
        ...entries.slice(0, 3),
        [`3-${Number(entries[2]?.[0].split('-')[1]) + 1}`, entries[2]?.[1] ?? []],
        ...entries.slice(3),
      ],
    ],
  ])('is found out by an entry that %s', async (_what, change) => {
    const { log, rewrite } = await fiveBlocks();
    await rewrite(change);
    await expect(log.read(PARTITION, START, 1 << 20)).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('is found out by whoever loads an aggregate whose commit is gone', async () => {
    const { log, rewrite } = await fiveBlocks();
    await rewrite((entries) => entries.filter((_, index) => index !== 2));
    await expect(log.history(order('o2'), NO_VERSION, 10)).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await log.history(order('o1'), NO_VERSION, 10)).toHaveLength(1);
  });

  it('is found out by whoever loads an aggregate, by every byte of its block that is flipped', async () => {
    const { log, rewrite } = await fiveBlocks();
    const original = await withEachByteFlipped(rewrite, { block: 4, mark: 4, before: 4, time: 4 }, async () => {
      await expect(log.history(order('o2'), NO_VERSION, 10)).rejects.toMatchObject({ code: 'CORRUPT' });
      await expect(log.find(order('o2'), tagOf('c2'))).rejects.toMatchObject({ code: 'CORRUPT' });
    });
    const [id = ''] = original[2] ?? [];
    await rewrite((entries) => entries.with(2, [id, [Buffer.from('a'), Buffer.from('b')]]));
    await expect(log.history(order('o2'), NO_VERSION, 10)).rejects.toMatchObject({ code: 'CORRUPT' });
    await rewrite(() => [...original]);
    expect(await log.history(order('o2'), NO_VERSION, 10)).toHaveLength(1);
  });

  it('is found out by whoever loads an aggregate whose index names another commit', async () => {
    const { log, client } = await fiveBlocks();
    const other = (await client.getBuffer(keys.aggregate(order('o3')))) as Buffer;
    await client.set(keys.aggregate(order('o2')), other);
    await client.setrange(keys.aggregate(order('o2')), 10, 'otherTag');
    await expect(log.history(order('o2'), NO_VERSION, 10)).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('takes no block where the log has entries that its head does not know', async () => {
    const { log, client } = await fiveBlocks();
    await client.hset(keys.head, 'position', '3');
    await expect(store(log, [commit(order('x'), NOWHERE, 'x')])).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await client.xlen(keys.segment(1))).toBe(5);
  });

  it('is not begun anew where its head is gone', async () => {
    const { log, client } = await fiveBlocks();
    await client.del(keys.head);
    await expect(store(log, [commit(order('x'), NOWHERE, 'x')])).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await client.exists(keys.head)).toBe(0);
  });
});
