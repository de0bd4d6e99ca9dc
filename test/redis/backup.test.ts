// A backup of a server's files, restored to a new server: the log and its read models as they were, and whoever knew more is told.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { verifyLog } from '../../src/log/verify-log.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { orderId, placing, startShop } from '../support/shop.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { describeRedis, redisBench } from './bench.js';

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--auto-aof-rewrite-percentage', '0'];

describeRedis('a backup of the append-only folder', () => {
  const bench = redisBench();

  async function folderOf(client: Redis): Promise<string> {
    const [, folder = ''] = (await client.config('GET', 'dir')) as string[];
    return join(folder, 'appendonlydir');
  }

  it('restored to a new server is the log as it was, with the rows that it folds to', async () => {
    const server = await bench.server(DURABLE);
    const engine = await startShop({ store: redisStore({ url: server.url, durability: 'fsync' }) });
    for (let number = 0; number < 20; number++) await engine.commands.placeOrder(orderId(`o${number}`), placing());
    const kept = await engine.commands.payOrder(orderId('o7'), { amount: 200, method: 'card' });
    await engine.queries.getOrder({ orderId: orderId('o7') }, { after: kept });
    const backup = temporaryFolder();
    cpSync(await folderOf(bench.client(server.url)), join(backup, 'appendonlydir'), { recursive: true });
    const lost = await engine.commands.shipOrder(orderId('o7'), { carrier: 'post', freight: 0 });
    await engine.close();

    const restored = await bench.server([...DURABLE, '--dir', backup]);
    const url = restored.url;
    const other = await startShop({ store: redisStore({ url, durability: 'fsync', onWarning: () => {} }) });
    const before = await other.queries.getOrder({ orderId: orderId('o7') }, { after: kept });
    expect(before.value).toMatchObject({ status: 'open', paid: true });
    expect(before.stale).not.toBe(true);
    await expect(
      other.queries.getOrder({ orderId: orderId('o7') }, { after: lost, timeout: 1000 }),
    ).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
    });
    const again = await other.commands.shipOrder(orderId('o7'), { carrier: 'rail', freight: 0 });
    expect(again.version).toBe(lost.version);
    expect(Number(again.place?.epoch)).toBeGreaterThan(Number(lost.place?.epoch));
    // The lease of the engine that is gone came back with the backup, and has to end first.
    await other.queries.getOrder({ orderId: orderId('o7') }, { after: again, timeout: 20_000 });
    expect(await other.projections.verify('OrderSummary')).toMatchObject({ identical: true, behind: 0 });
    await other.projections.rebuild('OrderSummary');
    expect(await other.queries.getOrder({ orderId: orderId('o7') })).toMatchObject({ status: 'shipped' });
    await other.close();
    const { log, audit } = await bench.connect({ url, namespace: 'statefold' });
    expect((await verifyLog({ log, ...(audit === undefined ? {} : { audit }) })).findings).toEqual([]);
  });

  it('that is older than what an engine knows is told to it, and to every holder of a later place', async () => {
    const server = await bench.server(DURABLE);
    const warnings: string[] = [];
    const store = redisStore({ url: server.url, durability: 'fsync', onWarning: (message) => warnings.push(message) });
    const engine = await startShop({ store });
    await engine.commands.placeOrder(orderId('o1'), placing());
    const client = bench.client(server.url);
    const folder = await folderOf(client);
    const backup = temporaryFolder();
    cpSync(folder, join(backup, 'appendonlydir'), { recursive: true });
    for (let number = 2; number < 6; number++) await engine.commands.placeOrder(orderId(`o${number}`), placing());
    const lost = await engine.commands.payOrder(orderId('o1'), { amount: 200, method: 'card' });
    await engine.queries.getOrder({ orderId: orderId('o1') }, { after: lost, timeout: 1000 });

    // The older files take the place of the newer ones, and the server comes back on the same address.
    await server.kill();
    rmSync(folder, { recursive: true });
    cpSync(join(backup, 'appendonlydir'), folder, { recursive: true });
    await server.start();
    await expect.poll(() => client.ping().catch(String), { timeout: 5000 }).toBe('PONG');
    await expect.poll(() => warnings.join('\n'), { timeout: 10_000 }).toContain('no longer holds position 6');
    const asked = (who: typeof engine) =>
      who.queries.getOrder({ orderId: orderId('o1') }, { after: lost, timeout: 1000 }).then(
        () => 'answered',
        ({ code }: { code: string }) => code,
      );
    const other = await startShop({ store, fold: false });
    expect(await asked(other)).toBe('LOG_TRUNCATED');
    await other.close();
    // What has folded the place itself does not take its own word for it.
    expect(await asked(engine)).toBe('LOG_TRUNCATED');
    // The engine says it once to whoever writes next, and goes on with the log as it is.
    const outcomes = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      outcomes.push(
        await engine.commands
          .payOrder(orderId('o1'), { amount: 200, method: 'cash' }, { commandId: `again-${attempt}` })
          .then(
            () => 'done',
            ({ code }: { code: string }) => code,
          ),
      );
    }
    expect(outcomes).toContain('done');
    await engine.close();
    const { log } = await bench.connect({ url: server.url, namespace: 'statefold' });
    expect(await log.holds(lost.place as never)).toBe(false);
  });
});
