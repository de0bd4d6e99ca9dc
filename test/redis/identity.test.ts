// Every script that writes compares the server that is recorded with the one that it runs on, before it writes anything.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Keys } from '../../src/store/redis/keys.js';
import { type ScriptName, scriptOf } from '../../src/store/redis/script.js';
import { chain, headAfter, NOWHERE, order, PARTITION, store } from '../contract/drafts.js';
import { FOLD } from '../contract/steps.js';
import { describeRedis, dumpOf, redisBench } from './bench.js';

const folder = new URL('../../src/store/redis/lua/', import.meta.url);
const scripts = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const writing = scripts.filter(({ text }) => !text.startsWith('#!lua flags=no-writes'));

it('knows the scripts that write', () => {
  expect(writing.length).toBeGreaterThan(5);
  expect(writing.length).toBeLessThan(scripts.length);
});

it.each(writing)('$name compares the server before its first write', ({ text }) => {
  const asks = text.indexOf('master_replid');
  const writes = text.search(/redis\.p?call\('(XADD|HSET|HSETNX|HDEL|HINCRBY|APPEND|RPUSH|ZADD|ZREM|SET|DEL|UNLINK)'/);
  expect(asks).toBeGreaterThan(0);
  expect(writes).toBeGreaterThan(asks);
});

describeRedis('on another server than the recorded one', () => {
  const bench = redisBench();
  const keys = new Keys('n');
  const own = keys.of(PARTITION);

  async function moved() {
    const server = await bench.server();
    const { log, tables, snapshots, registry } = await bench.connect({ url: server.url, namespace: 'n' });
    await store(log, chain(order('a'), NOWHERE, ['1']));
    const client = bench.client(server.url);
    // As it is on a replica that was promoted, or after a restart: the server is not the one that was recorded.
    await client.hset(keys.meta, 'server', 'another');
    await client.hset(own.head, 'server', 'another');
    return { client, log, tables, snapshots, registry };
  }

  it.each<[ScriptName, readonly string[], readonly string[]]>([
    ['serve', [keys.serving, keys.servingSteps, keys.meta], ['P', '-', 'g', 'c']],
    ['register', [keys.registry, keys.meta], ['f', 't']],
    ['save-snapshot', [own.snapshots('Order', 1), own.aggregate(order('a')), own.head], ['f', 'x'.repeat(14), 's']],
  ])('%s writes nothing, and says so', async (name, names, args) => {
    const { client } = await moved();
    const before = await dumpOf(client);
    const answer = await client.eval(scriptOf(name).text, names.length, ...names, ...args);
    expect(answer).toEqual(['server']);
    expect(await dumpOf(client)).toEqual(before);
  });

  it('serve writes nothing where the generation was seen on another, and says so', async () => {
    const { client } = await moved();
    const here = /master_replid:(\w+)/.exec(await client.info('replication'))?.[1] ?? '';
    await client.hset(keys.meta, 'server', here);
    const before = await dumpOf(client);
    const serve = (seenOn: string) =>
      client.eval(
        scriptOf('serve').text,
        3,
        keys.serving,
        keys.servingSteps,
        keys.meta,
        'P',
        '-',
        'g',
        'c',
        '',
        seenOn,
      );
    expect(await serve('another')).toEqual(['epoch']);
    expect(await dumpOf(client)).toEqual(before);
    expect(await serve(here)).toEqual(['serves']);
  });

  it('no generation serves that was seen before this one was adopted', async () => {
    const { log, tables } = await moved();
    const seenIn = async () => ({ readIn: [await log.epoch(PARTITION)] });
    expect(await tables.serve(FOLD.projection, null, FOLD.generation, await seenIn())).toBe(false);
    expect(await tables.serving(FOLD.projection)).toBeNull();
    expect(await tables.serve(FOLD.projection, null, FOLD.generation, await seenIn())).toBe(true);
  });

  it('nothing is taken for lost that is appended while a generation comes to serve', async () => {
    const server = await bench.server();
    const { log, tables } = await bench.connect({ url: server.url, namespace: 'n' });
    const readIn = [await log.epoch(PARTITION)];
    let isOver = false;
    const appending = (async () => {
      for (let number = 0; !isOver; number++) await store(log, chain(order(`o${number}`), NOWHERE, ['c']));
    })();
    for (let round = 0; round < 300; round++) {
      expect(await tables.serve(`P${round}`, null, 'g', { readIn })).toBe(true);
    }
    isOver = true;
    await appending;
    expect((await log.head(PARTITION)).position).toBeGreaterThan(20);
    expect(bench.warnings).toEqual([]);
  });

  it('a generation serves, a descriptor is registered and a snapshot kept once this server has been adopted', async () => {
    const { client, tables, snapshots, registry } = await moved();
    const serving = /master_replid:(\w+)/.exec(await client.info('replication'))?.[1];
    expect(await tables.serve(FOLD.projection, null, FOLD.generation)).toBe(true);
    expect(await client.hget(keys.meta, 'server')).toBe(serving);
    await client.hset(keys.meta, 'server', 'another');
    await registry.add(new Map([['f', 't']]));
    expect(await client.hget(keys.meta, 'server')).toBe(serving);
    await client.hset(own.head, 'server', 'another');
    const head = headAfter(NOWHERE, '1');
    expect(await snapshots.save(order('a'), 'f', { head, bytes: Buffer.from('s') })).toBe(true);
    expect(await client.hget(own.head, 'server')).toBe(serving);
  });

  it('nothing is registered in a log that was put in the place of the one that was opened', async () => {
    const { client, registry } = await moved();
    await client.hset(keys.meta, 'partitions', '7');
    await expect(registry.add(new Map([['f', 't']]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await client.exists(keys.registry)).toBe(0);
  });
});
