// What every store's leases promise: one holder at a time, by the store's clock, and no step under a lease that has passed on.
import { describe, expect, it } from 'vitest';
import type { Partition } from '../../src/kernel/place.js';
import type { StoreConnection } from '../../src/store/store.js';
import type { Fence, Leases } from '../../src/table/leases.js';
import type { StoreUnderTest } from '../support/stores.js';
import { benchOf, until } from './open-stores.js';
import { checkpoint, entry, OTHER_PARTITION, PARTITION, stateOf, step } from './steps.js';

/** Longer than any of these tests. */
const LONG = 60_000;
/** Over when a test has waited for it. */
const SHORT = 30;

/** Runs the contract of `Leases` against one kind of store. */
export function leasesContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  async function twoConnections(partitions = 1): Promise<readonly [StoreConnection, StoreConnection]> {
    const store = await bench.store({ partitions });
    return [await bench.connect(store), await bench.connect(store)];
  }

  async function fenceOf(leases: Leases, owner: string, name = 'Orders', ms = LONG): Promise<Fence | undefined> {
    return (await leases.take(PARTITION, owner, [name], ms)).get(name);
  }

  async function mustHold(leases: Leases, owner: string, name = 'Orders', ms = LONG): Promise<Fence> {
    const fence = await fenceOf(leases, owner, name, ms);
    if (fence === undefined) throw new Error(`${owner} did not get the lease.`);
    return fence;
  }

  async function ended(leases: Leases, owner: string): Promise<Fence> {
    let fence: Fence | undefined;
    await until('the lease to end', async () => {
      fence = await fenceOf(leases, owner);
      return fence !== undefined;
    });
    return fence as Fence;
  }

  describe('a lease', () => {
    it('is free at first, and then its holder has it alone', async () => {
      const [one, two] = await twoConnections();
      expect(await mustHold(one.leases, 'one')).toBeGreaterThan(0);
      expect(await fenceOf(two.leases, 'two')).toBeUndefined();
    });

    it('keeps its fence while its holder renews it', async () => {
      const [one] = await twoConnections();
      const fence = await mustHold(one.leases, 'one');
      expect(await fenceOf(one.leases, 'one')).toBe(fence);
    });

    it('passes on when it has ended, with a greater fence', async () => {
      const [one, two] = await twoConnections();
      const fence = await mustHold(one.leases, 'one', 'Orders', SHORT);
      expect(await ended(two.leases, 'two')).toBeGreaterThan(fence);
      expect(await fenceOf(one.leases, 'one')).toBeUndefined();
    });

    it('keeps its fence when it has ended, and nobody has taken it', async () => {
      const [one] = await twoConnections();
      const fence = await mustHold(one.leases, 'one', 'Orders', 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await fenceOf(one.leases, 'one')).toBe(fence);
    });

    it('passes on at once when its holder gives it up, and comes back with a greater fence each time', async () => {
      const [one, two] = await twoConnections();
      const fences = [await mustHold(one.leases, 'one')];
      for (const [from, to, owner] of [
        [one, two, 'two'],
        [two, one, 'one'],
      ] as const) {
        await from.leases.release(PARTITION, owner === 'two' ? 'one' : 'two', ['Orders']);
        fences.push(await mustHold(to.leases, owner));
      }
      expect([...fences].sort((a, b) => a - b)).toEqual(fences);
      expect(new Set(fences).size).toBe(3);
    });

    it('is not given up by anybody but its holder', async () => {
      const [one, two] = await twoConnections();
      await mustHold(one.leases, 'one');
      await two.leases.release(PARTITION, 'two', ['Orders', 'Unknown']);
      expect(await fenceOf(two.leases, 'two')).toBeUndefined();
    });

    it('is one of its name and partition', async () => {
      const [one, two] = await twoConnections(2);
      await mustHold(one.leases, 'one');
      expect(await fenceOf(two.leases, 'two', 'Stock')).toBeDefined();
      expect((await two.leases.take(OTHER_PARTITION, 'two', ['Orders'], LONG)).has('Orders')).toBe(true);
    });

    it('is taken together with others, of which some are held', async () => {
      const [one, two] = await twoConnections();
      await mustHold(one.leases, 'one', 'b');
      const taken = await two.leases.take(PARTITION, 'two', ['a', 'b', 'c'], LONG);
      expect([...taken.keys()].sort()).toEqual(['a', 'c']);
    });

    it('is listed with fence, holder and end, also when nobody holds it', async () => {
      const [one] = await twoConnections();
      const before = one.log.now();
      const fence = await mustHold(one.leases, 'one');
      const [held] = await one.leases.list(PARTITION);
      expect(held).toMatchObject({ name: 'Orders', fence, owner: 'one' });
      expect(held?.until).toBeGreaterThanOrEqual(before + LONG - 1000);
      await one.leases.release(PARTITION, 'one', ['Orders']);
      expect(await one.leases.list(PARTITION)).toEqual([{ name: 'Orders', fence, owner: '', until: 0 }]);
    });

    it('takes names of any kind', async () => {
      const [one] = await twoConnections();
      const names = ['a b', '{x}', '\n', '1 2 3', 'é😀', '%', 'Orders@ff rebuild'];
      const taken = await one.leases.take(PARTITION, 'one', names, LONG);
      expect([...taken.keys()].sort()).toEqual([...names].sort());
      expect((await one.leases.list(PARTITION)).map(({ name, owner }) => [name, owner]).sort()).toEqual(
        names.map((name) => [name, 'one']).sort(),
      );
    });

    it('is taken from whoever holds it by who seizes it, with an end and a greater fence', async () => {
      const [one, two] = await twoConnections(2);
      const lease = { name: 'Orders', fence: await mustHold(one.leases, 'one') };
      await mustHold(one.leases, 'one', 'Stock');
      const before = two.log.now();
      const ends = await two.leases.seize(PARTITION, 'two', 'Orders', LONG);
      expect(ends).toBeGreaterThanOrEqual(before + LONG - 1000);
      const [seized] = (await one.leases.list(PARTITION)).filter(({ name }) => name === 'Orders');
      expect(seized).toMatchObject({ owner: 'two', until: ends });
      expect(seized?.fence).toBeGreaterThan(lease.fence);
      expect(await fenceOf(one.leases, 'one')).toBeUndefined();
      expect(await fenceOf(one.leases, 'one', 'Stock')).toBeDefined();
      expect(await one.tables.apply({ ...step(null, checkpoint(1)), lease })).toEqual({ kind: 'fenced' });
      await two.leases.release(PARTITION, 'two', ['Orders']);
      expect(await mustHold(one.leases, 'one')).toBeGreaterThan(seized?.fence ?? 0);
    });

    it('is seized for longer by who has seized it, with the same fence, and where nobody holds it', async () => {
      const [one] = await twoConnections();
      const first = await one.leases.seize(PARTITION, 'one', 'Orders', SHORT);
      const fence = (await one.leases.list(PARTITION))[0]?.fence;
      expect(await one.leases.seize(PARTITION, 'one', 'Orders', LONG)).toBeGreaterThan(first);
      expect((await one.leases.list(PARTITION))[0]?.fence).toBe(fence);
      await one.leases.seize(PARTITION, 'one', 'Orders', SHORT);
      expect(await ended(one.leases, 'two')).toBeGreaterThan(fence ?? 0);
    });

    it('goes to one of two that race for it', async () => {
      const [one, two] = await twoConnections();
      const fences = await Promise.all([fenceOf(one.leases, 'one'), fenceOf(two.leases, 'two')]);
      expect(fences.filter((fence) => fence !== undefined)).toHaveLength(1);
    });

    it('is not there in a partition that is not there', async () => {
      const [one] = await twoConnections();
      await expect(one.leases.take(7 as Partition, 'one', ['Orders'], LONG)).rejects.toThrow(RangeError);
      await expect(one.leases.seize(7 as Partition, 'one', 'Orders', LONG)).rejects.toThrow(RangeError);
      await expect(one.leases.list(7 as Partition)).rejects.toThrow(RangeError);
    });
  });

  describe('a step', () => {
    const changes = { rows: { a: 'row' }, put: [entry('x')] };

    it('is applied under the lease that is held', async () => {
      const [one] = await twoConnections();
      const lease = { name: 'Orders', fence: await mustHold(one.leases, 'one') };
      const applied = await one.tables.apply({ ...step(null, checkpoint(1), changes), lease });
      expect(applied).toEqual({ kind: 'applied' });
    });

    it('changes nothing under a lease that has passed on, though its checkpoint is the one that is there', async () => {
      const [one, two] = await twoConnections();
      const lease = { name: 'Orders', fence: await mustHold(one.leases, 'one', 'Orders', SHORT) };
      await one.tables.apply({ ...step(null, checkpoint(1), changes), lease });
      const newer = { name: 'Orders', fence: await ended(two.leases, 'two') };
      const before = await stateOf(two.tables);
      const late = step(checkpoint(1), checkpoint(2), { rows: { a: null, b: 'late' }, remove: [entry('x')] });
      expect(await one.tables.apply({ ...late, lease })).toEqual({ kind: 'fenced' });
      expect(await stateOf(two.tables)).toEqual(before);
      expect(await two.tables.apply({ ...late, lease: newer })).toEqual({ kind: 'applied' });
    });

    it('is fenced before it is in conflict, with a fence that is too great, and where nobody ever held the lease', async () => {
      const [one] = await twoConnections();
      const fence = await mustHold(one.leases, 'one');
      const wrong = step(checkpoint(7), checkpoint(8), changes);
      const apply = (lease: { name: string; fence: number }) =>
        one.tables.apply({ ...wrong, lease: lease as { name: string; fence: Fence } });
      expect(await apply({ name: 'Orders', fence: fence + 1 })).toEqual({ kind: 'fenced' });
      expect(await apply({ name: 'Stock', fence: 1 })).toEqual({ kind: 'fenced' });
      expect(await apply({ name: 'Orders', fence })).toEqual({ kind: 'conflict', actual: null });
    });

    it('is applied under a lease that has ended or was given up, until another takes it', async () => {
      const [one, two] = await twoConnections();
      const lease = { name: 'Orders', fence: await mustHold(one.leases, 'one') };
      await one.leases.release(PARTITION, 'one', ['Orders']);
      expect(await one.tables.apply({ ...step(null, checkpoint(1), changes), lease })).toEqual({ kind: 'applied' });
      await mustHold(two.leases, 'two');
      expect(await one.tables.apply({ ...step(checkpoint(1), checkpoint(2)), lease })).toEqual({ kind: 'fenced' });
    });
  });

  describe('workers', () => {
    const worker = (id: string, ...folds: string[]) => ({ id, folds });

    it('see all that are there, with what they fold, by their ids', async () => {
      const [one, two] = await twoConnections();
      await two.leases.attend(worker('b', 'Orders', 'Stock\n{'), LONG);
      expect(await one.leases.attend(worker('a', 'Orders'), LONG)).toEqual([
        worker('a', 'Orders'),
        worker('b', 'Orders', 'Stock\n{'),
      ]);
    });

    it('are gone when they leave, and when they have been silent', async () => {
      const [one, two] = await twoConnections();
      await two.leases.attend(worker('b'), LONG);
      await two.leases.attend(worker('c'), SHORT);
      expect(await one.leases.attend(worker('a'), LONG)).toHaveLength(3);
      await two.leases.leave(worker('b'));
      await until('the silent one to be gone', async () => {
        const there = await one.leases.attend(worker('a'), LONG);
        return there.length === 1 && there[0]?.id === 'a';
      });
    });

    it('wake each other when one comes, leaves, falls silent, or leases are free', async () => {
      const [one, two] = await twoConnections();
      let woken = 0;
      const stop = one.leases.onChange(() => woken++);
      const wakes = async (what: string, happening: () => Promise<unknown>): Promise<void> => {
        await bench.quiet();
        const before = woken;
        await happening();
        await until(`a wake-up: ${what}`, () => woken > before);
      };
      await wakes('one comes', () => two.leases.attend(worker('b'), LONG));
      await wakes('leases are free', () => two.leases.announce());
      await wakes('one leaves', () => two.leases.leave(worker('b')));
      await two.leases.attend(worker('c'), 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await wakes('one was silent', () => two.leases.attend(worker('d'), LONG));
      await bench.quiet();
      const before = woken;
      await two.leases.attend(worker('d'), LONG);
      await two.leases.leave(worker('nobody'));
      await bench.quiet();
      expect(woken).toBe(before);
      stop();
      await two.leases.announce();
      await bench.quiet();
      expect(woken).toBe(before);
    });
  });

  const calls: readonly (readonly [string, (leases: Leases) => Promise<unknown>])[] = [
    ['attend', (leases) => leases.attend({ id: 'a', folds: [] }, LONG)],
    ['leave', (leases) => leases.leave({ id: 'a', folds: [] })],
    ['take', (leases) => leases.take(PARTITION, 'a', ['Orders'], LONG)],
    ['release', (leases) => leases.release(PARTITION, 'a', ['Orders'])],
    ['announce', (leases) => leases.announce()],
    ['list', (leases) => leases.list(PARTITION)],
    ['onChange', async (leases) => leases.onChange(() => {})],
  ];

  it.each(calls)('fail %s with CLOSED on a closed connection', async (_name, call) => {
    const connection = await bench.connect();
    await connection.close();
    await expect(call(connection.leases)).rejects.toMatchObject({ name: 'StatefoldError', code: 'CLOSED' });
  });
}
