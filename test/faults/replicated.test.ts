// Durability by replicas: what was acknowledged survives the master, and what no replica has was not acknowledged.
import { expect, it } from 'vitest';
import { isStatefoldError } from '../../src/kernel/error.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Durability } from '../../src/store/redis/server-check.js';
import { Random } from '../property/declarations/random.js';
import { describeRedis, follow, redisBench, rounds } from '../redis/bench.js';
import { runsOf } from '../support/seed.js';
import { startDiaries } from './diary.js';
import { eventIdsOf, judgeReadModels } from './read-models.js';

const FAILOVERS = rounds(2, 50);
const { seed } = runsOf('failovers to an acknowledged replica', FAILOVERS, FAILOVERS);
const WRITERS = 8;

/** What came of one failover. */
interface Failover {
  readonly acknowledged: number;
  /** Acknowledged, and not on the replica that was promoted. */
  readonly lost: number;
  /** Told to be unknown or not done, after the link was cut. */
  readonly refused: number;
  /** Acknowledged after the link was cut. */
  readonly acknowledgedBehindCut: number;
}

describeRedis('a replica that is promoted', () => {
  const bench = redisBench();

  /** Writers at a master; its link to the replica is cut, later the master is killed and the replica promoted. */
  async function failover(durability: Durability, random: Random): Promise<Failover> {
    const [master, replica] = [await bench.server(), await bench.server()];
    const link = await bench.proxy(master.port);
    await follow(bench.client(master.url), bench.client(replica.url), link.port);
    const engine = await startDiaries({
      store: redisStore({ url: master.url, durability, timeout: 1000 }),
      onError: () => {},
    });
    const acknowledged = new Set<string>();
    const codes = new Set<string>();
    let [refused, behindCut, isCut, running] = [0, 0, false, true];
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let number = 0; running; number++) {
        const [commandId, wasCut] = [`${writer}-${number}`, isCut];
        try {
          await engine.commands.write(`d${writer % 3}`, { writer: 'w', text: commandId }, { commandId, timeout: 1000 });
          acknowledged.add(`${commandId}#1`);
          if (wasCut) behindCut += 1;
        } catch (error) {
          codes.add(isStatefoldError(error) ? error.code : String(error));
          refused += 1;
        }
      }
    });
    await expect
      .poll(() => acknowledged.size, { timeout: 30_000, interval: 5 })
      .toBeGreaterThan(random.between(20, 200));
    link.mode = 'black-hole';
    isCut = true;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    running = false;
    await master.kill();
    await Promise.all(writers);
    expect(link.happened.get('black-hole')).toBeGreaterThan(0);
    await bench.client(replica.url).replicaof('NO', 'ONE');
    const promoted = await bench.connect({ url: replica.url, namespace: 'statefold' });
    const stored = new Set([...(await eventIdsOf(promoted)).values()].flat());
    expect([...codes].filter((code) => !['OUTCOME_UNKNOWN', 'UNAVAILABLE', 'TIMEOUT'].includes(code))).toEqual([]);
    const { violations } = await judgeReadModels(replica.url);
    expect(violations).toEqual([]);
    await engine.close();
    const lost = [...acknowledged].filter((id) => !stored.has(id)).length;
    return { acknowledged: acknowledged.size, lost, refused, acknowledgedBehindCut: behindCut };
  }

  it(`has all that was acknowledged where it had to be told, and nothing is acknowledged that it was not (STATEFOLD_SEED=${seed})`, async () => {
    const random = new Random(seed);
    const total = { acknowledged: 0, lost: 0, refused: 0, acknowledgedBehindCut: 0 };
    for (let round = 0; round < FAILOVERS; round++) {
      const one = await failover({ replicas: 1, timeout: 500 }, random);
      expect(one).toMatchObject({ lost: 0, acknowledgedBehindCut: 0 });
      expect(one.refused).toBeGreaterThan(0);
      for (const name of Object.keys(total) as (keyof Failover)[]) total[name] += one[name];
    }
    process.stdout.write(`failovers to an acknowledged replica: ${FAILOVERS}, ${JSON.stringify(total)}\n`);
    expect(total.acknowledged).toBeGreaterThanOrEqual(20 * FAILOVERS);
  });

  it('lacks what was acknowledged where nobody asked it: the loss that the level above is for', async () => {
    const { lost, acknowledgedBehindCut } = await failover('memory', new Random(seed));
    expect(lost).toBeGreaterThan(0);
    expect(acknowledgedBehindCut).toBeGreaterThan(0);
  });
});
