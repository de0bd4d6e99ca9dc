// The fence is compared where nothing can come between: inside the script, by the server's clock. Planted mistakes must be found.
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { Keys } from '../../src/store/redis/keys.js';
import type { StoreConnection } from '../../src/store/store.js';
import type { LeaseProof } from '../../src/table/leases.js';
import { PARTITION } from '../contract/drafts.js';
import { checkpoint, contents, step } from '../contract/steps.js';
import { withScript } from '../support/planted-script.js';
import { describeRedis, redisBench } from './bench.js';

const NAME = 'Orders';
const keys = new Keys('n').of(PARTITION);

describeRedis('a step of a worker that stood still', () => {
  const bench = redisBench();

  interface Scene {
    readonly client: Redis;
    readonly other: StoreConnection;
    /** Sends the step that the worker had ready when it stood still. */
    wake(): Promise<string>;
  }

  /** One worker has a step ready that nothing but its lease speaks against: another worker has that, and has done nothing yet. */
  async function scene(): Promise<Scene> {
    const server = await bench.server();
    const [late, other] = [
      await bench.connect({ url: server.url, namespace: 'n' }),
      await bench.connect({ url: server.url, namespace: 'n' }),
    ];
    const lease = await take(late, 'late', 30);
    await late.tables.apply({ ...step(null, checkpoint(1), { rows: { a: 'row' } }), lease });
    await expect.poll(() => other.leases.take(PARTITION, 'other', [NAME], 60_000)).toHaveProperty('size', 1);
    const ready = { ...step(checkpoint(1), checkpoint(2), { rows: { b: 'late' } }), lease };
    return { client: bench.client(server.url), other, wake: async () => (await late.tables.apply(ready)).kind };
  }

  async function take({ leases }: StoreConnection, worker: string, ms: number): Promise<LeaseProof> {
    const fence = (await leases.take(PARTITION, worker, [NAME], ms)).get(NAME);
    if (fence === undefined) throw new Error(`${worker} has no lease.`);
    return { name: NAME, fence };
  }

  it('is fenced, and writes nothing', async () => {
    const { client, other, wake } = await scene();
    const [before, steps] = [
      await client.dump(keys.checkpoint(step(null, checkpoint(1)).fold)),
      await client.hgetall(keys.steps),
    ];
    expect(await wake()).toBe('fenced');
    expect(await client.dump(keys.checkpoint(step(null, checkpoint(1)).fold))).toEqual(before);
    expect(await client.hgetall(keys.steps)).toEqual(steps);
    expect(await contents(other.tables)).toEqual([['a', 'row']]);
  });

  it('would be applied without the check in the script', async () => {
    const { wake } = await scene();
    const unchecked = (text: string) => text.replace(/^if lease ~= ''.*$/m, '');
    expect(await withScript('apply', unchecked, wake)).toBe('applied');
  });

  it('would be applied if a new holder got the old fence', async () => {
    const reused = (text: string) => text.replace(/if holder ~= worker then fence = .*$/m, '');
    expect(await withScript('lease', reused, async () => (await scene()).wake())).toBe('applied');
  });

  it('is fenced also where the server has forgotten all leases, and given them anew', async () => {
    const { client, other, wake } = await scene();
    await client.unlink(keys.leases);
    await take(other, 'another', 60_000);
    expect(await wake()).toBe('fenced');
  });
});

describeRedis('the time of a lease', () => {
  const bench = redisBench();

  it("is the server's: a process whose clock is wrong takes and loses leases as any other", async () => {
    const server = await bench.server();
    const { leases } = await bench.connect({ url: server.url, namespace: 'n' });
    const real = Date.now;
    try {
      for (const skew of [-10, 10].map((minutes) => minutes * 60_000)) {
        Date.now = () => real() + skew;
        const name = `of ${skew}`;
        expect((await leases.take(PARTITION, 'wrong', [name], 60_000)).size).toBe(1);
        expect((await leases.take(PARTITION, 'right', [name], 60_000)).size).toBe(0);
        const [lease] = (await leases.list(PARTITION)).filter((one) => one.name === name);
        expect(Math.abs((lease?.until ?? 0) - real() - 60_000)).toBeLessThan(5000);
      }
    } finally {
      Date.now = real;
    }
  });
});
