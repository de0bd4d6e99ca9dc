// Every promise settles in its time, whatever the network and the server do, and says which of both it was: not done, or unknown.
import { expect, it } from 'vitest';
import { startEngine } from '../../generated/index.js';
import { isStatefoldError } from '../../src/kernel/error.js';
import { NO_VERSION } from '../../src/kernel/version.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { StoreConnection } from '../../src/store/store.js';
import { block, commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { checkpoint, FOLD, INDEX, step, TABLE, WHOLE } from '../contract/steps.js';
import { describeRedis, redisBench, rounds } from '../redis/bench.js';
import { orderId, placing } from '../support/shop.js';

const TIMEOUT = 600;

/** One call of every method that speaks to the server. */
function everyCall({ log, tables, snapshots, registry }: StoreConnection): readonly Promise<unknown>[] {
  const deadline = log.now() + 300;
  const place = { partition: PARTITION, epoch: '1' as never, position: 1 as never, mark: 'ffffffffffffffff' as never };
  return [
    log.append(PARTITION, block([commit(order('x'), NOWHERE, 'x', { deadline })])),
    log.append(PARTITION, block([commit(order('far'), NOWHERE, 'far')])),
    log.append(PARTITION, block([])),
    log.head(PARTITION),
    log.read(PARTITION, START, 1000),
    log.history(order('a'), NO_VERSION, 10),
    log.aggregateHead(order('a')),
    log.find(order('a'), 'ffffffffffffffff' as never),
    log.holds(place),
    tables.checkpoint(FOLD, PARTITION),
    tables.apply(step(null, checkpoint(1), { rows: { a: 'b' } })),
    tables.rows(TABLE, PARTITION, ['a']),
    tables.entries(INDEX, PARTITION, WHOLE),
    tables.count(INDEX, PARTITION, WHOLE),
    tables.scan(TABLE, PARTITION, '', 10),
    tables.size(TABLE, PARTITION),
    tables.serving('P'),
    tables.serve('P', null, 'g'),
    tables.drop(FOLD, [TABLE], [INDEX]),
    snapshots.load(order('a'), 'f'),
    snapshots.save(order('a'), 'f', { head: NOWHERE, bytes: Buffer.from('s') }),
    snapshots.clear('Order'),
    registry.read(),
    registry.add(new Map([['f', 't']])),
  ];
}

describeRedis('every promise', () => {
  const bench = redisBench();

  it.each(['black-hole', 'paused', 'gone', 'cut again and again'] as const)(
    'settles in its time with a typed error where the server is %s, and all goes on afterwards',
    async (fault) => {
      const server = await bench.server();
      const proxy = await bench.proxy(server.port);
      const connection = await bench.connect({ url: proxy.url, timeout: TIMEOUT });
      await store(connection.log, [commit(order('a'), NOWHERE, 'a')]);
      let cutting = fault === 'cut again and again';
      if (fault === 'black-hole') proxy.mode = 'black-hole';
      if (fault === 'paused') server.signal('SIGSTOP');
      if (fault === 'gone') await proxy.shut();
      const cuts = (async () => {
        while (cutting) {
          proxy.reset();
          await new Promise((resolve) => setTimeout(resolve, 3));
        }
      })();

      for (let round = 0; round < rounds(2, 20); round++) {
        const began = performance.now();
        const results = await Promise.allSettled(everyCall(connection));
        expect(performance.now() - began).toBeLessThan(TIMEOUT + 1000);
        const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
        if (fault !== 'cut again and again') expect(failures.length).toBe(results.length);
        for (const failure of failures) {
          expect(isStatefoldError(failure), String(failure)).toBe(true);
          expect(['UNAVAILABLE', 'OUTCOME_UNKNOWN']).toContain((failure as { code: string }).code);
        }
      }

      cutting = false;
      await cuts;
      if (fault === 'black-hole') expect(proxy.happened.get('black-hole')).toBeGreaterThan(0);
      if (fault === 'cut again and again') expect(proxy.happened.get('reset')).toBeGreaterThan(10);
      proxy.mode = 'pass';
      if (fault === 'paused') server.signal('SIGCONT');
      if (fault === 'gone') await proxy.reopen();
      // What was sent and held up may still come through, or expire: either way the log answers again.
      await expect.poll(() => connection.log.head(PARTITION).then(() => 'up', String), { timeout: 5000 }).toBe('up');
      await expect
        .poll(() => connection.log.append(PARTITION, block([])).then(() => 'up', String), { timeout: 5000 })
        .toBe('up');
    },
  );

  it('of an append settles by its own deadline, long before the server is given up', async () => {
    const server = await bench.server();
    const { log } = await bench.connect({ url: server.url, timeout: 5000 });
    server.signal('SIGSTOP');
    const began = performance.now();
    const deadline = log.now() + 200;
    const append = log.append(PARTITION, block([commit(order('a'), NOWHERE, 'a', { deadline })]));
    await expect(append).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(performance.now() - began).toBeLessThan(1200);
    server.signal('SIGCONT');
    // The server has it now, and refuses it.
    await log.append(PARTITION, block([]));
    expect(await log.aggregateHead(order('a'))).toEqual(NOWHERE);
  });

  it('of a read says that it may be asked again, and of what may have been done that it may not', async () => {
    const server = await bench.server();
    const { log, tables } = await bench.connect({ url: server.url, timeout: TIMEOUT });
    server.signal('SIGSTOP');
    const read = log.head(PARTITION);
    const write = tables.apply(step(null, checkpoint(1), { rows: { a: 'b' } }));
    await expect(read).rejects.toMatchObject({ message: expect.stringContaining('asking twice does no harm') });
    await expect(write).rejects.toMatchObject({ message: expect.stringContaining('look before trying again') });
    server.signal('SIGCONT');
  });

  it('of a query says what is wrong with the server, where both are as patient', async () => {
    const server = await bench.server();
    const store = redisStore({ url: server.url, durability: 'memory', timeout: TIMEOUT });
    const engine = await startEngine({ store, queryTimeout: TIMEOUT });
    bench.atEnd(() => engine.close());
    const receipt = await engine.commands.placeOrder(orderId('order-1'), placing());
    const query = { orderId: orderId('order-1') };
    expect(await engine.queries.getOrder(query, { after: receipt })).toMatchObject({ stale: false });

    server.signal('SIGSTOP');
    const asked = engine.queries.getOrder(query);
    await expect(asked).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { what: expect.stringContaining('Redis') },
    });
    server.signal('SIGCONT');
  });

  it('that waits for a connection fails with the reason why there is none, and closing ends it at once', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const connection = await bench.connect({ url: proxy.url, timeout: 2000 });
    await proxy.shut();
    const waiting = connection.log.head(PARTITION);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await connection.close();
    await outcome;
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('of a server that is not there is rejected at the start', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    await proxy.shut();
    const began = performance.now();
    await expect(bench.connect({ url: proxy.url, timeout: 300 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`Redis at 127.0.0.1:${proxy.port} is not available`),
    });
    expect(performance.now() - began).toBeLessThan(1300);
  });
});
