// What becomes of an append whose reply is lost, or whose request arrives late.
import { expect, it } from 'vitest';
import { tagOf } from '../../src/kernel/hash.js';
import type { EventLog } from '../../src/log/event-log.js';
import { block, commit, NOWHERE, order, PARTITION, START, store } from '../contract/drafts.js';
import { until } from '../contract/open-stores.js';
import { describeRedis, type RedisBench, redisBench, rounds } from '../redis/bench.js';
import { ledgerActors, sendTo } from '../support/ledger.js';
import { holdAllSlots } from '../support/redis-server.js';

const SERVERS = {
  'a server': async (bench: RedisBench) => bench.server(),
  'a server in cluster mode': async (bench: RedisBench) => {
    const server = await bench.server(['--cluster-enabled', 'yes']);
    await holdAllSlots(server.url);
    return server;
  },
};

for (const [name, start] of Object.entries(SERVERS))
  describeRedis(`a reply that is lost by ${name}`, () => {
    const bench = redisBench();

    async function stored(log: EventLog, id: string, commandId: string): Promise<number> {
      return (await log.find(order(id), tagOf(commandId))).length;
    }

    it('leaves the block stored exactly once, and says that nobody knew', async () => {
      const server = await start(bench);
      const proxy = await bench.proxy(server.port);
      const namespace = 'lost';
      const { log } = await bench.connect({ url: proxy.url, namespace });
      const { log: witness } = await bench.connect({ url: server.url, namespace });
      const count = rounds(30, 1000);
      for (let round = 0; round < count; round++) {
        proxy.mode = 'drop-replies';
        const appended = log.append(PARTITION, block([commit(order(`o${round}`), NOWHERE, `c${round}`)]));
        const outcome = expect(appended).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
        await until('the block', async () => (await stored(witness, `o${round}`, `c${round}`)) > 0);
        proxy.mode = 'pass';
        proxy.reset();
        await outcome;
        expect(await stored(witness, `o${round}`, `c${round}`)).toBe(1);
        // It goes on by itself once there is a connection again.
        await log.append(PARTITION, block([]));
      }
      expect(proxy.happened.get('drop-replies')).toBeGreaterThanOrEqual(count);
      expect((await witness.head(PARTITION)).position).toBe(count);
      expect(await witness.read(PARTITION, START, 1 << 30)).toHaveLength(count);
    });

    it('is found out by the engine: every command acts once, and its sender hears of it', async () => {
      const server = await start(bench);
      const proxy = await bench.proxy(server.port);
      const namespace = 'engine';
      const { log } = await bench.connect({ url: proxy.url, namespace });
      const { log: witness } = await bench.connect({ url: server.url, namespace });
      const actors = ledgerActors(log, {});
      let cutting = true;
      const cuts = (async () => {
        while (cutting) {
          proxy.mode = 'drop-replies';
          await new Promise((resolve) => setTimeout(resolve, 5));
          proxy.mode = 'pass';
          proxy.reset();
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
      })();
      const results: PromiseSettledResult<unknown>[] = [];
      const faults = rounds(20, 1000);
      while ((proxy.happened.get('drop-replies') ?? 0) < faults) {
        const sent = results.length;
        const some = Array.from({ length: 20 }, (_, index) =>
          sendTo(
            actors,
            log,
            `l${index % 4}`,
            { type: 'Enter', data: { amount: 1 } },
            { commandId: `c${sent + index}`, timeout: 300 },
          ),
        );
        results.push(...(await Promise.allSettled(some)));
      }
      cutting = false;
      await cuts;
      const acked = results.filter(({ status }) => status === 'fulfilled').length;
      expect(acked).toBeGreaterThan(0);
      let total = 0;
      for (const [index, result] of results.entries()) {
        const found = await witness.find({ type: 'Ledger', id: `l${(index % 20) % 4}` }, tagOf(`c${index}`));
        if (result.status === 'fulfilled') expect(found).toHaveLength(1);
        else if ((result.reason as { code?: string }).code !== 'OUTCOME_UNKNOWN') expect(found).toHaveLength(0);
        else expect(found.length).toBeLessThanOrEqual(1);
        total += found.length;
      }
      expect((await witness.head(PARTITION)).position).toBe(total);
    });
  });

describeRedis('a request that arrives late', () => {
  const bench = redisBench();

  it('does nothing once its deadline has passed, however late it comes', async () => {
    const server = await bench.server();
    const proxy = await bench.proxy(server.port);
    const namespace = 'late';
    const { log } = await bench.connect({ url: proxy.url, namespace });
    const { log: witness } = await bench.connect({ url: server.url, namespace });
    const count = rounds(5, 200);
    for (let round = 0; round < count; round++) {
      proxy.mode = 'hold-requests';
      const deadline = log.now() + 50;
      const late = log.append(PARTITION, block([commit(order(`late${round}`), NOWHERE, 'late', { deadline })]));
      await expect(late).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(log.now()).toBeGreaterThan(deadline);
      proxy.mode = 'pass';
      proxy.release();
      // Whatever the server had to do with the late block, it has done before it answers this on the same connection.
      await log.append(PARTITION, block([], []));
      expect(await witness.aggregateHead(order(`late${round}`))).toEqual(NOWHERE);
      await store(log, [commit(order(`late${round}`), NOWHERE, 'again')]);
    }
    expect(proxy.happened.get('hold-requests')).toBeGreaterThanOrEqual(count);
    expect((await witness.head(PARTITION)).position).toBe(count);
  });
});
