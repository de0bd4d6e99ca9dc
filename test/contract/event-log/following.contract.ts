// Of the event-log contract: wake-ups after appends.
import { expect, it } from 'vitest';
import { partitionOf } from '../../../src/kernel/hash.js';
import type { Partition, Position } from '../../../src/kernel/place.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { block, check, commit, headAfter, NOWHERE, order, PARTITION, START, store } from '../drafts.js';
import { benchOf, until } from '../open-stores.js';

export function followingContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  it('wakes after an append of its own connection', async () => {
    const { log } = await bench.connect();
    let woken = 0;
    log.onAppend(PARTITION, () => woken++);
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('a wake-up', () => woken > 0);
  });

  it('wakes after an append of another connection', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    let woken = 0;
    two.log.onAppend(PARTITION, () => woken++);
    await store(one.log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('a wake-up', () => woken > 0);
  });

  it('wakes all who listen', async () => {
    const { log } = await bench.connect();
    const woken = [0, 0, 0];
    for (const index of woken.keys()) log.onAppend(PARTITION, () => (woken[index] = 1));
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('three wake-ups', () => !woken.includes(0));
  });

  it('does not wake inside the call of append', async () => {
    const { log } = await bench.connect();
    let inside = false;
    let wokenInside = false;
    let woken = false;
    log.onAppend(PARTITION, () => {
      woken = true;
      wokenInside ||= inside;
    });
    inside = true;
    const appended = store(log, [commit(order('a'), NOWHERE, 'c1')]);
    inside = false;
    await appended;
    await until('a wake-up', () => woken);
    expect(wokenInside).toBe(false);
  });

  it('shows the new block to whoever was woken', async () => {
    const { log } = await bench.connect();
    let seen = 0;
    log.onAppend(PARTITION, async () => {
      seen = (await log.read(PARTITION, START, 1 << 20)).length;
    });
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('the block', () => seen === 1);
  });

  it('wakes after the last of many appends, so that a reader misses none', async () => {
    const shared = await bench.store();
    const [writer, reader] = [await bench.connect(shared), await bench.connect(shared)];
    let position = 0;
    reader.log.onAppend(PARTITION, async () => {
      for (const { last } of await reader.log.read(PARTITION, position as Position, 1 << 20))
        position = Math.max(position, last);
    });
    for (let number = 0; number < 200; number++) {
      await store(writer.log, [commit(order(`o${number}`), NOWHERE, 'c')]);
      if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until('position 200', () => position === 200);
  });

  it('does not wake for a refused block, nor for a block of checks', async () => {
    const { log } = await bench.connect();
    let woken = 0;
    log.onAppend(PARTITION, () => woken++);
    await log.append(PARTITION, block([commit(order('a'), headAfter(NOWHERE, 'x'), 'c1')]));
    await log.append(PARTITION, block([], [check(order('a'), NOWHERE)]));
    await bench.quiet();
    expect(woken).toBe(0);
  });

  it('does not wake for another partition', async () => {
    const { log } = await bench.connect(await bench.store({ partitions: 2 }));
    const woken = [0, 0];
    for (const partition of [0, 1] as Partition[]) log.onAppend(partition, () => (woken[partition] = 1));
    const id = ['a', 'b', 'c', 'd', 'e', 'f'].find((candidate) => partitionOf('Order', candidate, 2) === 1) as string;
    await store(log, [commit(order(id), NOWHERE, 'c1')], 1 as Partition);
    await until('the wake-up of partition 1', () => woken[1] === 1);
    await bench.quiet();
    expect(woken).toEqual([0, 1]);
  });

  it('does not wake whoever has stopped listening', async () => {
    const { log } = await bench.connect();
    let [stopped, listening] = [0, 0];
    const stop = log.onAppend(PARTITION, () => stopped++);
    log.onAppend(PARTITION, () => listening++);
    stop();
    stop();
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('the other wake-up', () => listening > 0);
    await bench.quiet();
    expect(stopped).toBe(0);
  });

  it('does not wake the listeners of a closed connection', async () => {
    const shared = await bench.store();
    const [one, two] = [await bench.connect(shared), await bench.connect(shared)];
    let woken = 0;
    one.log.onAppend(PARTITION, () => woken++);
    await one.close();
    await store(two.log, [commit(order('a'), NOWHERE, 'c1')]);
    await bench.quiet();
    expect(woken).toBe(0);
  });

  it('wakes the others when one listener throws, and goes on appending', async () => {
    const { log } = await bench.connect();
    let woken = 0;
    let thrown = 0;
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    log.onAppend(PARTITION, () => {
      thrown++;
      throw new Error('A listener of the contract suite throws.');
    });
    log.onAppend(PARTITION, () => woken++);
    await store(log, [commit(order('a'), NOWHERE, 'c1')]);
    await until('both wake-ups', () => woken === 1 && thrown === 1);
    expect((await warned).message).toBe('A listener of the contract suite throws.');
    await store(log, [commit(order('b'), NOWHERE, 'c2')]);
    await until('both wake-ups again', () => woken === 2 && thrown === 2);
  });
}
